//! The operations of the Firehose API: each is checked against the world, and then carried out whole or not at all.
//!
//! Documented (API model 2015-08-04, Developer Guide): which operation needs what state; that who reads a stream takes no
//! direct puts and has no encryption of its own; that a key that cannot be used keeps records out. Observed: texts' cases,
//! and that a deletion that is under way is asked for again without a refusal. Assumed: a call that is refused for another
//! reason does not count against its rate; records' ids; lists are by name. Leaves out: AWS's smaller quotas of delivery
//! streams in smaller Regions, since the simulator has room for fewer; grants for keys, roles, networks.

use crate::engine::api::error::KmsFault;
use crate::engine::bucket::Bucket;
use crate::engine::command::Command;
use crate::engine::firehose::api::administration::Administration;
use crate::engine::firehose::api::describing;
use crate::engine::firehose::api::error::{ArgumentFault, FirehoseError};
use crate::engine::firehose::api::planning;
use crate::engine::firehose::api::request::{
    CreateDeliveryStream, DestinationType, EncryptionInput, FirehoseOperation, FirehoseRequest, ListDeliveryStreams,
    Record, StartEncryption, Tag, UpdateDestination,
};
use crate::engine::firehose::api::response::{Description, FirehoseResponse};
use crate::engine::firehose::api::values::{DeliveryStreamType, KeyType};
use crate::engine::firehose::plan::{DestinationPlan, SourcePlan};
use crate::engine::firehose::validate::DELIVERY_STREAMS_MAX;
use crate::engine::firehose::{DeliveryStream, DeliveryStreamId, DeliveryStreamStatus};
use crate::engine::ids::Bytes;
use crate::engine::kms::key::KeyState;
use crate::engine::limits::LimitId;
use crate::engine::metrics::cloudwatch::names::MetricName;
use crate::engine::random::{draw, stream_seed};
use crate::engine::world::World;

type Answer = Result<FirehoseResponse, FirehoseError>;

/// Delivery streams and tags that are listed when nobody says how many. Documented.
const STREAMS_LISTED: u32 = 10;
const TAGS_LISTED: u32 = 50;
/// Draws of a record's id, of eight characters each. Observed: ids have 224 characters.
const ID_DRAWS: u64 = 28;
const ID_CHARACTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl World {
    /// Answers a request of Firehose. What changes the world is written to the journal.
    pub fn firehose(&mut self, request: FirehoseRequest) -> Answer {
        self.settle_instant();
        let operation = request.operation();
        self.check_firehose_rate(operation)?;
        let written = (self.journal.is_some() && !only_looks(operation)).then(|| request.clone());
        let answer = self.answer_firehose(request);
        if answer.is_ok() {
            self.count_firehose_call(operation);
        }
        let has_mark = matches!(answer, Ok(_) | Err(FirehoseError::Throttled { .. } | FirehoseError::Kms(_)));
        if let Some(request) = written.filter(|_| has_mark) {
            self.write_down(Command::Firehose(Box::new(request)));
        }
        answer
    }

    fn answer_firehose(&mut self, request: FirehoseRequest) -> Answer {
        use FirehoseRequest as R;
        match request {
            R::CreateDeliveryStream(r) => self.create_delivery_stream(&r),
            R::DeleteDeliveryStream(r) => self.delete_delivery_stream(&r.delivery_stream_name),
            R::DescribeDeliveryStream(r) => self.describe_delivery_stream(&r.delivery_stream_name),
            R::ListDeliveryStreams(r) => Ok(self.list_delivery_streams(&r)),
            R::ListTagsForDeliveryStream(r) => {
                let limit = r.limit.unwrap_or(TAGS_LISTED) as usize;
                let found = self.named(&r.delivery_stream_name)?;
                let (tags, has_more) = found.administration.tags(r.exclusive_start_tag_key.as_deref(), limit);
                Ok(FirehoseResponse::Tags(tags, has_more))
            }
            R::PutRecord(r) => self.put_firehose_record(&r.delivery_stream_name, r.record),
            R::PutRecordBatch(r) => self.put_firehose_batch(&r.delivery_stream_name, r.records),
            R::StartDeliveryStreamEncryption(r) => self.start_delivery_stream_encryption(&r),
            R::StopDeliveryStreamEncryption(r) => self.switch_encryption(&r.delivery_stream_name, None),
            R::TagDeliveryStream(r) => {
                check_tags(&r.tags)?;
                let limit = LimitId::TagsPerDeliveryStream.value(self.profile);
                let found = self.named_mut(&r.delivery_stream_name)?;
                found.administration.tag(&r.delivery_stream_name, &r.tags, limit)?;
                Ok(FirehoseResponse::Done)
            }
            R::UntagDeliveryStream(r) => {
                self.named_mut(&r.delivery_stream_name)?.administration.untag(&r.tag_keys);
                Ok(FirehoseResponse::Done)
            }
            R::UpdateDestination(r) => self.update_destination(&r),
        }
    }

    fn check_firehose_rate(&mut self, operation: FirehoseOperation) -> Result<(), FirehoseError> {
        let now = self.now;
        let is_free = self.firehose_bucket(operation).is_none_or(|bucket| bucket.available(now) > 0);
        if is_free { Ok(()) } else { Err(FirehoseError::CallRate) }
    }

    fn count_firehose_call(&mut self, operation: FirehoseOperation) {
        if let Some(bucket) = self.firehose_bucket(operation) {
            bucket.take(1);
        }
    }

    fn firehose_bucket(&mut self, operation: FirehoseOperation) -> Option<&mut Bucket> {
        let now = self.now;
        let allowed = operation.rate()?.value(self.profile);
        self.account.has_call_rates.then_some(())?;
        Some(self.firehoses.calls.entry(operation).or_insert_with(|| Bucket::full(allowed, now)))
    }

    fn named(&self, name: &str) -> Result<&DeliveryStream, FirehoseError> {
        self.firehoses.find(name).ok_or_else(|| FirehoseError::NotFound { stream: name.to_owned() })
    }

    fn named_mut(&mut self, name: &str) -> Result<&mut DeliveryStream, FirehoseError> {
        let id = self.named(name)?.id;
        self.firehoses.get_mut(id).ok_or_else(|| FirehoseError::NotFound { stream: name.to_owned() })
    }

    /// The delivery stream of this name, which is ACTIVE: what changes need.
    fn settled(&self, name: &str) -> Result<&DeliveryStream, FirehoseError> {
        let found = self.named(name)?;
        match found.status {
            DeliveryStreamStatus::Active => Ok(found),
            status => Err(FirehoseError::Busy { stream: name.to_owned(), status }),
        }
    }

    fn create_delivery_stream(&mut self, request: &CreateDeliveryStream) -> Answer {
        let name = &request.delivery_stream_name;
        if self.firehoses.find(name).is_some() {
            return Err(FirehoseError::Exists { stream: name.clone() });
        }
        let names: Vec<_> = self.firehoses.iter().map(|stream| stream.name.clone()).collect();
        let limit = LimitId::DeliveryStreams.value(self.profile);
        if names.len() as u64 >= limit {
            return Err(FirehoseError::StreamQuota { limit, names });
        }
        if names.len() >= DELIVERY_STREAMS_MAX {
            return Err(FirehoseError::OwnBound { max: DELIVERY_STREAMS_MAX, quota: limit });
        }
        let plan = planning::create(request, &self.account, self.profile)?;
        if let SourcePlan::KinesisStream { stream } = &plan.source
            && self.streams.find(stream).is_none()
        {
            let account = self.account.id.clone();
            return Err(ArgumentFault::SourceStreamNotFound { stream: stream.clone(), account }.into());
        }
        self.check_destination(&plan.destination)?;
        plan.validate("delivery_stream", self.profile).map_err(FirehoseError::Plan)?;
        let key = match &request.delivery_stream_encryption_configuration_input {
            Some(_) if plan.source != SourcePlan::DirectPut => {
                return Err(ArgumentFault::EncryptionOfStreamSource.into());
            }
            Some(input) => Some(self.checked_key(input)?),
            None => None,
        };
        let tags = request.tags.as_deref().unwrap_or_default();
        check_tags(tags)?;
        let limit = LimitId::TagsPerDeliveryStream.value(self.profile);
        let mut administration = Administration::default();
        administration.tag(name, tags, limit)?;
        if let Some(key) = key {
            administration.begin_encrypted(key, self.now);
        }
        let id = self.add_firehose(&plan, false);
        if let Some(stream) = self.firehoses.get_mut(id) {
            stream.administration = administration;
        }
        Ok(FirehoseResponse::Created(self.account.delivery_stream_arn(name)))
    }

    fn check_destination(&self, destination: &DestinationPlan) -> Result<(), FirehoseError> {
        let Some(transformation) = &destination.transformation else {
            return Ok(());
        };
        match self.firehoses.function(&transformation.function) {
            Some(_) => Ok(()),
            None => {
                Err(ArgumentFault::FunctionNotFound { arn: self.account.function_arn(&transformation.function) }.into())
            }
        }
    }

    fn delete_delivery_stream(&mut self, name: &str) -> Answer {
        let found = self.named(name)?;
        match found.status {
            DeliveryStreamStatus::Deleting => {}
            DeliveryStreamStatus::Active => self.delete_firehose(found.id),
            status @ DeliveryStreamStatus::Creating => {
                return Err(FirehoseError::Busy { stream: name.to_owned(), status });
            }
        }
        Ok(FirehoseResponse::Done)
    }

    fn describe_delivery_stream(&self, name: &str) -> Answer {
        let stream = self.named(name)?;
        let (kind, source) = match &stream.source {
            SourcePlan::DirectPut => (DeliveryStreamType::DirectPut, None),
            SourcePlan::KinesisStream { stream: of } => {
                (DeliveryStreamType::KinesisStreamAsSource, Some((self.account.stream_arn(of), stream.created)))
            }
        };
        let encryption = stream.takes_puts().then(|| stream.administration.encryption(self.now));
        Ok(FirehoseResponse::Described(Box::new(Description {
            name: name.to_owned(),
            arn: self.account.delivery_stream_arn(name),
            status: stream.status,
            kind,
            version: stream.version,
            created: stream.created,
            updated: stream.updated,
            encryption,
            source,
            destination_type: DestinationType::of(&stream.destination.kind),
            destination: describing::destination(&stream.destination, &self.account, self.profile),
            role_arn: describing::role_arn(&self.account),
        })))
    }

    fn list_delivery_streams(&self, request: &ListDeliveryStreams) -> FirehoseResponse {
        let limit = request.limit.unwrap_or(STREAMS_LISTED) as usize;
        let start = request.exclusive_start_delivery_stream_name.as_ref();
        let is_wanted = |stream: &&DeliveryStream| match request.delivery_stream_type {
            None => true,
            Some(DeliveryStreamType::DirectPut) => stream.takes_puts(),
            Some(kind) => kind == DeliveryStreamType::KinesisStreamAsSource && !stream.takes_puts(),
        };
        let listed = self.firehoses.iter().filter(is_wanted).map(|stream| &stream.name);
        let mut names: Vec<_> = listed.filter(|name| start.is_none_or(|start| *name > start)).cloned().collect();
        names.sort_unstable();
        let has_more = names.len() > limit;
        names.truncate(limit);
        FirehoseResponse::Listed(names, has_more)
    }

    fn update_destination(&mut self, request: &UpdateDestination) -> Answer {
        let name = &request.delivery_stream_name;
        let stream = self.settled(name)?;
        let current = stream.version;
        if request.current_delivery_stream_version_id != current.to_string() {
            let given = request.current_delivery_stream_version_id.clone();
            return Err(FirehoseError::Version { stream: name.clone(), current, given });
        }
        let id = stream.id;
        let destination = planning::update(request, &stream.destination, &self.account, self.profile)?;
        self.check_destination(&destination)?;
        destination.validate("destination", self.profile).map_err(FirehoseError::Plan)?;
        self.set_firehose(id, destination);
        if let Some(stream) = self.firehoses.get_mut(id) {
            stream.minute.count(MetricName::UpdateDeliveryStreamRequests, 1);
        }
        Ok(FirehoseResponse::Done)
    }

    fn start_delivery_stream_encryption(&mut self, request: &StartEncryption) -> Answer {
        let default = EncryptionInput::default();
        let input = request.delivery_stream_encryption_configuration_input.as_ref().unwrap_or(&default);
        self.settled(&request.delivery_stream_name)?;
        let key = self.checked_key(input)?;
        self.switch_encryption(&request.delivery_stream_name, Some(key))
    }

    /// Encrypts from now on with a key, or no longer.
    fn switch_encryption(&mut self, name: &str, key: Option<(KeyType, Option<String>)>) -> Answer {
        let limit = LimitId::DeliveryStreamEncryptionChangesPerDay.value(self.profile);
        let (now, takes) = (self.now, self.account.update_stream);
        let stream = self.settled(name)?;
        if !stream.takes_puts() {
            return Err(ArgumentFault::EncryptionOfStreamSource.into());
        }
        stream.administration.may_switch(name, now, limit)?;
        self.named_mut(name)?.administration.switch(key, now, takes);
        Ok(FirehoseResponse::Done)
    }

    /// The key that a request chooses, which can be used.
    fn checked_key(&self, input: &EncryptionInput) -> Result<(KeyType, Option<String>), FirehoseError> {
        let arn = match (input.key_type, &input.key_arn) {
            (KeyType::AwsOwnedCmk, None) => return Ok((KeyType::AwsOwnedCmk, None)),
            (KeyType::AwsOwnedCmk, Some(_)) => return Err(ArgumentFault::KeyArnNotWanted.into()),
            (KeyType::CustomerManagedCmk, None) => return Err(ArgumentFault::KeyArnMissing.into()),
            (KeyType::CustomerManagedCmk, Some(arn)) => arn,
        };
        if arn.split(':').nth(3) != Some(&self.account.region) {
            return Err(ArgumentFault::KeyRegion.into());
        }
        self.check_firehose_key(arn)?;
        let limit = LimitId::DeliveryStreamsPerKey.value(self.profile);
        let using = self.firehoses.iter().filter(|stream| stream.administration.chosen_key() == Some(arn)).count();
        if using as u64 >= limit {
            return Err(FirehoseError::KeyQuota { key: arn.clone(), limit });
        }
        Ok((KeyType::CustomerManagedCmk, Some(arn.clone())))
    }

    pub(super) fn check_firehose_key(&self, arn: &str) -> Result<(), FirehoseError> {
        let key = || arn.to_owned();
        let fault = match self.keys.find(arn, self.now).map(|key| key.state) {
            Some(KeyState::Enabled) => return Ok(()),
            Some(KeyState::Disabled) => KmsFault::Disabled { key: key() },
            Some(KeyState::PendingDeletion { .. }) => KmsFault::InvalidState { key: key() },
            None => KmsFault::NotFound { key: key() },
        };
        Err(FirehoseError::Kms(fault))
    }

    /// The delivery stream into which records may be put, and whether they are encrypted there.
    fn open_to_puts(&mut self, name: &str) -> Result<(DeliveryStreamId, bool), FirehoseError> {
        let stream = self.named(name)?;
        if !stream.takes_puts() {
            return Err(ArgumentFault::PutToStreamSource.into());
        }
        if stream.status != DeliveryStreamStatus::Active {
            return Err(FirehoseError::NotActive { stream: name.to_owned() });
        }
        let (id, encrypted) = (stream.id, stream.administration.encrypts(self.now));
        if let Some(key) = stream.administration.customer_key(self.now)
            && let Err(refusal) = self.check_firehose_key(key)
        {
            if let Some(stream) = self.firehoses.get_mut(id) {
                stream.count_key_refusal(&refusal);
            }
            return Err(refusal);
        }
        Ok((id, encrypted))
    }

    fn put_firehose_record(&mut self, name: &str, record: Record) -> Answer {
        let (id, encrypted) = self.open_to_puts(name)?;
        let record_id = self.firehose_record_ids(id).next().unwrap_or_default();
        match self.put_to_firehose(id, FirehoseOperation::PutRecord, vec![record.data.0]) {
            Some(1) => Ok(FirehoseResponse::Put { record_id, encrypted }),
            _ => Err(FirehoseError::Throttled { stream: name.to_owned() }),
        }
    }

    fn put_firehose_batch(&mut self, name: &str, records: Vec<Record>) -> Answer {
        let bytes = Bytes(records.iter().map(|record| record.data.0.len() as u64).sum());
        let limit = Bytes(LimitId::FirehoseBatchBytes.value(self.profile));
        if bytes > limit {
            return Err(ArgumentFault::BatchBytes { bytes, limit }.into());
        }
        let (id, encrypted) = self.open_to_puts(name)?;
        let (ids, count) = (self.firehose_record_ids(id), records.len());
        let put = records.into_iter().map(|record| record.data.0).collect();
        let taken = self.put_to_firehose(id, FirehoseOperation::PutRecordBatch, put);
        let taken = taken.ok_or_else(|| FirehoseError::Throttled { stream: name.to_owned() })? as usize;
        let records = ids.take(count).enumerate().map(|(place, id)| (place < taken).then_some(id)).collect();
        Ok(FirehoseResponse::PutBatch { records, encrypted })
    }

    /// The ids of the records that a delivery stream takes next.
    fn firehose_record_ids(&self, id: DeliveryStreamId) -> impl Iterator<Item = String> + use<> {
        let seed = stream_seed(self.plan.seed, "firehose/records") ^ u64::from(id.0);
        let first = self.firehoses.get(id).map_or(0, |stream| stream.ledger.taken.records);
        (first..).map(move |ordinal| {
            let bits = (0..ID_DRAWS).map(move |part| draw(seed, ordinal * ID_DRAWS + part));
            let characters = bits.flat_map(u64::to_le_bytes);
            characters.map(|byte| char::from(ID_CHARACTERS[usize::from(byte % 64)])).collect()
        })
    }
}

/// Whether an operation changes nothing but how often it may be called.
const fn only_looks(operation: FirehoseOperation) -> bool {
    use FirehoseOperation as O;
    matches!(operation, O::DescribeDeliveryStream | O::ListDeliveryStreams | O::ListTagsForDeliveryStream)
}

/// Keys that begin with `aws:` are AWS's: documented. A key is there once: assumed.
fn check_tags(tags: &[Tag]) -> Result<(), FirehoseError> {
    for (place, Tag { key, .. }) in tags.iter().enumerate() {
        if key.to_lowercase().starts_with("aws:") {
            return Err(ArgumentFault::SystemTag { key: key.clone() }.into());
        }
        if tags[..place].iter().any(|other| other.key == *key) {
            return Err(ArgumentFault::TagTwice { key: key.clone() }.into());
        }
    }
    Ok(())
}
