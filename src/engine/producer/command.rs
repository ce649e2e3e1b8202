//! What a person does to producers, beside setting their traffic.

use super::ProducerKind;
use super::agent::AgentAction;
use crate::engine::plan::ProducerPlan;
use serde::{Deserialize, Serialize};

/// A change of the producers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ProducerCommand {
    /// There is one more.
    Add(Box<ProducerPlan>),
    /// A producer ends at once; what it holds and has not sent is given up.
    Remove {
        /// Its name.
        producer: String,
    },
    /// A producer has other settings from now on; what it holds stays.
    Set {
        /// Its name.
        producer: String,
        /// The settings, of the kind that it is.
        kind: ProducerKind,
    },
    /// A producer sends to another stream from now on.
    Connect {
        /// Its name.
        producer: String,
        /// The stream's name; there need not be one.
        stream: String,
    },
    /// The agent of a producer crashes, or starts again.
    Agent {
        /// The producer's name.
        producer: String,
        /// What is done to its agent.
        action: AgentAction,
    },
}
