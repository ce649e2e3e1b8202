//! The account's keys (AWS Key Management Service), as far as a stream's server-side encryption needs them.
//!
//! Documented (Kinesis Data Streams Developer Guide, server-side encryption; KMS API model 2014-11-01; KMS Developer
//! Guide, key states): a producer needs `kms:GenerateDataKey` and a consumer `kms:Decrypt`; a key is named by id, ARN,
//! alias name or alias ARN; the AWS managed key `alias/aws/kinesis` is made at first use, every principal of the account
//! may use it, and nobody may disable or delete it; Kinesis asks for a new data key about every five minutes.
//! Assumed: one role stands for all producers and one for all consumers; a new customer key comes with a grant for each,
//! as if its policy named them (KMS gives none), so that a person can take one away; permission is checked before the
//! key's state; a change takes effect at once, though AWS may go on with a data key of up to five minutes' age; the person
//! who administers keys may do everything.
//! Leaves out: key policies, IAM, encryption contexts, rotation, KMS's own quotas, eventual consistency.

pub mod api;
mod execute;
pub mod key;
#[cfg(test)]
mod tests;

use super::account::Account;
use super::api::error::KmsFault;
use super::ids::StreamId;
use super::time::{Micros, SimTime};
use key::{Alias, GrantOperation, Ids, Key, KeyManager, KeyState};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The alias of the key that AWS manages for Kinesis.
pub const MANAGED_ALIAS: &str = "alias/aws/kinesis";
/// How long a stream's data key is used again. Documented: about five minutes.
pub const DATA_KEY_LIFETIME: Micros = Micros::seconds(300);

/// For whom a key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Who writes records: needs `GenerateDataKey`.
    Producer,
    /// Who reads records: needs `Decrypt`.
    Consumer,
    /// Who switches encryption on: only looks at the key.
    Administrator,
}

/// What a person can let go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// KMS refuses because it is called too often.
    Throttling,
    /// The account is not signed up for KMS.
    OptInRequired,
}

/// How often a stream made Kinesis call KMS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KmsCalls {
    /// `GenerateDataKey`, for its producers.
    pub generate_data_key: u64,
    /// `Decrypt`, for its consumers.
    pub decrypt: u64,
}

/// The keys of an account in a Region.
#[derive(Clone, Debug)]
pub struct KeyStore {
    account: String,
    region: String,
    ids: Ids,
    /// Customer keys in the order in which they were created.
    keys: Vec<Key>,
    managed: Key,
    is_managed_made: bool,
    aliases: LiteMap<String, Alias>,
    fault: Option<Fault>,
    data_keys: LiteMap<(StreamId, Role), SimTime>,
    calls: LiteMap<StreamId, KmsCalls>,
}

impl Role {
    /// What it needs a grant for.
    pub const fn operation(self) -> Option<GrantOperation> {
        match self {
            Self::Producer => Some(GrantOperation::GenerateDataKey),
            Self::Consumer => Some(GrantOperation::Decrypt),
            Self::Administrator => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Consumer => "consumer",
            Self::Administrator => "administrator",
        }
    }
}

impl KeyStore {
    /// The keys of `account` in a world seeded with `seed`: none but the one that AWS will make.
    pub fn new(seed: u64, account: &Account) -> Self {
        let mut ids = Ids::new(seed);
        let id = ids.uuid();
        let managed = Key {
            arn: key_arn(account, &id),
            id,
            description: "Default key that protects my Kinesis data when no other key is defined".to_owned(),
            created: SimTime::ZERO,
            manager: KeyManager::Aws,
            state: KeyState::Enabled,
            grants: Vec::new(),
        };
        Self {
            account: account.id.clone(),
            region: account.region.clone(),
            ids,
            keys: Vec::new(),
            managed,
            is_managed_made: false,
            aliases: LiteMap::new(),
            fault: None,
            data_keys: LiteMap::new(),
            calls: LiteMap::new(),
        }
    }

    /// New keys are those of this account and Region from now on.
    pub fn set_account(&mut self, account: &Account) {
        self.account.clone_from(&account.id);
        self.region.clone_from(&account.region);
    }

    /// Lets KMS fail in this way from now on, or no longer.
    pub const fn set_fault(&mut self, fault: Option<Fault>) {
        self.fault = fault;
    }

    /// What fails now.
    pub const fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The ARN of the IAM role that stands for all who act in this role.
    pub fn role_arn(&self, role: Role) -> String {
        format!("arn:aws:iam::{}:role/{}", self.account, role.name())
    }

    /// The key if `role` can use it at `now`. `reference` is a key's id or ARN, or an alias' name or ARN.
    pub fn use_key(&self, reference: &str, role: Role, now: SimTime) -> Result<&Key, KmsFault> {
        match self.fault {
            Some(Fault::OptInRequired) => return Err(KmsFault::OptInRequired),
            Some(Fault::Throttling) => return Err(KmsFault::Throttling),
            None => {}
        }
        let key = self.find(reference, now).ok_or_else(|| KmsFault::NotFound { key: reference.to_owned() })?;
        if let Some(operation) = role.operation().filter(|_| key.manager == KeyManager::Customer) {
            let principal = self.role_arn(role);
            if !key.permits(&principal, operation) {
                return Err(KmsFault::AccessDenied { key: key.arn.clone(), principal, operation });
            }
        }
        match key.state {
            KeyState::Enabled => Ok(key),
            KeyState::Disabled => Err(KmsFault::Disabled { key: key.arn.clone() }),
            KeyState::PendingDeletion { .. } => Err(KmsFault::InvalidState { key: key.arn.clone() }),
        }
    }

    /// The key if a stream can begin to be encrypted with it; makes the AWS managed key when it is the first to use it.
    pub fn begin_to_use(&mut self, reference: &str, now: SimTime) -> Result<&Key, KmsFault> {
        let is_managed = self.use_key(reference, Role::Administrator, now)?.manager == KeyManager::Aws;
        if is_managed {
            self.make_managed(now);
        }
        self.use_key(reference, Role::Administrator, now)
    }

    /// What a put or a read of an encrypted stream needs: checks the key as [`Self::use_key`] does, and counts a call of
    /// KMS when the stream has no data key younger than [`DATA_KEY_LIFETIME`] for this role.
    pub fn data_key(&mut self, stream: StreamId, reference: &str, role: Role, now: SimTime) -> Result<(), KmsFault> {
        self.use_key(reference, role, now)?;
        let obtained = self.data_keys.get(&(stream, role));
        if obtained.is_none_or(|at| now.since(*at) >= DATA_KEY_LIFETIME) {
            self.data_keys.insert((stream, role), now);
            let calls = self.calls.entry(stream).or_default();
            match role {
                Role::Producer => calls.generate_data_key += 1,
                Role::Consumer => calls.decrypt += 1,
                Role::Administrator => {}
            }
        }
        Ok(())
    }

    /// How often `stream` made Kinesis call KMS.
    pub fn calls(&self, stream: StreamId) -> KmsCalls {
        self.calls.get(&stream).copied().unwrap_or_default()
    }

    /// Lets go of a stream's data keys: it was deleted, or follows another key from now on. The calls stay counted.
    pub fn forget_data_keys(&mut self, stream: StreamId) {
        self.data_keys.retain(|(known, _), _| *known != stream);
    }

    /// The customer's keys that are there at `now`, oldest first, and the AWS managed one once it was made.
    pub fn keys(&self, now: SimTime) -> impl Iterator<Item = &Key> {
        let managed = self.is_managed_made.then_some(&self.managed);
        managed.into_iter().chain(self.keys.iter().filter(move |key| !key.is_gone(now)))
    }

    /// Aliases of the customer's keys that are there at `now`, by name.
    pub fn aliases(&self, now: SimTime) -> impl Iterator<Item = (&str, &Alias)> {
        let is_there = move |alias: &Alias| self.by_id(&alias.target, now).is_some();
        self.aliases.iter().filter(move |(_, alias)| is_there(alias)).map(|(name, alias)| (name.as_str(), alias))
    }

    /// The ARN of an alias.
    pub fn alias_arn(&self, name: &str) -> String {
        format!("arn:aws:kms:{}:{}:{name}", self.region, self.account)
    }

    /// The key that `reference` names, whatever its state.
    pub fn find(&self, reference: &str, now: SimTime) -> Option<&Key> {
        let local = self.local(reference)?;
        if local == MANAGED_ALIAS {
            return Some(&self.managed);
        }
        if local.starts_with("alias/") {
            return self.by_id(&self.aliases.get(local)?.target, now);
        }
        self.by_id(local.strip_prefix("key/").unwrap_or(local), now)
    }

    /// What follows account and Region in an ARN of KMS; the reference itself when it is no ARN.
    fn local<'a>(&self, reference: &'a str) -> Option<&'a str> {
        let Some(rest) = reference.strip_prefix("arn:") else {
            return Some(reference).filter(|reference| !reference.starts_with("key/"));
        };
        let rest = rest.strip_prefix("aws:kms:")?.strip_prefix(self.region.as_str())?.strip_prefix(':')?;
        let local = rest.strip_prefix(self.account.as_str())?.strip_prefix(':')?;
        Some(local).filter(|local| local.starts_with("key/") || local.starts_with("alias/"))
    }

    fn by_id(&self, id: &str, now: SimTime) -> Option<&Key> {
        self.keys(now).find(|key| key.id == id)
    }

    const fn make_managed(&mut self, now: SimTime) {
        if !self.is_managed_made {
            self.managed.created = now;
            self.is_managed_made = true;
        }
    }
}

fn key_arn(account: &Account, id: &str) -> String {
    format!("arn:aws:kms:{}:{}:key/{id}", account.region, account.id)
}
