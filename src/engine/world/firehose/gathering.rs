//! Records gather for delivery: by where they go and, with dynamic partitioning, by what they hold.
//!
//! Documented: at most 500 partitions are active; what finds no room goes below the error prefix; the order of the steps.

use super::FirehoseTask;
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::format::columns;
use crate::engine::firehose::format::splitting::split;
use crate::engine::firehose::lane::{LaneId, Route, Tank};
use crate::engine::firehose::plan::{Backup, Conversion, DestinationKind};
use crate::engine::firehose::run::{FaultKind, Member, Partitions, Run};
use crate::engine::firehose::sample::FirehoseSample;
use crate::engine::limits::LimitId;
use crate::engine::metrics::cloudwatch::names::MetricName as M;
use crate::engine::world::World;
use litemap::LiteMap;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Records in which columns are looked for that nobody named. Assumed.
const CRAWLED: usize = 100;
/// What a query for a partition key takes for a record; nothing waits for it. Assumed.
const QUERY_MICROS: u64 = 20;

impl World {
    /// Records have come through the function, or need none: they gather for the destination.
    pub(super) fn gather_here(&mut self, stream: &mut DeliveryStream, lane: LaneId, mut runs: Vec<Run>) {
        if let Some(delimiter) = &stream.delimiter {
            for run in &mut runs {
                run.steps.delimiter = Some(Rc::clone(delimiter));
                run.amount.bytes += run.amount.records * delimiter.len() as u64;
            }
        }
        if !stream.destination.is_bucket() && stream.destination.backup == Backup::All {
            self.copy_for_backup(stream, lane, &runs);
        }
        match stream.partitions.clone() {
            None => self.gather_for(stream, lane, Route::Destination, runs),
            Some(partitions) => {
                for run in runs {
                    self.gather_in_partitions(stream, lane, &run, &partitions);
                }
            }
        }
    }

    /// Takes records apart that hold several; what cannot be taken apart goes its own way.
    pub(super) fn take_apart(&mut self, stream: &mut DeliveryStream, lane: LaneId, runs: Vec<Run>) -> Vec<Run> {
        let Some(splitting) = stream.splitting.clone() else {
            return runs;
        };
        let (mut apart, mut failed) = (Vec::new(), Vec::new());
        for run in runs {
            let (mut whole, mut parts, mut not) = (Amount::default(), Amount::default(), Amount::default());
            self.each_raw(&run.source, true, &mut |bytes, data| {
                if let Some(found) = split(&splitting, data) {
                    whole += Amount::one(bytes);
                    parts += found.iter().map(|part| Amount::one(part.len() as u64)).sum();
                } else {
                    not += Amount::one(bytes);
                }
                ControlFlow::Continue(())
            });
            stream.ledger.split += whole;
            stream.ledger.parts += parts;
            for (amount, went_well) in [(parts, true), (not, false)] {
                if !amount.is_empty() {
                    let mut part = Run { amount, ..run.clone() };
                    part.steps.parts = Some((Rc::clone(&splitting), went_well));
                    if went_well { &mut apart } else { &mut failed }.push(part);
                }
            }
        }
        let failed = failed.into_iter().map(|run| run.failed(FaultKind::Parts, 1, self.now)).collect();
        self.gather_for(stream, lane, Route::ProcessingFailed, failed);
        apart
    }

    fn gather_in_partitions(
        &mut self,
        stream: &mut DeliveryStream,
        lane: LaneId,
        run: &Run,
        partitions: &Rc<Partitions>,
    ) {
        let mut amounts: LiteMap<Option<Rc<[String]>>, Amount> = LiteMap::new();
        self.each_of(run, &mut |raw, data| {
            let amount = Amount { records: 1, raw_bytes: raw.len() as u64, bytes: data.len() as u64 };
            *amounts.entry(partitions.values_of(run.steps.function.as_ref(), raw, data)).or_default() += amount;
            ControlFlow::Continue(())
        });
        let most = LimitId::FirehoseActivePartitions.value(self.profile);
        let queries = run.amount.records * partitions.plan.keys.len() as u64;
        stream.minute.count_some(M::JqProcessingDuration, QUERY_MICROS * queries);
        for (values, amount) in amounts {
            let mut part = Run { amount, ..run.clone() };
            part.steps.partition = Some(Member { partitions: Rc::clone(partitions), values: values.clone() });
            let has_room = values.as_ref().is_some_and(|values| {
                (stream.active_partitions() as u64) < most
                    || stream.lanes.get(&lane).is_some_and(|lane| lane.has_partition(values))
            });
            match &values {
                Some(_) if !has_room => stream.totals.partitions_exceeded += amount.records,
                Some(values) => *stream.minute.partitions.entry(Rc::clone(values)).or_default() += amount.bytes,
                None => {}
            }
            let route = match (&values, has_room) {
                (None, _) => Route::ProcessingFailed,
                (Some(_), false) => Route::PartitionsExceeded,
                (Some(_), true) => Route::Destination,
            };
            let part = match route {
                Route::ProcessingFailed => part.failed(FaultKind::PartitionKey, 1, self.now),
                Route::PartitionsExceeded => part.failed(FaultKind::Partitions, 1, self.now),
                _ => part,
            };
            self.gather_for(stream, lane, route, vec![part]);
        }
    }

    /// Copies of records gather for the backup.
    pub(super) fn copy_for_backup(&mut self, stream: &mut DeliveryStream, lane: LaneId, runs: &[Run]) {
        stream.copies.taken += runs.iter().map(|run| run.amount).sum::<Amount>();
        self.gather_for(stream, lane, Route::Backup, runs.to_vec());
    }

    /// Records gather for a route; what is due goes.
    pub(super) fn gather_for(&mut self, stream: &mut DeliveryStream, id: LaneId, route: Route, runs: Vec<Run>) {
        let now = self.now;
        if route != Route::Destination && route != Route::Backup {
            let failed = runs.iter().map(|run| run.amount.records).sum();
            stream.history.add(now, &FirehoseSample { failed, ..FirehoseSample::default() });
        }
        for run in runs {
            let partition = run.steps.partition.as_ref().and_then(|member| member.values.clone());
            let partition = partition.filter(|_| route == Route::Destination);
            let make = stream.buffer(route, self.profile);
            let Some(lane) = stream.lanes.get_mut(&id) else {
                return;
            };
            let tank_id = lane.tank(route, partition.as_ref(), || make);
            if let Some(tank) = lane.tanks.get_mut(&tank_id)
                && let Some(at) = tank.buffer.push(run, now)
            {
                let task = FirehoseTask::TankDue { lane: id, tank: tank_id, filling: tank.buffer.filling };
                self.queue.schedule(at, super::Event::Firehose { stream: stream.id, task });
            }
            self.deliver_if_due(stream, (id, tank_id));
        }
    }

    /// Divides what is converted from what cannot be; the latter goes its own way.
    pub(super) fn convert(&mut self, stream: &mut DeliveryStream, lane: LaneId, runs: Vec<Run>) -> Vec<Run> {
        let Some(conversion) = self.conversion_of(stream, &runs) else {
            return runs;
        };
        let (converted, failed) = self.divide(
            runs,
            |data| columns::check(data, &conversion.columns).is_ok(),
            |run, went_well| {
                run.steps.conversion = Some((Rc::clone(&conversion), went_well));
            },
        );
        let sum = |runs: &[Run]| runs.iter().map(|run| run.amount).sum::<Amount>();
        let (done, not_done) = (sum(&converted), sum(&failed));
        stream.totals.converted += done.records;
        stream.totals.not_converted += not_done.records;
        stream.minute.count_some(M::SucceedConversionRecords, done.records);
        stream.minute.count_some(M::SucceedConversionBytes, done.bytes);
        stream.minute.count_some(M::FailedConversionRecords, not_done.records);
        stream.minute.count_some(M::FailedConversionBytes, not_done.bytes);
        let failed = failed.into_iter().map(|run| run.failed(FaultKind::Conversion, 1, self.now)).collect();
        self.gather_for(stream, lane, Route::ConversionFailed, failed);
        converted
    }

    /// Divides what a search domain takes from what it refuses; the latter goes its own way.
    pub(super) fn check_documents(&mut self, stream: &mut DeliveryStream, lane: LaneId, runs: Vec<Run>) -> Vec<Run> {
        let kind = &stream.destination.kind;
        if !matches!(kind, DestinationKind::Elasticsearch { .. } | DestinationKind::OpenSearch { .. }) {
            return runs;
        }
        let is_document = |data: &[u8]| crate::engine::firehose::format::json::object(data).is_some();
        let (documents, refused) = self.divide(runs, is_document, |run, is_document| {
            run.steps.is_document = Some(is_document);
        });
        let refused = refused.into_iter().map(|run| run.failed(FaultKind::Document, 1, self.now)).collect();
        self.gather_for(stream, lane, Route::DeliveryFailed, refused);
        documents
    }

    /// Divides runs by a test of their records.
    fn divide(
        &self,
        runs: Vec<Run>,
        test: impl Fn(&[u8]) -> bool,
        mark: impl Fn(&mut Run, bool),
    ) -> (Vec<Run>, Vec<Run>) {
        let (mut passing, mut others) = (Vec::new(), Vec::new());
        for run in runs {
            let (mut pass, mut other) = (Amount::default(), Amount::default());
            self.each_of(&run, &mut |raw, data| {
                let amount = Amount { records: 1, raw_bytes: raw.len() as u64, bytes: data.len() as u64 };
                *if test(data) { &mut pass } else { &mut other } += amount;
                ControlFlow::Continue(())
            });
            for (amount, passes) in [(pass, true), (other, false)] {
                if !amount.is_empty() {
                    let mut part = Run { amount, ..run.clone() };
                    mark(&mut part, passes);
                    if passes { &mut passing } else { &mut others }.push(part);
                }
            }
        }
        (passing, others)
    }

    /// The conversion with its columns; where nobody named any, those that a crawler would find in these records.
    fn conversion_of(&self, stream: &mut DeliveryStream, runs: &[Run]) -> Option<Rc<Conversion>> {
        let plan = stream.destination.conversion.as_ref()?;
        if stream.conversion.is_none() {
            let mut records: Vec<Vec<u8>> = Vec::new();
            for run in runs {
                self.each_record(run, &mut |data| {
                    records.push(data.to_vec());
                    if records.len() < CRAWLED { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
                });
            }
            let columns = columns::infer(&records);
            stream.conversion = Some(Rc::new(Conversion { columns, ..plan.clone() }));
        }
        stream.conversion.clone()
    }
}

impl crate::engine::firehose::lane::Lane {
    fn has_partition(&self, values: &Rc<[String]>) -> bool {
        let is_same = |tank: &Tank| tank.route == Route::Destination && tank.partition.as_ref() == Some(values);
        self.tanks.values().any(is_same)
    }
}
