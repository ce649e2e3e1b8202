//! What is in a run: its records, made again from their source and the steps that they have come through.

use crate::engine::firehose::format::columns::check;
use crate::engine::firehose::format::function::{Transformed, apply, outcome_of_size};
use crate::engine::firehose::format::json;
use crate::engine::firehose::format::splitting::split;
use crate::engine::firehose::run::{Home, Run, Source, Steps};
use crate::engine::hash::HashRange;
use crate::engine::producer::Producer;
use crate::engine::producer::aggregation::deaggregate;
use crate::engine::stream::batch::{Batch, Origin, Payload};
use crate::engine::world::World;
use crate::engine::world::reading::Visitor;
use std::ops::{ControlFlow, Range};

/// Who is shown records as they came: their size, and their data where these are wanted. Whoever breaks has seen enough.
pub(in crate::engine) type Look<'a> = dyn FnMut(u64, &[u8]) -> ControlFlow<()> + 'a;

/// Who is shown records, each as it came and as it is now. Whoever breaks has seen enough.
pub type LookAtBoth<'a> = dyn FnMut(&[u8], &[u8]) -> ControlFlow<()> + 'a;

/// Shows the user records of a shard's records.
struct Users<'a, 'b> {
    home: Home,
    wanted: Range<u64>,
    with_data: bool,
    is_enough: bool,
    look: &'a mut Look<'b>,
}

impl World {
    /// Shows the records of a source as they came, in order; without their data, which then are empty, if nobody wants them.
    pub(in crate::engine) fn each_raw(&self, source: &Source, with_data: bool, look: &mut Look<'_>) {
        match source {
            Source::Put(data) => {
                let _enough = look(data.len() as u64, data);
            }
            Source::Generated { producer, ordinals, listed } => {
                let producer = &self.producers[usize::from(producer.0)];
                let mut show = |ordinal: u64| show(producer, ordinal, HashRange::FULL, with_data, look);
                let _enough = match listed {
                    Some(listed) => listed.iter().try_for_each(|ordinal| show(*ordinal)),
                    None => ordinals.clone().try_for_each(show),
                };
            }
            Source::Stream { home, batch, records } => {
                let mut users = Users { home: *home, wanted: records.clone(), with_data, is_enough: false, look };
                match &batch.origin {
                    Origin::Put(payload) => users.take_put(batch, payload),
                    origin => {
                        self.visit_parts(*home, batch, origin.parts(), &mut users);
                    }
                }
            }
        }
    }

    /// Shows the data of a run's records as they are now.
    pub fn each_record(&self, run: &Run, look: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) {
        self.each_of(run, &mut |_, data| look(data));
    }

    /// Shows the records of a run as the function is given them: as they came, or taken apart.
    pub(in crate::engine) fn each_given(&self, run: &Run, with_data: bool, look: &mut Look<'_>) {
        let Some((splitting, went_well)) = &run.steps.parts else {
            return self.each_raw(&run.source, with_data, look);
        };
        self.each_raw(&run.source, true, &mut |bytes, raw| match split(splitting, raw) {
            Some(parts) if *went_well => parts.into_iter().try_for_each(|part| look(part.len() as u64, part)),
            None if !*went_well => look(bytes, raw),
            _ => ControlFlow::Continue(()),
        });
    }

    /// Shows a run's records, each as it came (or was in what came) and as it is now.
    pub fn each_of(&self, run: &Run, look: &mut LookAtBoth<'_>) {
        let mut number = run.steps.function.as_ref().map_or(0, |applied| applied.first);
        self.each_given(run, true, &mut |_, raw| {
            let ordinal = number;
            number += 1;
            run.steps.of(ordinal, raw).map_or(ControlFlow::Continue(()), |data| look(raw, &data))
        });
    }
}

impl Steps {
    /// What became of a record that came like this; nothing where it is not one of those meant.
    fn of(&self, number: u64, raw: &[u8]) -> Option<Vec<u8>> {
        let mut data = match &self.function {
            None => raw.to_vec(),
            Some(applied) => match (apply(&applied.function.kind, number, raw), applied.is_failed) {
                (Transformed::Ok(data), false) => data,
                (Transformed::ProcessingFailed, true) => raw.to_vec(),
                _ => return None,
            },
        };
        if let Some(delimiter) = &self.delimiter {
            data.extend_from_slice(delimiter.as_bytes());
        }
        let belongs = self
            .partition
            .as_ref()
            .is_none_or(|member| member.values == member.partitions.values_of(self.function.as_ref(), raw, &data));
        let fares =
            self.conversion.as_ref().is_none_or(|(to, went_well)| check(&data, &to.columns).is_ok() == *went_well);
        let is_like = self.is_document.is_none_or(|is_document| json::object(&data).is_some() == is_document);
        (belongs && fares && is_like).then_some(data)
    }
}

/// What a function makes of a record, by its size alone where that is enough.
pub(super) fn outcome(
    kind: &crate::engine::firehose::plan::FunctionKind,
    number: u64,
    bytes: u64,
    data: &[u8],
) -> Transformed<u64> {
    outcome_of_size(kind, number, bytes).unwrap_or_else(|| match apply(kind, number, data) {
        Transformed::Ok(data) => Transformed::Ok(data.len() as u64),
        Transformed::Dropped => Transformed::Dropped,
        Transformed::ProcessingFailed => Transformed::ProcessingFailed,
    })
}

fn show(producer: &Producer, ordinal: u64, range: HashRange, with_data: bool, look: &mut Look<'_>) -> ControlFlow<()> {
    if with_data {
        let key = producer.partition_key(ordinal, range);
        let data = producer.data(ordinal, &key);
        return look(data.len() as u64, &data);
    }
    let made = producer.make(producer.recipe_of(ordinal), ordinal);
    look(made.bytes - u64::from(made.key.length), &[])
}

impl Visitor for Users<'_, '_> {
    fn next_index(&self) -> u64 {
        self.wanted.start
    }

    fn is_full(&self) -> bool {
        self.is_enough || self.wanted.is_empty()
    }

    fn take_put(&mut self, batch: &Batch, payload: &Payload) {
        self.wanted.start = batch.first_index + 1;
        let shown = match deaggregate(&payload.data) {
            Some(users) => users.iter().try_for_each(|user| (self.look)(user.data.len() as u64, user.data)),
            None => (self.look)(payload.data.len() as u64, &payload.data),
        };
        self.is_enough = shown.is_break();
    }

    fn take(&mut self, _: &Batch, index: u64, producer: &Producer, users: &[u64]) -> bool {
        self.wanted.start = index + 1;
        let range = self.home.range;
        let shown = users.iter().try_for_each(|ordinal| show(producer, *ordinal, range, self.with_data, self.look));
        self.is_enough = shown.is_break();
        true
    }
}
