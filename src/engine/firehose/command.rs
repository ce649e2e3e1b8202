//! What a person does to delivery streams and to what stands behind them.

use super::plan::{DeliveryStreamPlan, DestinationPlan, FunctionPlan};
use serde::{Deserialize, Serialize};

/// A change of the delivery streams, beside what the API of Firehose does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DeliveryCommand {
    /// There is one more, ACTIVE at once.
    Add(Box<DeliveryStreamPlan>),
    /// One is taken away at once, with all that it holds.
    Remove {
        /// Its name.
        delivery_stream: String,
    },
    /// One has other settings from now on, as after `UpdateDestination`; what it holds keeps its thresholds.
    Set {
        /// Its name.
        delivery_stream: String,
        /// The settings.
        destination: Box<DestinationPlan>,
    },
    /// What stands behind a delivery stream takes nothing, or takes again.
    SetOutage {
        /// Its name.
        delivery_stream: String,
        /// Which.
        part: Part,
        /// Whether it takes nothing.
        is_out: bool,
    },
    /// What stands behind a delivery stream takes nothing for a while.
    OutageFor {
        /// The delivery stream's name.
        delivery_stream: String,
        /// Which.
        part: Part,
        /// For how many seconds.
        seconds: u32,
    },
    /// The destination takes so many times as long as it should.
    SetSlow {
        /// The delivery stream's name.
        delivery_stream: String,
        /// How many times.
        factor: u32,
    },
    /// There is a function, or one of that name is another from now on.
    SetFunction(Box<FunctionPlan>),
}

/// What stands behind a delivery stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Part {
    /// The destination; of Redshift, the cluster.
    Destination,
    /// The bucket where the backup, what failed, and what a cluster copies are written.
    Bucket,
}
