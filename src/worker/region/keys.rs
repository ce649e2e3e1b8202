//! The account's keys, and what they mean for the stream in view.

use super::Said;
use crate::aws::error::Refusal;
use crate::engine::api::error::ApiError;
use crate::engine::kms::key::{Grant, Key, KeyManager, KeyState};
use crate::engine::kms::{Fault, KmsCalls, Role};
use crate::engine::stream::Stream;
use crate::engine::stream::replication::puts::Failures;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Keys that are listed at most, newest first.
pub const KEYS_SHOWN: usize = 20;
/// A refusal of this age still holds for producers that send all the time.
const FRESH: Micros = Micros::seconds(2);

/// The account's keys and a stream's encryption.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeysFrame {
    /// The key with which new records are encrypted, as it was named.
    pub key: Option<String>,
    /// Since when that is so; `None`: from the beginning.
    pub since: Option<SimTime>,
    /// What will be so once the stream is ACTIVE again.
    pub pending: Option<Option<String>>,
    /// How long a stream is UPDATING.
    pub update: Micros,
    /// Records that can be read and are encrypted.
    pub encrypted: u64,
    /// Records that can be read and are not.
    pub plain: u64,
    /// The keys.
    pub keys: Vec<KeyFrame>,
    /// How many keys there are beside those.
    pub more: u32,
    /// How KMS is made to fail.
    pub fault: Option<Fault>,
    /// Calls of KMS for the stream: data keys made for producers, and decrypted for consumers.
    pub calls: [u64; 2],
    /// The roles that stand for producers and for consumers.
    pub principals: [String; 2],
    /// Requests of producers that failed because of a key.
    pub failures: Failures,
    /// With what they fail now.
    pub refusal: Option<Said>,
}

/// A key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFrame {
    /// Its id.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its first alias, else its description; may be empty.
    pub name: String,
    /// Who looks after it.
    pub manager: KeyManager,
    /// Its state.
    pub state: KeyState,
    /// The grants by which producers and consumers may use it.
    pub grants: [Option<String>; 2],
    /// Whether new records of the stream are encrypted with it.
    pub is_in_use: bool,
}

/// The roles that are granted something.
pub const ROLES: [Role; 2] = [Role::Producer, Role::Consumer];

impl KeysFrame {
    /// The keys now.
    pub fn of(world: &World, stream: Option<&Stream>) -> Self {
        let (store, now) = (world.keys(), world.now());
        let encryption = stream.map(|stream| &stream.encryption);
        let key = encryption.and_then(|encryption| encryption.key_id.clone());
        let used = key.as_deref().and_then(|key| store.find(key, now)).map(|key| key.id.clone());
        let mut keys: Vec<KeyFrame> = store.keys(now).map(|key| KeyFrame::of(world, key, used.as_deref())).collect();
        let more = keys.len().saturating_sub(KEYS_SHOWN) as u32;
        keys.drain(..more as usize);
        let shards = || stream.into_iter().flat_map(Stream::listed);
        let encrypted = shards().map(Shard::encrypted_records).sum();
        let failed = stream.map(|stream| &stream.failed_puts);
        let failures = failed.map(|failed| failed.by_key).unwrap_or_default();
        let is_refused = failures.last.is_some_and(|last| now.since(last) <= FRESH);
        let fault = failed.and_then(|failed| failed.key_fault.clone()).filter(|_| is_refused);
        let KmsCalls { generate_data_key, decrypt } = stream.map(|stream| store.calls(stream.id)).unwrap_or_default();
        Self {
            key,
            since: encryption.and_then(|encryption| encryption.since),
            pending: encryption.and_then(|encryption| encryption.pending.clone()),
            update: world.account().update_stream,
            encrypted,
            plain: shards().map(|shard| shard.log().stored().records).sum::<u64>() - encrypted,
            keys,
            more,
            fault: store.fault(),
            calls: [generate_data_key, decrypt],
            principals: ROLES.map(|role| store.role_arn(role)),
            failures,
            refusal: fault.map(|fault| Refusal::of(&ApiError::Kms(fault), world.account()).into()),
        }
    }
}

impl KeyFrame {
    fn of(world: &World, key: &Key, used: Option<&str>) -> Self {
        let (store, now) = (world.keys(), world.now());
        let alias = store.aliases(now).find(|(_, alias)| alias.target == key.id).map(|(name, _)| name.to_owned());
        let name = match key.manager {
            KeyManager::Aws => "aws/kinesis".to_owned(),
            KeyManager::Customer => alias.unwrap_or_else(|| key.description.clone()),
        };
        let grant = |role: Role| {
            let grantee = store.role_arn(role);
            let permits = |grant: &&Grant| {
                grant.grantee == grantee && role.operation().is_some_and(|needed| grant.operations.contains(&needed))
            };
            key.grants.iter().find(permits).map(|grant| grant.id.clone())
        };
        Self {
            id: key.id.clone(),
            arn: key.arn.clone(),
            name,
            manager: key.manager,
            state: key.state,
            grants: ROLES.map(grant),
            is_in_use: used == Some(key.id.as_str()),
        }
    }
}
