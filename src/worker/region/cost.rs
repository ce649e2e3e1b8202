//! What the account's streams cost: the bill so far, the next hour, and the next hour paid for in the other mode.

use crate::engine::cost::prices::{PriceId, PricingMode};
use crate::engine::cost::{self, Line};
use crate::engine::metrics::cloudwatch::MINUTE;
use crate::engine::stream::Stream;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// The cost of the account's streams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CostFrame {
    /// Since the beginning, streams that are gone included.
    pub so_far: Vec<Line>,
    /// An hour like the last full minute.
    pub per_hour: Vec<Line>,
    /// How many streams that is.
    pub streams: u32,
    /// The stream in view: an hour in its mode and in the other one, once it has a full minute to go by.
    pub modes: Option<[ModeCost; 2]>,
}

/// What a stream costs in a mode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModeCost {
    /// The mode.
    pub mode: PricingMode,
    /// An hour like the last full minute.
    pub per_hour: Vec<Line>,
}

/// Whether a stream is there for a whole minute of CloudWatch's, so that an hour can be reckoned from it. From less, what
/// is paid for by time would stand beside too little of what is paid for by traffic, and the wrong mode would look cheap.
fn has_full_minute(stream: &Stream, world: &World) -> bool {
    world.now().slot(MINUTE) > stream.created.0.div_ceil(MINUTE.0)
}

impl CostFrame {
    /// The cost now.
    pub fn of(world: &World, stream: Option<&Stream>) -> Self {
        let mut per_hour: Vec<Line> = Vec::new();
        for line in world.streams().iter().flat_map(|stream| world.cost_per_hour(stream, None)) {
            match per_hour.iter_mut().find(|sum| sum.price == line.price) {
                Some(sum) => *sum = Line::of(line.price, sum.used + line.used),
                None => per_hour.push(line),
            }
        }
        let modes = stream.filter(|stream| has_full_minute(stream, world)).map(|stream| {
            let mode = stream.meter.rates().mode;
            let other = match mode {
                PricingMode::Provisioned => PricingMode::OnDemandStandard,
                PricingMode::OnDemandStandard | PricingMode::OnDemandAdvantage => PricingMode::Provisioned,
            };
            [mode, other].map(|mode| ModeCost { mode, per_hour: world.cost_per_hour(stream, Some(mode)) })
        });
        let streams = world.streams().iter().count() as u32;
        Self { so_far: world.bill(None), per_hour, streams, modes }
    }

    /// The prices that have a line, in their order, each with its line so far and that of the next hour.
    pub fn lines(&self) -> Vec<(PriceId, Line, Line)> {
        let mut prices: Vec<PriceId> = self.so_far.iter().chain(&self.per_hour).map(|line| line.price).collect();
        prices.sort_unstable();
        prices.dedup();
        let find = |lines: &[Line], price| {
            lines.iter().find(|line| line.price == price).copied().unwrap_or_else(|| Line::of(price, 0))
        };
        prices.into_iter().map(|price| (price, find(&self.so_far, price), find(&self.per_hour, price))).collect()
    }
}

impl ModeCost {
    /// What the hour comes to, in billionths of a dollar.
    pub fn total(&self) -> u128 {
        cost::total(&self.per_hour)
    }
}
