//! The runs of a sweep of buffering hints, as the view of Firehose shows them, and how they go on: a little at a time.

use crate::engine::firehose::plan::BufferingHints;
use crate::engine::firehose::{Condition, DeliveryStream};
use crate::engine::plan::Plan;
use crate::engine::time::Micros;
use crate::engine::world::World;
use crate::scenario::hint_sweep::{HintRow, HintSweep};
use serde::{Deserialize, Serialize};

/// How long runs go on before other things are looked at again, in milliseconds.
const SLICE_MS: f64 = 12.0;
/// How much simulated time a run is asked for at once at first, and at most.
const CHUNK: Micros = Micros::millis(100);
const CHUNK_MAX: Micros = Micros::seconds(30);

/// What the runs have come to so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepFrame {
    /// The hints that were in force when they began.
    pub present: BufferingHints,
    /// What was measured.
    pub rows: Vec<HintRow>,
    /// How much of all is done, in thousandths.
    pub progress: u32,
    /// Whether they go on.
    pub is_running: bool,
    /// Whether anything else than the hints is different since they began.
    pub is_stale: bool,
}

/// The runs under way, or what they came to.
#[derive(Debug)]
pub(super) struct Sweeping {
    mark: Mark,
    frame: SweepFrame,
    /// Nothing once they have ended.
    sweep: Option<Box<HintSweep>>,
    chunk: Micros,
}

/// By what it is noticed that what was measured does not hold any more.
#[derive(Debug, PartialEq)]
struct Mark {
    delivery_stream: String,
    plan: Plan,
    condition: Condition,
}

impl Mark {
    fn of(world: &World, stream: &DeliveryStream) -> Self {
        let mut plan = world.present_plan();
        if let Some(planned) = plan.delivery_streams.iter_mut().find(|planned| planned.name == stream.name) {
            planned.destination.buffering = None;
        }
        Self { delivery_stream: stream.name.clone(), plan, condition: stream.condition }
    }
}

impl Sweeping {
    /// Begins with a delivery stream, if there is one of that name.
    pub(super) fn begin(world: &World, delivery_stream: &str) -> Option<Self> {
        let stream = world.firehoses().find(delivery_stream)?;
        let present = stream.hints(crate::engine::firehose::lane::Route::Destination, world.profile());
        Some(Self {
            mark: Mark::of(world, stream),
            frame: SweepFrame { present, rows: Vec::new(), progress: 0, is_running: true, is_stale: false },
            sweep: Some(Box::new(HintSweep::of(world, delivery_stream)?)),
            chunk: CHUNK,
        })
    }

    /// What is shown of it beside this delivery stream, if it is about it.
    pub(super) fn frame(&self, world: &World, stream: &DeliveryStream) -> Option<SweepFrame> {
        if stream.name != self.mark.delivery_stream {
            return None;
        }
        Some(SweepFrame { is_stale: Mark::of(world, stream) != self.mark, ..self.frame.clone() })
    }

    /// Ends it; what was measured stays.
    pub(super) fn stop(&mut self) {
        self.sweep = None;
        self.frame.is_running = false;
    }

    pub(super) const fn is_running(&self) -> bool {
        self.frame.is_running
    }

    /// Goes on for a slice of wall time.
    pub(super) fn go_on(&mut self, clock: &mut dyn FnMut() -> f64) {
        let Some(sweep) = &mut self.sweep else { return };
        let start = clock();
        let mut wall = start;
        let mut is_more = true;
        while is_more && wall - start < SLICE_MS {
            is_more = sweep.advance(self.chunk);
            let took_ms = clock() - wall;
            wall += took_ms;
            if took_ms < 2.0 {
                self.chunk = (self.chunk * 2).min(CHUNK_MAX);
            } else if took_ms > 6.0 {
                self.chunk = Micros((self.chunk.0 / 2).max(CHUNK.0));
            }
        }
        self.frame.rows = sweep.rows().to_vec();
        self.frame.progress = sweep.progress();
        if !is_more {
            self.stop();
        }
    }
}
