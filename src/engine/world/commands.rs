//! Commands: checked, written to the journal, applied.

use super::World;
use super::happenings::Target;
use crate::engine::account::Account;
use crate::engine::api::Request;
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::response::Response;
use crate::engine::command::{Command, JournalEntry, Outcome};
use crate::engine::error::{Rejection, Rule, Violation};
use crate::engine::hash::HashRange;
use crate::engine::ids::{ProducerId, ShardId};
use crate::engine::kms::api::{KmsError, KmsRequest, KmsResponse};
use crate::engine::limits::Profile;
use crate::engine::producer::agent::records::Lines;
use crate::engine::producer::keys::{KeySource, KeyTable};
use crate::engine::producer::lines::LineSource;
use crate::engine::producer::sizes::Sizes;
use crate::engine::producer::template::Template;
use crate::engine::producer::traffic::{KeyModel, Traffic};
use crate::engine::producer::{Content, Producer, ProducerKind};
use crate::engine::stream::Stream;
use crate::engine::stream::layout::Layout;
use crate::engine::stream::replication::{Zone, ZoneState};
use crate::engine::trace::Step;
use std::rc::Rc;

impl World {
    /// Checks a command, writes it to the journal and applies it at the present instant.
    pub fn execute(&mut self, command: Command) -> Result<Outcome, Rejection> {
        self.settle_instant();
        match command {
            Command::Request(request) => self.request(*request).map(Outcome::Answered).map_err(Rejection::Refused),
            Command::SetTraffic { ref producer, ref traffic } => {
                let (id, content) = self.check_traffic(producer, traffic).map_err(Rejection::Invalid)?;
                let traffic = traffic.clone();
                self.write_down(command);
                self.producers[usize::from(id.0)].set_traffic(traffic, content, self.now);
                self.schedule_arrival(id);
                Ok(Outcome::Changed)
            }
            Command::Producer(ref change) => {
                self.check_producing(change).map_err(Rejection::Invalid)?;
                let change = change.clone();
                self.write_down(command);
                self.apply_producing(change);
                Ok(Outcome::Changed)
            }
            Command::SetLimitsProfile(profile) => {
                self.check_profile(profile).map_err(Rejection::Invalid)?;
                self.write_down(command);
                self.set_profile(profile);
                Ok(Outcome::Changed)
            }
            Command::Firehose(request) => Ok(Outcome::Firehose(self.firehose(*request)?)),
            Command::Kms(request) => Ok(Outcome::Kms(self.manage_keys(request)?)),
            Command::SetKmsFault(fault) => {
                self.write_down(command);
                self.keys.set_fault(fault);
                Ok(Outcome::Changed)
            }
            Command::SetZone { zone, state } => {
                self.write_down(command);
                self.set_zone(zone, state);
                Ok(Outcome::Changed)
            }
            Command::Rebuild(ref blueprint) => {
                blueprint.validate(self.profile).map_err(Rejection::Invalid)?;
                if let Some(old) = self.streams.find(&blueprint.stream_name).map(|old| old.id) {
                    self.remove_stream(old);
                }
                let stream = blueprint.build(self.streams.next_id(), self.profile, self.now);
                self.write_down(command);
                self.add_stream(stream);
                Ok(Outcome::Changed)
            }
            Command::Consumer(ref change) => {
                self.check_consuming(change).map_err(Rejection::Invalid)?;
                let change = change.clone();
                self.write_down(command);
                self.apply_consuming(change);
                Ok(Outcome::Changed)
            }
            Command::Store(ref change) => {
                self.check_storing(change).map_err(Rejection::Invalid)?;
                let change = change.clone();
                self.write_down(command);
                self.apply_storing(change);
                Ok(Outcome::Changed)
            }
            Command::Delivery(ref change) => {
                self.check_delivering(change).map_err(Rejection::Invalid)?;
                let change = change.clone();
                self.write_down(command);
                self.apply_delivering(change);
                Ok(Outcome::Changed)
            }
            Command::Configure(ref account) => {
                account.validate().map_err(Rejection::Invalid)?;
                let account: Account = account.clone();
                self.write_down(command);
                self.keys.set_account(&account);
                self.account = account;
                self.firehoses.set_quotas(self.profile, &self.account.region, self.now);
                Ok(Outcome::Changed)
            }
        }
    }

    /// Answers a request of the API. What changes the world is written to the journal.
    pub fn request(&mut self, request: Request) -> Result<Response, ApiError> {
        self.settle_instant();
        let is_journalled = self.journal.is_some() && !request.only_looks();
        let written = is_journalled.then(|| Command::from(request.clone()));
        let result = self.answer(request);
        let has_mark = result.as_ref().err().is_none_or(leaves_a_mark);
        if let Some(command) = written.filter(|_| has_mark) {
            self.write_down(command);
        }
        result
    }

    /// What an earlier command of this instant brought about happens before the next one, as it does in a replay.
    pub(super) fn settle_instant(&mut self) {
        self.advance_to(self.now);
    }

    /// Answers a request of key management. What changes the keys is written to the journal.
    pub fn manage_keys(&mut self, request: KmsRequest) -> Result<KmsResponse, KmsError> {
        self.settle_instant();
        let only_looks = self.keys.only_looks(&request, self.now);
        let answer = self.keys.execute(&request, self.now)?;
        if !only_looks {
            self.write_down(Command::Kms(request));
        }
        Ok(answer)
    }

    pub(super) fn write_down(&mut self, command: Command) {
        if let Some(journal) = &mut self.journal {
            self.trace.note(Step::Command, [self.now.0, journal.len() as u64, 0, 0]);
            journal.push(JournalEntry { at: self.now, command });
        }
    }

    /// What holds for records, shards and calls is that of `profile` from now on; what was set before stays as it is.
    fn set_profile(&mut self, profile: Profile) {
        let now = self.now;
        self.profile = profile;
        self.firehoses.set_quotas(profile, &self.account.region, now);
        let shards = self.streams.iter_mut().flat_map(|stream| &mut stream.shards);
        shards.for_each(|shard| shard.set_profile(profile, now));
        self.renew_all_hints();
    }

    /// A stream is there, ACTIVE, with all that follows.
    fn add_stream(&mut self, stream: Stream) {
        let (id, name) = (stream.id, stream.name.clone());
        self.metrics.add_stream(id, &name);
        self.streams.add(stream);
        self.copy_new_shards(id);
        self.update_rates(id);
        self.retarget(&name, Some(id));
        self.schedule_review(id);
    }

    /// A zone does otherwise; the copies of every shard follow.
    fn set_zone(&mut self, zone: Zone, state: ZoneState) {
        let now = self.now;
        let Some(change) = self.zones.set(zone, state, now) else {
            return;
        };
        for shard in self.streams.iter_mut().flat_map(|stream| &mut stream.shards) {
            let acknowledged = shard.acknowledged();
            shard.copies.follow(&self.zones, zone, change, acknowledged, now);
        }
    }

    fn check_traffic(&self, producer: &str, traffic: &Traffic) -> Result<(ProducerId, Content), Violation> {
        traffic.validate(self.profile)?;
        let found = self.producer_called(producer)?;
        Ok((found.id, self.content(traffic, &found.kind(), &found.target, Some(found))?))
    }

    /// What the records of such traffic are made of, for the stream to which they go; `known` has made others before.
    pub(super) fn content(
        &self,
        traffic: &Traffic,
        kind: &ProducerKind,
        target: &Target,
        known: Option<&Producer>,
    ) -> Result<Content, Violation> {
        let same = known.filter(|known| known.traffic.keys == traffic.keys).map(|known| known.recipe().traffic_keys());
        let keys = match same {
            Some(keys) => Rc::clone(keys),
            None => self.key_table(&traffic.keys, target)?,
        };
        let lines = match &traffic.template {
            Some(Template::Lines { file }) => Some(self.line_source(file)?),
            _ => None,
        };
        let sizes = Sizes::new(traffic, lines);
        match kind {
            ProducerKind::Agent(settings) => {
                let lines = Some(Rc::new(Lines::new(settings, keys)));
                Ok(Content { keys: self.key_table(&KeyModel::FreshId, target)?, sizes, lines })
            }
            ProducerKind::Sdk | ProducerKind::Api(_) | ProducerKind::Kpl(_) => Ok(Content { keys, sizes, lines: None }),
        }
    }

    /// The keys of `model` for the stream to which they go; while there is none, as if it had one shard.
    pub(super) fn key_table(&self, model: &KeyModel, target: &Target) -> Result<Rc<KeyTable>, Violation> {
        let source = match model {
            KeyModel::File { file, .. } => Some(self.source(file)?),
            _ => None,
        };
        let stream = target.id.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves());
        let layout = stream.map_or_else(
            || Rc::new(Layout::new(0, vec![(ShardId(0), HashRange::FULL)])),
            |stream| Rc::clone(&stream.layout),
        );
        Ok(Rc::new(KeyTable::new(model, &layout, source)))
    }

    /// The source called `file`, which has records to draw from.
    fn source(&self, file: &str) -> Result<Rc<dyn KeySource>, Violation> {
        let known = || Rule::Known { known: self.sources.keys.keys().cloned().collect() };
        let source = self.sources.keys.get(file);
        let source = source.ok_or_else(|| Violation::new("keys.file", file, known()))?;
        let has_records = (0..source.keys()).any(|index| source.records(index) > 0)
            || source.tail().iter().any(|(_, records)| *records > 0);
        if has_records { Ok(Rc::clone(source)) } else { Err(Violation::new("keys.file", file, Rule::NotEmpty)) }
    }

    /// Adds a source of keys; traffic that follows it already keeps the one it had.
    pub fn add_key_source(&mut self, file: String, source: Rc<dyn KeySource>) {
        self.sources.keys.insert(file, source);
    }

    /// The lines of the file called `file`, of which there are some.
    fn line_source(&self, file: &str) -> Result<Rc<dyn LineSource>, Violation> {
        let known = || Rule::Known { known: self.sources.lines.keys().cloned().collect() };
        let source = self.sources.lines.get(file);
        let source = source.ok_or_else(|| Violation::new("template.lines.file", file, known()))?;
        let has_lines = source.lines() > 0;
        if has_lines { Ok(Rc::clone(source)) } else { Err(Violation::new("template.lines.file", file, Rule::NotEmpty)) }
    }

    /// Adds a source of lines; traffic that has them already keeps those it had.
    pub fn add_line_source(&mut self, file: String, source: Rc<dyn LineSource>) {
        self.sources.lines.insert(file, source);
    }
}

/// Whether a refusal is counted somewhere, as throttled requests are in a shard's history, and failed ones by CloudWatch.
/// What was refused otherwise has changed nothing.
const fn leaves_a_mark(refusal: &ApiError) -> bool {
    matches!(
        refusal,
        ApiError::WriteThrottled { .. }
            | ApiError::ReadThrottled(_)
            | ApiError::Kms(_)
            | ApiError::ZonesUnavailable { .. }
            | ApiError::SubscribedRecently { .. }
            | ApiError::CallRate { operation: Operation::SubscribeToShard, .. }
    )
}
