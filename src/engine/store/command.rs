//! What a person does to stores.

use super::{StoreKind, StorePlan};
use serde::{Deserialize, Serialize};

/// A change of the stores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StoreCommand {
    /// There is one more, and it is empty.
    Add(StorePlan),
    /// A store is gone with all that is in it; consumers that deliver to it go on trying.
    Remove {
        /// Its name.
        store: String,
    },
    /// A store has other settings from now on; what is in it stays.
    Set {
        /// Its name.
        store: String,
        /// The settings, of the kind that it is.
        kind: StoreKind,
    },
    /// From now on repeats are dropped, or are not.
    SetIdempotent {
        /// The store's name.
        store: String,
        /// Whether they are.
        is_idempotent: bool,
    },
    /// It takes nothing from now on, or it does again.
    SetOutage {
        /// The store's name.
        store: String,
        /// Whether it is out.
        is_out: bool,
    },
    /// Everything takes so many times as long from now on.
    SetSlow {
        /// The store's name.
        store: String,
        /// How many times; one: as long as it should.
        factor: u32,
    },
}
