//! What the view of the Region draws: zones, keys, cost and metrics, made only while that view is open.
//!
//! Bounded: three zones, at most [`keys::KEYS_SHOWN`] keys, a line a price, and an hour of minutes or ten of seconds.

pub mod cost;
pub mod keys;
pub mod metrics;
pub mod zones;

use crate::engine::stream::Stream;
use crate::engine::world::World;
use cost::CostFrame;
use keys::KeysFrame;
use metrics::{MetricChoice, MetricsFrame};
use serde::{Deserialize, Serialize};
use zones::ZonesFrame;

/// What the view of the Region asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionView {
    /// The metric that is shown.
    pub metric: MetricChoice,
}

/// The account in its Region at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionFrame {
    /// The Region's code.
    pub region: String,
    /// The account's number.
    pub account: String,
    /// The name of the stream in view; empty where there is none.
    pub stream: String,
    /// The zones, and the stream's copies in them.
    pub zones: ZonesFrame,
    /// The keys, and the stream's encryption.
    pub keys: KeysFrame,
    /// What it costs.
    pub cost: CostFrame,
    /// A metric of the stream.
    pub metrics: MetricsFrame,
}

impl RegionFrame {
    /// What `view` shows of a world with this stream in view.
    pub fn of(world: &World, stream: Option<&Stream>, view: &RegionView) -> Self {
        let account = world.account();
        Self {
            region: account.region.clone(),
            account: account.id.clone(),
            stream: stream.map(|stream| stream.name.clone()).unwrap_or_default(),
            zones: ZonesFrame::of(world, stream),
            keys: KeysFrame::of(world, stream),
            cost: CostFrame::of(world, stream),
            metrics: MetricsFrame::of(world, stream, &view.metric),
        }
    }
}

/// A refusal in AWS's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The exception.
    pub code: String,
    /// The text.
    pub text: String,
}

impl From<crate::aws::error::Refusal> for Said {
    fn from(refusal: crate::aws::error::Refusal) -> Self {
        Self { code: refusal.code.to_owned(), text: refusal.message.unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests;
