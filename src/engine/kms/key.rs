//! What the key store keeps: keys with their states and grants, and aliases.
//!
//! Leaves out: key material, key policies, asymmetric and multi-Region keys, rotation, tags.

use crate::engine::random::{draw, stream_seed};
use crate::engine::time::SimTime;
use serde::{Deserialize, Serialize};

/// The state of a key. Documented (KMS Developer Guide, key states); the states of imported and replicated keys are left
/// out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyState {
    /// It can be used.
    Enabled,
    /// It cannot be used until it is enabled.
    Disabled,
    /// It cannot be used and goes at the given instant, unless the deletion is cancelled.
    PendingDeletion {
        /// When it goes.
        at: SimTime,
    },
}

/// Who looks after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum KeyManager {
    /// An AWS service: the key cannot be disabled, deleted or granted by the account.
    Aws,
    /// The account.
    Customer,
}

/// What a grant permits, for symmetric keys. Only `GenerateDataKey` and `Decrypt` matter to a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the KMS operation of its name")]
pub enum GrantOperation {
    Decrypt,
    Encrypt,
    GenerateDataKey,
    GenerateDataKeyWithoutPlaintext,
    ReEncryptFrom,
    ReEncryptTo,
    CreateGrant,
    RetireGrant,
    DescribeKey,
}

/// A permission to use a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// 64 hexadecimal digits.
    pub id: String,
    /// A name that makes repeated requests for the same grant harmless.
    pub name: Option<String>,
    /// The ARN of who may use the key.
    pub grantee: String,
    /// For what.
    pub operations: Vec<GrantOperation>,
    /// Since when.
    pub created: SimTime,
}

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    /// A UUID.
    pub id: String,
    /// The Amazon Resource Name.
    pub arn: String,
    /// Free text.
    pub description: String,
    /// When it was created.
    pub created: SimTime,
    /// Who looks after it.
    pub manager: KeyManager,
    /// Its state.
    pub state: KeyState,
    /// Who may use it; meaningful for a customer's key.
    pub grants: Vec<Grant>,
}

/// A second name of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The id of its key.
    pub target: String,
    /// When it was created.
    pub created: SimTime,
}

impl KeyState {
    /// AWS's text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
            Self::PendingDeletion { .. } => "PendingDeletion",
        }
    }
}

impl GrantOperation {
    /// AWS's text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decrypt => "Decrypt",
            Self::Encrypt => "Encrypt",
            Self::GenerateDataKey => "GenerateDataKey",
            Self::GenerateDataKeyWithoutPlaintext => "GenerateDataKeyWithoutPlaintext",
            Self::ReEncryptFrom => "ReEncryptFrom",
            Self::ReEncryptTo => "ReEncryptTo",
            Self::CreateGrant => "CreateGrant",
            Self::RetireGrant => "RetireGrant",
            Self::DescribeKey => "DescribeKey",
        }
    }
}

impl Key {
    /// Whether its waiting period is over.
    pub fn is_gone(&self, now: SimTime) -> bool {
        matches!(self.state, KeyState::PendingDeletion { at } if at <= now)
    }

    /// Whether a grant permits `principal` this operation.
    pub fn permits(&self, principal: &str, operation: GrantOperation) -> bool {
        self.grants.iter().any(|grant| grant.grantee == principal && grant.operations.contains(&operation))
    }
}

/// The ids of a store: each a function of the world's seed and how many there were before, so that a replay has the same.
#[derive(Clone, Debug)]
pub struct Ids {
    seed: u64,
    given: u64,
}

impl Ids {
    /// The ids under a world's seed.
    pub fn new(seed: u64) -> Self {
        Self { seed: stream_seed(seed, "kms"), given: 0 }
    }

    /// The next UUID, with the version and variant bits of a random one.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.bits(), self.bits());
        let high = (high & !0xf000) | 0x4000;
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    /// The next 64 hexadecimal digits.
    pub fn hex(&mut self) -> String {
        let bits: [u64; 4] = std::array::from_fn(|_| self.bits());
        format!("{:016x}{:016x}{:016x}{:016x}", bits[0], bits[1], bits[2], bits[3])
    }

    const fn bits(&mut self) -> u64 {
        self.given += 1;
        draw(self.seed, self.given)
    }
}
