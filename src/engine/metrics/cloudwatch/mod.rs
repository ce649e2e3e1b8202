//! CloudWatch, as far as it shows streams and delivery streams: metrics of the namespaces `AWS/Kinesis` and `AWS/Firehose`
//! by the minute, and the two requests that read them.
//!
//! Documented: stream-level and consumer-level metrics are there always, shard-level ones while enhanced monitoring is on
//! for them; all by the minute. A stream that is deleted and created again under its name continues the same metrics,
//! because they are known by names. Assumed: a minute can be read as soon as it is over, and has no data point when
//! nothing was to be counted.
//! Leaves out: other namespaces, custom metrics, alarms, percentiles, high resolution.
//!
//! The hot path counts in [`counters`]; [`Metrics::close_minute`] rolls them in.

pub mod api;
pub mod counters;
pub mod names;
mod query;
pub mod sample;
pub mod series;
#[cfg(test)]
mod tests;

use crate::engine::ids::{ShardId, StreamId};
use crate::engine::time::{Micros, SimTime};
use counters::{ConsumerMinute, ShardMinute, StreamMinute, StreamSum};
use names::{Enhanced, MetricName};
use sample::Sample;
use series::{KEPT, KEPT_OF_SHARD, Kept, Series, WIDTHS};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The minute in which counters are closed.
pub const MINUTE: Micros = WIDTHS[0];
const HOUR_WIDTH: usize = WIDTHS.len() - 1;

/// Whose metric it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension<'a> {
    /// A stream's.
    Stream(StreamId),
    /// A shard's.
    Shard(StreamId, ShardId),
    /// An enhanced fan-out consumer's, by name.
    Consumer(StreamId, &'a str),
}

/// A name among those that the store knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct NameId(u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Stream,
    Shard(ShardId),
    Consumer(NameId),
    Delivery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    stream: NameId,
    part: Part,
    metric: MetricName,
}

/// The metrics of the account in its Region.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    names: Vec<Rc<str>>,
    ids: BTreeMap<Rc<str>, NameId>,
    streams: BTreeMap<StreamId, NameId>,
    series: BTreeMap<Key, Series>,
    pruned_hour: u64,
}

impl Metrics {
    /// Makes a stream known under its name; to be called when it is created, before anything of it is added.
    pub fn add_stream(&mut self, stream: StreamId, name: &str) {
        let id = self.intern(name);
        self.streams.insert(stream, id);
    }

    /// Adds values of a metric at `now`.
    pub fn add(&mut self, now: SimTime, metric: MetricName, dimension: Dimension<'_>, sample: &Sample) {
        let (stream, part) = match dimension {
            Dimension::Stream(stream) => (stream, Part::Stream),
            Dimension::Shard(stream, shard) => (stream, Part::Shard(shard)),
            Dimension::Consumer(stream, name) => (stream, Part::Consumer(self.intern(name))),
        };
        let stream = self.stream(stream);
        self.add_to(Key { stream, part, metric }, now.slot(MINUTE), sample);
    }

    /// Adds values of a metric of the delivery stream called `name` in `minute`.
    pub fn add_delivery(&mut self, minute: u64, name: &str, metric: MetricName, sample: &Sample) {
        let stream = self.intern(name);
        self.add_to(Key { stream, part: Part::Delivery, metric }, minute, sample);
    }

    /// Rolls what a stream, its shards and its consumers counted in `minute` into the store, and begins their next one.
    /// Shards and consumers that exist no more are left out by the caller once their last minute was closed.
    pub fn close_minute<'a>(
        &mut self,
        minute: u64,
        stream: StreamId,
        enhanced: Enhanced,
        counters: &mut StreamMinute,
        shards: impl IntoIterator<Item = (ShardId, &'a mut ShardMinute)>,
        consumers: impl IntoIterator<Item = (&'a str, &'a mut ConsumerMinute)>,
    ) {
        let stream = self.stream(stream);
        let mut sum = StreamSum::default();
        for (shard, counters) in shards {
            let counters = std::mem::take(counters);
            sum.add(&counters);
            for (metric, sample) in counters.shard_samples(enhanced) {
                self.add_to(Key { stream, part: Part::Shard(shard), metric }, minute, &sample);
            }
        }
        for (name, counters) in consumers {
            let part = Part::Consumer(self.intern(name));
            for (metric, sample) in std::mem::take(counters).samples() {
                self.add_to(Key { stream, part, metric }, minute, &sample);
            }
        }
        for (metric, sample) in sum.with(&std::mem::take(counters)) {
            self.add_to(Key { stream, part: Part::Stream, metric }, minute, &sample);
        }
        self.prune(minute);
    }

    /// The values of a metric in slot number `slot` of one of [`WIDTHS`]; empty where there are none.
    pub fn slot(&self, metric: MetricName, dimension: Dimension<'_>, width: usize, slot: u64) -> Sample {
        let key = self.key(metric, dimension);
        key.and_then(|key| self.series.get(&key)).map_or_else(Sample::default, |series| series.slot(width, slot))
    }

    /// How many metrics are kept: what memory depends on.
    pub fn len(&self) -> usize {
        self.series.len()
    }

    /// Whether nothing was counted yet.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    fn key(&self, metric: MetricName, dimension: Dimension<'_>) -> Option<Key> {
        let (stream, part) = match dimension {
            Dimension::Stream(stream) => (stream, Part::Stream),
            Dimension::Shard(stream, shard) => (stream, Part::Shard(shard)),
            Dimension::Consumer(stream, name) => (stream, Part::Consumer(*self.ids.get(name)?)),
        };
        Some(Key { stream: *self.streams.get(&stream)?, part, metric })
    }

    fn stream(&self, stream: StreamId) -> NameId {
        *self.streams.get(&stream).expect("a stream is made known before anything of it is counted")
    }

    fn intern(&mut self, name: &str) -> NameId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let (id, name) = (NameId(self.names.len() as u32), Rc::<str>::from(name));
        self.names.push(Rc::clone(&name));
        self.ids.insert(name, id);
        id
    }

    fn add_to(&mut self, key: Key, minute: u64, sample: &Sample) {
        if !sample.is_empty() {
            self.series.entry(key).or_default().add(minute, sample, key.kept());
        }
    }

    /// Lets go of metrics whose last hour is not kept any more; looked for once an hour.
    fn prune(&mut self, minute: u64) {
        let hour = minute * MINUTE.0 / Micros::HOUR.0;
        if hour > self.pruned_hour {
            self.pruned_hour = hour;
            self.series.retain(|key, series| {
                series.newest_hour().is_some_and(|newest| newest >= key.kept().oldest(HOUR_WIDTH, hour))
            });
        }
    }
}

impl Key {
    const fn kept(&self) -> Kept {
        match self.part {
            Part::Shard(_) | Part::Delivery => KEPT_OF_SHARD,
            Part::Stream | Part::Consumer(_) => KEPT,
        }
    }
}
