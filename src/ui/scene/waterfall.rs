//! A record's life as bars one below the other: where it was for how long, and why.

use crate::engine::stream::replication::PutLatency;
use crate::engine::time::{Micros, SimTime};
use crate::worker::pipeline::lives::{LifeFrame, StepName};

/// A part of a life.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Where the record was.
    pub stage: Stage,
    /// Since when.
    pub from: SimTime,
    /// For how long; `None`: still.
    pub length: Option<Micros>,
}

/// Where a record is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// With its producer, until its first request goes.
    Buffered,
    /// In a request that was refused or failed; which attempt, and with what exception.
    Refused(u32, Option<String>),
    /// With its producer, until another attempt.
    WaitsAgain,
    /// In a request that was stored; which attempt.
    Stored(u32, PutLatency),
    /// Stored, while its producer waits for an answer that does not come.
    Unanswered,
    /// In the stream, until this consumer reads it; once more, if so many times before.
    InStream(String, u32),
    /// With this consumer, until it is processed.
    Processing(String),
    /// On its way to this consumer's store.
    Delivering(String),
}

impl Stage {
    /// The looks of its bar.
    pub const fn looks(&self) -> &'static str {
        match self {
            Self::Buffered | Self::WaitsAgain | Self::Unanswered => "bar-waits",
            Self::Refused(..) => "bar-refused",
            Self::Stored(..) => "bar-stored",
            Self::InStream(..) => "bar-stream",
            Self::Processing(_) => "bar-processing",
            Self::Delivering(_) => "bar-delivering",
        }
    }
}

/// A life in bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The bars, in the order of their beginnings.
    pub bars: Vec<Bar>,
    /// When the record was made.
    pub from: SimTime,
    /// From its making to the last that happened.
    pub whole: Micros,
}

impl Waterfall {
    /// The bars of a life.
    pub fn of(life: &LifeFrame) -> Self {
        let from = life.steps.first().map_or(SimTime::ZERO, |step| step.at);
        let mut bars = producer_bars(life);
        bars.extend(consumer_bars(life));
        bars.sort_by_key(|bar| bar.from);
        let end = |bar: &Bar| bar.from + bar.length.unwrap_or(Micros(0));
        let last = bars.iter().map(end).max().unwrap_or(from).max(life.steps.last().map_or(from, |step| step.at));
        Self { bars, from, whole: last.since(from) }
    }

    /// A bar's left edge and width in hundredths of the whole.
    pub fn reach(&self, bar: &Bar) -> (f64, f64) {
        let whole = self.whole.0.max(1) as f64;
        let left = bar.from.since(self.from).0 as f64 / whole * 100.0;
        let width = bar.length.map_or(100.0 - left, |length| length.0 as f64 / whole * 100.0);
        (left, width)
    }
}

/// Where the record was until the stream had it.
fn producer_bars(life: &LifeFrame) -> Vec<Bar> {
    let (mut bars, mut attempts): (Vec<Bar>, u32) = (Vec::new(), 0);
    let mut since = None;
    for step in &life.steps {
        match &step.what {
            StepName::Made => since = Some((step.at, Stage::Buffered)),
            StepName::Sent => {
                if let Some((from, stage)) = since.take() {
                    bars.push(Bar { stage, from, length: Some(step.at.since(from)) });
                }
                attempts += 1;
            }
            StepName::Refused | StepName::Failed(_) => {
                let exception = match &step.what {
                    StepName::Failed(exception) => Some(exception.clone()),
                    _ => None,
                };
                let stage = Stage::Refused(attempts, exception);
                bars.push(Bar { stage, from: step.at, length: Some(Micros(0)) });
                since = Some((step.at, Stage::WaitsAgain));
            }
            StepName::Stored(latency) => {
                let stage = Stage::Stored(attempts, *latency);
                bars.push(Bar { stage, from: step.at, length: Some(latency.whole) });
                since = Some((step.at, Stage::Unanswered));
            }
            StepName::Read(_) | StepName::Processed(_) | StepName::Delivered(_) => {}
        }
    }
    // Whether an answer came is seen by whether it was sent again.
    let open = since.filter(|(_, stage)| *stage != Stage::Unanswered);
    bars.extend(open.map(|(from, stage)| Bar { stage, from, length: None }));
    bars
}

/// Where the record was with each consumer that has read it.
fn consumer_bars(life: &LifeFrame) -> Vec<Bar> {
    let stored = life.steps.iter().find(|step| matches!(step.what, StepName::Stored(_))).map(|step| step.at);
    let Some(stored) = stored else { return Vec::new() };
    let mut names: Vec<&str> = Vec::new();
    for step in &life.steps {
        if let StepName::Read(name) = &step.what
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    }
    names.into_iter().flat_map(|name| bars_of(life, name, stored)).collect()
}

fn bars_of(life: &LifeFrame, consumer: &str, stored: SimTime) -> Vec<Bar> {
    let (mut bars, mut reads): (Vec<Bar>, u32) = (Vec::new(), 0);
    let mut since: Option<(SimTime, Stage)> = None;
    let mut in_stream = Some(stored);
    for step in &life.steps {
        let (name, next) = match &step.what {
            StepName::Read(name) => (name, Stage::Processing(consumer.to_owned())),
            StepName::Processed(name) | StepName::Delivered(name) => (name, Stage::Delivering(consumer.to_owned())),
            _ => continue,
        };
        if name != consumer {
            continue;
        }
        let before = since.take();
        if let (StepName::Read(_), Some(from)) = (&step.what, in_stream.take().or(before.as_ref().map(|(at, _)| *at))) {
            let stage = Stage::InStream(consumer.to_owned(), reads);
            bars.push(Bar { stage, from, length: Some(step.at.since(from)) });
            reads += 1;
            since = Some((step.at, next));
            continue;
        }
        if let Some((from, stage)) = before {
            bars.push(Bar { stage, from, length: Some(step.at.since(from)) });
        }
        since = (!matches!(step.what, StepName::Delivered(_))).then_some((step.at, next));
    }
    // After processing it may be that there is no store.
    let open = since.filter(|(_, stage)| matches!(stage, Stage::Processing(_)));
    bars.extend(open.map(|(from, stage)| Bar { stage, from, length: None }));
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::pipeline::lives::StepFrame;

    fn life(steps: &[(u64, StepName)]) -> LifeFrame {
        let steps = steps.iter().map(|(at, what)| StepFrame { at: SimTime(*at), what: what.clone() });
        let (producer, steps) = ("web".to_owned(), steps.collect());
        LifeFrame { number: 0, producer, ordinal: 7, key: None, stored: None, steps }
    }

    fn stored(whole: u64) -> StepName {
        StepName::Stored(PutLatency { zones: [None; 3], whole: Micros(whole) })
    }

    fn name() -> String {
        "billing".to_owned()
    }

    #[test]
    fn a_life_is_told_from_buffer_to_store() {
        let steps = [
            (0, StepName::Made),
            (100, StepName::Sent),
            (100, StepName::Refused),
            (300, StepName::Sent),
            (300, stored(20)),
            (1_000, StepName::Read(name())),
            (1_400, StepName::Processed(name())),
            (1_500, StepName::Delivered(name())),
        ];
        let waterfall = Waterfall::of(&life(&steps));
        let told: Vec<_> =
            waterfall.bars.iter().map(|bar| (bar.stage.looks(), bar.from.0, bar.length.unwrap().0)).collect();
        let expected = [
            ("bar-waits", 0, 100),
            ("bar-refused", 100, 0),
            ("bar-waits", 100, 200),
            ("bar-stored", 300, 20),
            ("bar-stream", 300, 700),
            ("bar-processing", 1_000, 400),
            ("bar-delivering", 1_400, 100),
        ];
        assert_eq!(told, expected);
        assert_eq!(waterfall.whole, Micros(1_500));
        assert_eq!(waterfall.reach(&waterfall.bars[4]), (20.0, 700.0 / 15.0));
    }

    #[test]
    fn what_is_not_over_reaches_to_the_end_and_a_second_read_is_told() {
        let steps = [
            (0, StepName::Made),
            (0, StepName::Sent),
            (0, stored(10)),
            (50, StepName::Read(name())),
            (100, StepName::Processed(name())),
            (200, StepName::Read(name())),
        ];
        let waterfall = Waterfall::of(&life(&steps));
        let last = waterfall.bars.last().unwrap();
        assert_eq!((last.stage.clone(), last.length), (Stage::Processing(name()), None));
        let again = waterfall.bars.iter().find(|bar| bar.stage == Stage::InStream(name(), 1)).unwrap();
        assert_eq!((again.from.0, again.length), (100, Some(Micros(100))));
        let never = Waterfall::of(&life(&[(0, StepName::Made)]));
        assert_eq!((never.bars.len(), never.bars[0].length), (1, None));
    }
}
