//! What a person does to consumers.

use super::kcl::worker::WorkerId;
use super::{ConsumerKind, ConsumerPlan};
use serde::{Deserialize, Serialize};

/// A change of the consumers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ConsumerCommand {
    /// There is one more.
    Add(ConsumerPlan),
    /// A consumer ends at once and is forgotten with its lease table.
    Remove {
        /// Its name.
        consumer: String,
    },
    /// A consumer has other settings from now on; what it holds and knows stays.
    Set {
        /// Its name.
        consumer: String,
        /// The settings; how many workers there are at first means nothing now.
        kind: ConsumerKind,
    },
    /// A consumer reads another stream from now on, of which it knows nothing yet.
    Connect {
        /// Its name.
        consumer: String,
        /// The stream's name; there need not be one.
        stream: String,
    },
    /// A consumer delivers to another store from now on, or to none; what it is about to write goes there too.
    Deliver {
        /// Its name.
        consumer: String,
        /// The store's name.
        store: Option<String>,
    },
    /// Something happens to a worker.
    Worker {
        /// The application's name.
        consumer: String,
        /// What.
        action: WorkerAction,
    },
}

/// What happens to a worker of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WorkerAction {
    /// One more starts.
    Add,
    /// It ends amid its work and tells nobody.
    Crash(WorkerId),
    /// It stands still for so many milliseconds and does not know it.
    Pause {
        /// Which.
        worker: WorkerId,
        /// For how long.
        for_ms: u32,
    },
    /// It finishes its batches, checkpoints, gives its leases back and ends.
    Stop(WorkerId),
}
