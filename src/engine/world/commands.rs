//! Commands: checked, written to the journal, applied.

use super::World;
use crate::engine::command::{Command, JournalEntry, Outcome, PutEntry, Stored};
use crate::engine::error::{Rejection, Rule, Throttle, Violation};
use crate::engine::hash::HashKey;
use crate::engine::ids::{Bytes, ProducerId};
use crate::engine::producer::keys::{KeySource, KeyTable};
use crate::engine::producer::traffic::KeyModel;
use crate::engine::stream::batch::{Origin, Payload};
use crate::engine::trace::Step;
use crate::engine::validate::check_put_records;
use std::collections::BTreeMap;
use std::rc::Rc;

impl World {
    /// Validates a command, writes it to the journal and applies it at the present instant.
    pub fn execute(&mut self, command: Command) -> Result<Outcome, Rejection> {
        let checked = self.check(&command).map_err(Rejection::Invalid)?;
        self.trace.note(Step::Command, [self.now.0, self.journal.len() as u64, 0, 0]);
        let result = match (&command, checked) {
            (Command::PutRecord(entry), Checked::Hashes(hashes)) => {
                let stored = self.put(std::slice::from_ref(entry), &hashes).remove(0);
                stored.map(Outcome::Stored).map_err(Rejection::Throttled)
            }
            (Command::PutRecords(entries), Checked::Hashes(hashes)) => Ok(Outcome::Entries(self.put(entries, &hashes))),
            (Command::SetTraffic { traffic, .. }, Checked::Producer(id, keys)) => {
                self.producers[usize::from(id.0)].set_traffic(traffic.clone(), keys, self.now);
                self.schedule_arrival(id);
                Ok(Outcome::Changed)
            }
            (Command::SetLimitsProfile(profile), _) => {
                self.profile = *profile;
                self.stream.shards.iter_mut().for_each(|shard| shard.set_profile(*profile));
                Ok(Outcome::Changed)
            }
            _ => unreachable!("each command has its own kind of check"),
        };
        self.journal.push(JournalEntry { at: self.now, command });
        result
    }

    fn check(&self, command: &Command) -> Result<Checked, Violation> {
        match command {
            Command::PutRecord(entry) => Ok(Checked::Hashes(vec![entry.validate(self.profile)?])),
            Command::PutRecords(entries) => Ok(Checked::Hashes(check_put_records(entries, self.profile)?)),
            Command::SetTraffic { producer, traffic } => {
                traffic.validate(self.profile)?;
                let known = || self.producers.iter().map(|known| known.name.clone()).collect();
                let found = self.producers.iter().find(|known| known.name == *producer);
                let found =
                    found.ok_or_else(|| Violation::new("producer", producer, Rule::Known { known: known() }))?;
                let keys = if found.traffic.keys == traffic.keys {
                    Rc::clone(found.recipe().keys())
                } else {
                    self.key_table(&traffic.keys)?
                };
                Ok(Checked::Producer(found.id, keys))
            }
            Command::SetLimitsProfile(_) => Ok(Checked::Nothing),
        }
    }

    fn put(&mut self, entries: &[PutEntry], hashes: &[HashKey]) -> Vec<Result<Stored, Throttle>> {
        let mut admission = std::mem::take(&mut self.stream.admission);
        admission.begin(self.stream.shards.len(), self.profile);
        let mut taken = Vec::with_capacity(entries.len());
        for (ordinal, (entry, hash)) in (0..).zip(entries.iter().zip(hashes)) {
            let place = self.stream.owners.find(*hash);
            taken.push((place, admission.offer(&mut self.stream.shards, self.now, place, entry.bytes(), ordinal)));
        }
        let mut causes = BTreeMap::new();
        for (place, lane) in admission.lanes() {
            let share = lane.share();
            self.stream.shards[place].book(self.now, &share);
            if share.refused.0 > 0 {
                causes.insert(place as u32, self.stream.shards[place].throttle_cause(self.now, &share, self.profile));
            }
            self.note_refusal(place, &share);
        }
        self.stream.admission = admission;
        let mut results = Vec::with_capacity(entries.len());
        for ((place, is_taken), (entry, hash)) in taken.into_iter().zip(entries.iter().zip(hashes)) {
            let shard = &mut self.stream.shards[place as usize];
            if !is_taken {
                results.push(Err(causes.get(&place).expect("a shard that refused has a cause").clone()));
                continue;
            }
            let payload =
                Payload { partition_key: entry.partition_key.clone(), hash_key: *hash, data: entry.data.clone() };
            let sequence_number = shard.store(self.now, 1, Bytes(entry.bytes()), Origin::Put(Rc::new(payload)));
            let put = hash.0 as u64 ^ entry.bytes();
            self.trace.note(Step::Stored, [self.now.0, u64::from(place), sequence_number.index, put]);
            results.push(Ok(Stored { shard: shard.id, sequence_number }));
        }
        results
    }

    pub(super) fn key_table(&self, model: &KeyModel) -> Result<Rc<KeyTable>, Violation> {
        let source = match model {
            KeyModel::File { file, .. } => Some(self.source(file)?),
            _ => None,
        };
        Ok(Rc::new(KeyTable::new(model, &self.stream.owners, source)))
    }

    /// The source called `file`, which has records to draw from.
    fn source(&self, file: &str) -> Result<Rc<dyn KeySource>, Violation> {
        let known = || Rule::Known { known: self.sources.keys().cloned().collect() };
        let source = self.sources.get(file);
        let source = source.ok_or_else(|| Violation::new("keys.file", file, known()))?;
        let has_records = (0..source.keys()).any(|index| source.records(index) > 0)
            || source.tail().iter().any(|(_, records)| *records > 0);
        if has_records { Ok(Rc::clone(source)) } else { Err(Violation::new("keys.file", file, Rule::NotEmpty)) }
    }

    /// Adds a source of keys; traffic that follows it already keeps the one it had.
    pub fn add_key_source(&mut self, file: String, source: Rc<dyn KeySource>) {
        self.sources.insert(file, source);
    }
}

/// What checking a command found out.
enum Checked {
    Nothing,
    Hashes(Vec<HashKey>),
    Producer(ProducerId, Rc<KeyTable>),
}
