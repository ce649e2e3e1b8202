//! Records: put them, point an iterator, get them.

use super::{Answer, parse_shard_id};
use crate::engine::api::choices::{EncryptionType, ShardIteratorType};
use crate::engine::api::error::{ApiError, ReadThrottle};
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{GetRecords, GetShardIterator, PutRecord, PutRecords, StreamReference, hash_key};
use crate::engine::api::response::{PutFault, Response};
use crate::engine::api::values::Timestamp;
use crate::engine::bucket::WINDOW;
use crate::engine::command::Stored;
use crate::engine::error::Throttle;
use crate::engine::hash::HashKey;
use crate::engine::ids::{Bytes, ShardId, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::metrics::cloudwatch::counters::PutRecordsFared;
use crate::engine::random::mix;
use crate::engine::stream::Stream;
use crate::engine::stream::batch::{Origin, Payload};
use crate::engine::stream::read_throttle::ReadRefusal;
use crate::engine::stream::sequence::SequenceNumber;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use crate::engine::world::World;
use crate::engine::world::reading::ReadBounds;
use crate::engine::world::token::{Token, TokenKind};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What became of each record of a request, in its order.
type PutResults = Vec<Result<Stored, Throttle>>;
/// How long a read takes. Assumed.
pub(in crate::engine::world) const READ_LATENCY: Micros = Micros::millis(5);

/// Where an iterator is asked to begin, as `GetShardIterator` and `SubscribeToShard` name it.
pub(super) struct Start<'a> {
    pub kind: ShardIteratorType,
    pub number: Option<&'a str>,
    pub timestamp: Option<Timestamp>,
}

impl World {
    pub(super) fn put_record(&mut self, request: PutRecord) -> Answer {
        let stream = self.find_serving(request.stream())?;
        let (id, name) = (stream.id, stream.name.clone());
        let (explicit, key) = (request.explicit_hash_key.as_deref(), request.partition_key.as_deref());
        let payload = payload(stream, None, explicit, key, request.data.0)?;
        if let Some(number) = request.sequence_number_for_ordering {
            // Observed: a shard beyond the greatest number, a negative one, is refused.
            let encoded = SequenceNumber::parse(&number).filter(|encoded| i32::try_from(encoded.shard.0).is_ok());
            let now_unix_s = Some(self.now.unix_seconds());
            if encoded.is_none_or(|encoded| encoded.stored_unix_s > now_unix_s) {
                return Err(ApiError::OrderingNumber { number, stream: name });
            }
        }
        if request.dry_run == Some(true) {
            return Err(ApiError::DryRun);
        }
        let encryption_type = stream.encryption.kind();
        let bytes = Bytes(payload.bytes());
        let (mut results, latency) = self.put(id, vec![payload])?;
        let result = results.remove(0);
        self.change(id).minute.put_record(result.is_ok().then_some(bytes), latency);
        match result {
            Ok(stored) => Ok(Response::PutRecord {
                shard_id: stored.shard,
                sequence_number: stored.sequence_number,
                encryption_type,
            }),
            Err(throttle) => Err(ApiError::WriteThrottled { throttle, stream: name }),
        }
    }

    pub(super) fn put_records(&mut self, request: PutRecords) -> Answer {
        let stream = self.find_serving(request.stream())?;
        let (id, name, encryption_type) = (stream.id, stream.name.clone(), stream.encryption.kind());
        let mut payloads = Vec::with_capacity(request.records.len());
        for (index, entry) in request.records.into_iter().enumerate() {
            let (explicit, key) = (entry.explicit_hash_key.as_deref(), entry.partition_key.as_deref());
            payloads.push(payload(stream, Some(index), explicit, key, entry.data.0)?);
        }
        let bytes = Bytes(payloads.iter().map(Payload::bytes).sum());
        let limit = Bytes(LimitId::PutRecordsBytes.value(self.profile));
        if bytes > limit {
            return Err(ApiError::RequestBytes { bytes, limit });
        }
        if request.dry_run == Some(true) {
            return Err(ApiError::DryRun);
        }
        let sizes: Vec<u64> = payloads.iter().map(Payload::bytes).collect();
        let (results, latency) = self.put(id, payloads)?;
        let stored = || results.iter().zip(&sizes).filter(|(result, _)| result.is_ok());
        let successful = stored().count() as u64;
        let fared = PutRecordsFared {
            bytes: Bytes(stored().map(|(_, bytes)| *bytes).sum()),
            successful,
            failed: 0,
            throttled: results.len() as u64 - successful,
            latency,
        };
        self.change(id).minute.put_records(&fared);
        let records = results.into_iter().map(|result| result.map_err(PutFault::Throttled)).collect();
        Ok(Response::PutRecords { stream: name, records, encryption_type })
    }

    /// The stream that a request names, as long as records can be put into it. Observed: while it is CREATING or DELETING
    /// it is not found.
    fn find_serving(&self, reference: StreamReference<'_>) -> Result<&Stream, ApiError> {
        let stream = self.find(reference)?;
        if stream.serves() { Ok(stream) } else { Err(ApiError::StreamNotFound { stream: stream.name.clone() }) }
    }

    /// Offers the records of one request to their shards and stores those that are admitted.
    fn put(&mut self, id: StreamId, payloads: Vec<Payload>) -> Result<(PutResults, Micros), ApiError> {
        let now = self.now;
        let latency = self.admit_put(id)?;
        let stream = self.streams.get_mut(id).expect("found above");
        let mut admission = std::mem::take(&mut stream.admission);
        let layout = Rc::clone(&stream.layout);
        admission.begin(layout.len(), self.profile);
        let mut taken = Vec::with_capacity(payloads.len());
        for (ordinal, payload) in (0..).zip(&payloads) {
            let place = layout.find(payload.hash_key);
            let shards = (&*layout, &mut stream.shards[..]);
            taken.push((place, admission.offer(shards, now, place, payload.bytes(), ordinal)));
        }
        let mut causes = BTreeMap::new();
        let mut touched = Vec::new();
        for (place, lane) in admission.lanes() {
            let fared = lane.share();
            let shard_id = layout.shard(place);
            let profile = self.profile;
            let target = &mut self.change(id).shards[shard_id.0 as usize];
            target.book(now, &fared);
            if !target.subscriptions.is_empty() && fared.accepted.0 > 0 {
                touched.push(shard_id);
            }
            if fared.refused.0 > 0 {
                causes.insert(place, target.throttle_cause(id, now, &fared, profile));
            }
            self.note_refusal(id, shard_id, &fared);
        }
        let stream = self.change(id);
        stream.moved.put += admission.usage();
        stream.admission = admission;
        stream.note_put(latency);
        let mut results = Vec::with_capacity(payloads.len());
        for ((place, is_taken), payload) in taken.into_iter().zip(payloads) {
            let shard_id = layout.shard(place);
            if !is_taken {
                results.push(Err(causes.get(&place).expect("a shard that refused has a cause").clone()));
                continue;
            }
            let bytes = payload.bytes();
            let put = payload.hash_key.0 as u64 ^ bytes;
            let shard = &mut self.change(id).shards[shard_id.0 as usize];
            let sequence_number = shard.store(now, 1, Bytes(bytes), Origin::Put(Rc::new(payload)));
            self.trace.note(Step::Stored, [now.0, u64::from(shard_id.0), sequence_number.index, put]);
            results.push(Ok(Stored { shard: shard_id, sequence_number }));
        }
        for shard in touched {
            self.arm_pushes(id, shard);
        }
        Ok((results, latency.whole))
    }

    pub(super) fn get_shard_iterator(&mut self, request: &GetShardIterator) -> Answer {
        let name = self.name_of(request.stream())?;
        let asked = &request.shard_id;
        let id = parse_shard_id(asked)
            .ok_or_else(|| ApiError::ShardNotFound { shard: asked.clone(), stream: name.clone() })?;
        let not_found = || ApiError::ShardToReadNotFound { shard: id.to_string(), stream: name.clone() };
        let stream = match self.find(request.stream()) {
            Err(ApiError::StreamNotFound { .. }) => return Err(not_found()),
            found => found?,
        };
        let shard = stream.shard(id).ok_or_else(not_found)?;
        let start = Start {
            kind: request.shard_iterator_type,
            number: request.starting_sequence_number.as_deref(),
            timestamp: request.timestamp,
        };
        let index = self.start_index(stream, shard, &start)?;
        let stream_id = stream.id;
        if request.dry_run == Some(true) {
            return Err(ApiError::DryRun);
        }
        let (now, has_call_rates) = (self.now, self.account.has_call_rates);
        let shard = &mut self.change(stream_id).shards[id.0 as usize];
        if has_call_rates && let Err(refusal) = shard.read_throttle.admit_iterator(now) {
            return Err(self.read_throttled(Operation::GetShardIterator, name, id, refusal));
        }
        Ok(Response::GetShardIterator { shard_iterator: self.iterator(stream_id, &name, id, index) })
    }

    fn iterator(&self, stream: StreamId, name: &str, shard: ShardId, index: u64) -> String {
        let (kind, issued, name) = (TokenKind::Iterator, self.now, name.to_owned());
        Token { kind, issued, stream, shard, index, name }.encode()
    }

    fn read_throttled(&self, operation: Operation, stream: String, shard: ShardId, refusal: ReadRefusal) -> ApiError {
        let ReadRefusal { limit, again_in } = refusal;
        let allowed = limit.value(self.profile);
        let (at, again_at) = (self.now, self.now + again_in);
        ApiError::ReadThrottled(ReadThrottle { operation, limit, stream, shard, at, window: WINDOW, allowed, again_at })
    }

    /// The index of the first record that an iterator or a subscription with this start reads.
    pub(super) fn start_index(&self, stream: &Stream, shard: &Shard, start: &Start<'_>) -> Result<u64, ApiError> {
        use ShardIteratorType as Kind;
        match (start.kind, start.number) {
            (Kind::TrimHorizon | Kind::Latest | Kind::AtTimestamp, Some(_)) => {
                Err(ApiError::SequenceNumberNotWanted { iterator_type: start.kind })
            }
            (Kind::TrimHorizon, None) => Ok(stream.horizon_index(shard, self.now)),
            (Kind::Latest, None) => Ok(shard.next_index()),
            (Kind::AtTimestamp, None) => {
                let timestamp = start.timestamp.ok_or(ApiError::TimestampMissing)?;
                let now = Timestamp::from(self.now);
                if timestamp > now {
                    return Err(ApiError::TimestampInFuture { timestamp, now });
                }
                let first = shard.log().first_since(timestamp.to_sim_time()).unwrap_or(shard.next_index());
                Ok(first.max(stream.horizon_index(shard, self.now)))
            }
            (Kind::AtSequenceNumber | Kind::AfterSequenceNumber, None) => {
                Err(ApiError::SequenceNumberMissing { iterator_type: start.kind })
            }
            (kind, Some(number)) => {
                let index = number_index(stream, shard, number)?;
                let index = if kind == Kind::AfterSequenceNumber { index.saturating_add(1) } else { index };
                Ok(if shard.is_open() { index } else { index.min(shard.next_index()) })
            }
        }
    }

    pub(super) fn get_records(&mut self, request: &GetRecords) -> Answer {
        let token = Token::decode(TokenKind::Iterator, &request.shard_iterator).ok_or(ApiError::MalformedIterator)?;
        if token.issued > self.now {
            return Err(ApiError::MalformedIterator);
        }
        let tolerated = Micros::seconds(LimitId::IteratorLifetime.value(self.profile));
        if self.now.since(token.issued) > tolerated {
            return Err(ApiError::IteratorExpired { created: token.issued, now: self.now, tolerated });
        }
        let reference =
            StreamReference { name: None, arn: request.stream_arn.as_deref(), id: request.stream_id.as_deref() };
        if reference != StreamReference::default() && self.find(reference)?.id != token.stream {
            return Err(ApiError::IteratorOfOtherStream);
        }
        let Token { stream: stream_id, shard: id, name, .. } = token;
        let not_found = || ApiError::ShardToReadNotFound { shard: id.to_string(), stream: name.clone() };
        let stream = self.streams.get(stream_id).ok_or_else(not_found)?;
        stream.shard(id).ok_or_else(not_found)?;
        if request.dry_run == Some(true) {
            return Err(ApiError::DryRun);
        }
        let (now, has_call_rates) = (self.now, self.account.has_call_rates);
        let shard = &mut self.change(stream_id).shards[id.0 as usize];
        if let Err(refusal) = shard.read_throttle.admit_read(now, has_call_rates) {
            self.book_refused_read(stream_id, id);
            return Err(self.read_throttled(Operation::GetRecords, name, id, refusal));
        }
        self.read_answer((stream_id, id), &name, (token.index, token.issued), request.limit)
    }

    /// Reads records, books what was read and points the next iterator.
    fn read_answer(
        &mut self,
        (id, shard): (StreamId, ShardId),
        name: &str,
        (from, issued): (u64, SimTime),
        limit: Option<u32>,
    ) -> Answer {
        let most = LimitId::GetRecordsRecords.value(self.profile) as u32;
        let bounds = ReadBounds {
            records: limit.unwrap_or(most) as usize,
            bytes: LimitId::GetRecordsBytes.value(self.profile),
            until_index: u64::MAX,
        };
        let stream = self.streams.get(id).expect("found above");
        let (read, cursor) = self.read(stream, &stream.shards[shard.0 as usize], from, &bounds);
        self.admit_decryption(id, shard, (from, read.next_index))?;
        self.keep_cursor(cursor);
        let now = self.now;
        let age = match read.records.last() {
            Some(last) => now.since(last.approximate_arrival_timestamp.to_sim_time()),
            None => Micros(0),
        };
        let records = read.next_index - read.records.len() as u64..read.next_index;
        self.book_read(id, shard, records, Bytes(read.bytes), age);
        let lifetime = Micros::seconds(LimitId::IteratorLifetime.value(self.profile));
        let found = &mut self.change(id).shards[shard.0 as usize];
        found.polling.note((from, issued), read.next_index, now, lifetime);
        let stream = self.streams.get(id).expect("found above");
        let found = &stream.shards[shard.0 as usize];
        let is_at_end = !found.is_open() && read.next_index >= found.next_index();
        Ok(Response::GetRecords {
            millis_behind_latest: self.behind(found, read.next_index).0 / 1_000,
            next_shard_iterator: (!is_at_end).then(|| self.iterator(id, name, shard, read.next_index)),
            child_shards: is_at_end.then(|| World::child_shards(stream, found)),
            records: read.records,
        })
    }
}

/// The index that a sequence number of this shard encodes.
fn number_index(stream: &Stream, shard: &Shard, number: &str) -> Result<u64, ApiError> {
    let invalid = |is_of_other_stream| ApiError::SequenceNumberInvalid {
        number: number.to_owned(),
        shard: shard.id,
        stream: stream.name.clone(),
        is_of_other_stream,
    };
    let encoded = SequenceNumber::parse(number).ok_or_else(|| invalid(false))?;
    if encoded.shard != shard.id {
        return Err(ApiError::SequenceNumberOfOtherShard { encoded: encoded.shard, shard: shard.id });
    }
    // Assumed: a number of an older layout came from another stream. AWS was seen to fail at the oldest, with status 500.
    let is_own = encoded.created_unix_s == shard.numbered_from.unix_seconds();
    encoded.index.filter(|_| is_own).ok_or_else(|| invalid(true))
}

/// What a record to be put carries, checked against the stream.
fn payload(
    stream: &Stream,
    index: Option<usize>,
    explicit: Option<&str>,
    partition_key: Option<&str>,
    data: Vec<u8>,
) -> Result<Payload, ApiError> {
    let is_auto = stream.layout.is_spread;
    if partition_key.is_none() && !is_auto {
        return Err(ApiError::PartitionKeyMissing { index });
    }
    let hash = hash_key(explicit, partition_key)
        .ok_or_else(|| ApiError::HashKeyTooLarge { hash_key: explicit.unwrap_or_default().to_owned() })?;
    let payload = Payload {
        partition_key: partition_key.unwrap_or_default().to_owned(),
        hash_key: if is_auto { spread(stream, index) } else { hash },
        data,
    };
    let limit = stream.record_bytes_max;
    if Bytes(payload.bytes()) > limit {
        let (data, key) = (Bytes(payload.data.len() as u64), Bytes(payload.partition_key.len() as u64));
        return Err(ApiError::RecordBytes { index, data, key, limit });
    }
    Ok(payload)
}

/// Where a stream that distributes records by itself puts the next one: evenly over the hash space. Assumed.
fn spread(stream: &Stream, index: Option<usize>) -> HashKey {
    let stored: u64 = stream.shards.iter().map(Shard::next_index).sum();
    HashKey(u128::from(mix(stored.wrapping_add(index.unwrap_or(0) as u64))) << 64)
}

impl Payload {
    /// What it counts: data and partition key.
    pub const fn bytes(&self) -> u64 {
        (self.data.len() + self.partition_key.len()) as u64
    }
}

impl crate::engine::stream::encryption::Encryption {
    /// Whether records are encrypted now.
    pub const fn kind(&self) -> EncryptionType {
        if self.key_id.is_some() { EncryptionType::Kms } else { EncryptionType::None }
    }
}
