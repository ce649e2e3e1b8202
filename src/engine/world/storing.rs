//! Stores come, change, fail and go, and what is in them is shown.

use super::World;
use crate::engine::error::{Rule, Violation};
use crate::engine::producer::aggregation::deaggregate;
use crate::engine::random::mix;
use crate::engine::settings::SettingId;
use crate::engine::store::command::StoreCommand;
use crate::engine::store::contents::StoredRun;
use crate::engine::store::{Store, StoreKind};
use crate::engine::stream::sequence::SequenceNumber;
use crate::engine::time::SimTime;
use crate::engine::validate::{STORES_MAX, check_store};
use crate::engine::world::reading::ReadBounds;
use std::ops::Range;

/// Aggregated records that are taken apart before it is seen whether these were enough.
const AGGREGATES_AT_ONCE: u64 = 32;

/// An item of a store, made again from the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// What it is found by: a table's key, the name of its object, the id of its document or row.
    pub key: String,
    /// When the store took it.
    pub stored: SimTime,
    /// When it arrived in the stream, as its shard remembers it.
    pub arrived: SimTime,
    /// Its shard.
    pub shard_id: String,
    /// Its record's number there.
    pub sequence_number: SequenceNumber,
    /// Its place in an aggregated record that was taken apart.
    pub sub_sequence_number: u32,
    /// Its partition key.
    pub partition_key: String,
    /// Its data.
    pub data: Vec<u8>,
    /// Whether its record had reached the store before.
    pub is_repeat: bool,
}

/// The newest items of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredItems {
    /// The items, newest write first.
    pub items: Vec<StoredItem>,
    /// Records among the newest that the stream does not hold any more, so that they cannot be made again.
    pub gone: u64,
    /// Whether the store has more than are shown here.
    pub has_more: bool,
}

impl World {
    /// Checks a command about stores against what there is.
    pub(super) fn check_storing(&self, command: &StoreCommand) -> Result<(), Violation> {
        match command {
            StoreCommand::Add(plan) => {
                check_store("store", plan, self.profile)?;
                if self.stores.iter().any(|known| known.name == plan.name) {
                    return Err(Violation::new("store.name", &plan.name, Rule::Unique));
                }
                if self.stores.len() < STORES_MAX {
                    return Ok(());
                }
                let rule = Rule::Between { min: 0.0, max: STORES_MAX as f64, unit: "stores".to_owned() };
                Err(Violation::new("stores", self.stores.len() + 1, rule))
            }
            StoreCommand::Set { store, kind } => {
                let known = self.store_called(store)?.kind();
                let is_same = std::mem::discriminant(&known) == std::mem::discriminant(kind);
                if is_same { kind.validate("kind.") } else { Err(Violation::new("kind", store, Rule::SameKind)) }
            }
            StoreCommand::SetSlow { store, factor } => {
                self.store_called(store)?;
                SettingId::SlowFactor.check("", u64::from(*factor))
            }
            StoreCommand::Remove { store }
            | StoreCommand::SetIdempotent { store, .. }
            | StoreCommand::SetOutage { store, .. } => self.store_called(store).map(|_| ()),
        }
    }

    /// The store of this name.
    pub(super) fn store_called(&self, name: &str) -> Result<&Store, Violation> {
        let known = || Rule::Known { known: self.stores.iter().map(|known| known.name.clone()).collect() };
        let found = self.stores.iter().find(|known| known.name == name);
        found.ok_or_else(|| Violation::new("store", name, known()))
    }

    /// Carries out a command about stores that was checked.
    pub(super) fn apply_storing(&mut self, command: StoreCommand) {
        let now = self.now;
        let mut on = |name: &str, change: &dyn Fn(&mut Store)| {
            self.stores.iter_mut().filter(|known| known.name == name).for_each(change);
        };
        match command {
            StoreCommand::Add(plan) => self.stores.push(Store::new(&plan, now)),
            StoreCommand::Remove { store } => self.stores.retain(|known| known.name != store),
            StoreCommand::Set { store, kind } => on(&store, &|found| found.set(kind, now)),
            StoreCommand::SetIdempotent { store, is_idempotent } => {
                on(&store, &|found| found.is_idempotent = is_idempotent);
            }
            StoreCommand::SetOutage { store, is_out } => on(&store, &|found| found.is_out = is_out),
            StoreCommand::SetSlow { store, factor } => on(&store, &|found| found.slow_factor = factor),
        }
    }

    /// The newest items of a store, at most `limit`, made again from the records of the stream. What an idempotent store
    /// has dropped because a consumer brought it again is left out.
    pub fn store_items(&self, store: &Store, limit: usize) -> StoredItems {
        let mut found = StoredItems::default();
        for run in store.contents.runs().iter().rev().filter(|run| !run.is_dropped) {
            // No more than are wanted are made: a run may be long, and a record may hold very many items.
            let step = if run.by.takes_apart { AGGREGATES_AT_ONCE } else { limit as u64 };
            let mut end = run.records.end;
            while end > run.records.start && found.items.len() < limit {
                let from = run.records.start.max(end.saturating_sub(step));
                self.make_items(store, run, from..end, limit, &mut found);
                end = from;
            }
        }
        found.has_more = (found.items.len() as u64) < store.totals.stored();
        found
    }

    /// Makes the items of some records of a run, newest first.
    fn make_items(&self, store: &Store, run: &StoredRun, records: Range<u64>, limit: usize, found: &mut StoredItems) {
        let stream = self.streams.get(run.by.stream);
        let Some((stream, shard)) = stream.and_then(|stream| Some((stream, stream.shard(run.by.shard)?))) else {
            found.gone += records.end - records.start;
            return;
        };
        let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: records.end };
        let (read, _) = self.read(stream, shard, records.start, &bounds);
        found.gone += (records.end - records.start).saturating_sub(read.records.len() as u64);
        let mut made = Vec::new();
        for record in read.records {
            let parts = if run.by.takes_apart { deaggregate(&record.data.0) } else { None };
            let parts: Vec<(String, Vec<u8>)> = match parts {
                Some(users) => {
                    users.into_iter().map(|user| (user.partition_key.to_owned(), user.data.to_vec())).collect()
                }
                None => vec![(record.partition_key, record.data.0.clone())],
            };
            for (sub_sequence_number, (partition_key, data)) in (0..).zip(parts) {
                made.push(StoredItem {
                    key: String::new(),
                    stored: run.at,
                    arrived: record.approximate_arrival_timestamp.to_sim_time(),
                    shard_id: shard.id.to_string(),
                    sequence_number: record.sequence_number,
                    sub_sequence_number,
                    partition_key,
                    data,
                    is_repeat: run.is_repeat,
                });
            }
        }
        let object = object_name(store, run, &stream.name);
        for mut item in made.into_iter().rev().take(limit - found.items.len()) {
            item.key = key_of(store, run, &object, &item);
            found.items.push(item);
        }
    }
}

/// The name of the object in which a run lies, below the hour in which it was written. An idempotent one is named after
/// its records, another one after nothing that comes again.
fn object_name(store: &Store, run: &StoredRun, stream: &str) -> String {
    let ((year, month, day), hour) = (run.at.date(), run.at.unix_seconds() / 3_600 % 24);
    let folder = format!("{}/{year}/{month:02}/{day:02}/{hour:02}", store.name);
    let shard = run.by.shard;
    if store.is_idempotent {
        format!("{folder}/{stream}-{shard}-{}-{}", run.records.start, run.records.end - 1)
    } else {
        format!("{folder}/{stream}-{shard}-{:016x}", mix(run.write))
    }
}

fn key_of(store: &Store, run: &StoredRun, object: &str, item: &StoredItem) -> String {
    let StoredItem { sequence_number, sub_sequence_number, .. } = item;
    let id = if store.is_idempotent {
        format!("{sequence_number}.{sub_sequence_number}")
    } else {
        format!("{:016x}", mix(mix(run.write) ^ sequence_number.index ^ (u64::from(*sub_sequence_number) << 48)))
    };
    match store.kind() {
        StoreKind::DynamoDb(_) => format!("{}#{id}", item.partition_key),
        StoreKind::S3(_) => object.to_owned(),
        StoreKind::Redshift(_) | StoreKind::Elasticsearch(_) => id,
    }
}
