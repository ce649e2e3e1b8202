//! KMS requests carried out, one function an operation.
//!
//! Documented (KMS API model 2014-11-01 and the Developer Guide's table of key states): which operations a key's state
//! allows; that key operations take an id or ARN, and `DescribeKey` an alias too; that a cancelled deletion leaves the key
//! disabled; that `DescribeKey` of a predefined AWS alias makes its key; that a grant of the same name and content is
//! given once.

use super::api::{
    AliasListEntry, CreateAlias, CreateGrant, CreateKey, GrantListEntry, KeyListEntry, KeyMetadata, KmsError,
    KmsOperation, KmsRequest, KmsResponse, ListAliases, ListGrants, ListKeys, RevokeGrant, ScheduleKeyDeletion,
};
use super::key::{Alias, Grant, GrantOperation, Key, KeyManager, KeyState};
use super::{Fault, KeyStore, MANAGED_ALIAS, Role};
use crate::engine::time::{Micros, SimTime};

/// The days of a waiting period. Documented.
const PENDING_WINDOW_DAYS: std::ops::RangeInclusive<u32> = 7..=30;
const PENDING_WINDOW_DEFAULT_DAYS: u32 = 30;
const DAY: Micros = Micros::hours(24);
/// The largest pages, and what they are when nobody asks for a size. Documented.
const KEYS_PAGE: (u32, u32) = (1_000, 100);
const GRANTS_AND_ALIASES_PAGE: (u32, u32) = (100, 50);
/// The longest alias, its prefix included. Documented.
const ALIAS_BYTES_MAX: usize = 256;
const SYMMETRIC: &str = "SYMMETRIC_DEFAULT";
const ENCRYPT_DECRYPT: &str = "ENCRYPT_DECRYPT";

type Answer = Result<KmsResponse, KmsError>;

impl KeyStore {
    /// Carries out a request at `now`; a request that is refused changes nothing.
    pub fn execute(&mut self, request: &KmsRequest, now: SimTime) -> Answer {
        match self.fault() {
            Some(Fault::Throttling) => return Err(KmsError::Throttling),
            Some(Fault::OptInRequired) => return Err(KmsError::OptInRequired),
            None => self.purge(now),
        }
        match request {
            KmsRequest::CreateKey(fields) => self.create_key(fields, now),
            KmsRequest::DescribeKey(fields) => self.describe_key(&fields.key_id, now),
            KmsRequest::ListKeys(fields) => self.list_keys(fields, now),
            KmsRequest::EnableKey(fields) => self.switch(KmsOperation::EnableKey, &fields.key_id, now),
            KmsRequest::DisableKey(fields) => self.switch(KmsOperation::DisableKey, &fields.key_id, now),
            KmsRequest::ScheduleKeyDeletion(fields) => self.schedule_deletion(fields, now),
            KmsRequest::CancelKeyDeletion(fields) => self.cancel_deletion(&fields.key_id, now),
            KmsRequest::CreateGrant(fields) => self.create_grant(fields, now),
            KmsRequest::ListGrants(fields) => self.list_grants(fields, now),
            KmsRequest::RevokeGrant(fields) => self.revoke_grant(fields, now),
            KmsRequest::CreateAlias(fields) => self.create_alias(fields, now),
            KmsRequest::ListAliases(fields) => self.list_aliases(fields, now),
        }
    }

    /// Whether a request would change nothing at `now`. `DescribeKey` makes the key that AWS manages, the first time.
    pub fn only_looks(&self, request: &KmsRequest, now: SimTime) -> bool {
        match request {
            KmsRequest::ListKeys(_) | KmsRequest::ListGrants(_) | KmsRequest::ListAliases(_) => true,
            KmsRequest::DescribeKey(fields) => {
                let found = self.find(&fields.key_id, now);
                self.is_managed_made || found.is_none_or(|key| key.manager == KeyManager::Customer)
            }
            _ => false,
        }
    }

    /// Lets go of keys whose waiting period is over, and of their aliases.
    fn purge(&mut self, now: SimTime) {
        self.keys.retain(|key| !key.is_gone(now));
        let (keys, managed) = (&self.keys, &self.managed.id);
        self.aliases.retain(|_, alias| alias.target == *managed || keys.iter().any(|key| key.id == alias.target));
    }

    fn create_key(&mut self, fields: &CreateKey, now: SimTime) -> Answer {
        let is_usable = fields.key_usage.as_deref().is_none_or(|usage| usage == ENCRYPT_DECRYPT)
            && fields.key_spec.as_deref().is_none_or(|spec| spec == SYMMETRIC);
        if !is_usable {
            return Err(KmsError::KeyKindNotSimulated);
        }
        let id = self.ids.uuid();
        let grants = [Role::Producer, Role::Consumer].into_iter().filter_map(|role| {
            let operation = role.operation()?;
            let (id, grantee) = (self.ids.hex(), self.role_arn(role));
            Some(Grant { id, name: Some(role.name().to_owned()), grantee, operations: vec![operation], created: now })
        });
        let grants = grants.collect();
        let key = Key {
            arn: format!("arn:aws:kms:{}:{}:key/{id}", self.region, self.account),
            id,
            description: fields.description.clone().unwrap_or_default(),
            created: now,
            manager: KeyManager::Customer,
            state: KeyState::Enabled,
            grants,
        };
        let key_metadata = self.metadata(&key);
        self.keys.push(key);
        Ok(KmsResponse::Key { key_metadata })
    }

    fn describe_key(&mut self, reference: &str, now: SimTime) -> Answer {
        let key = self.find(reference, now).ok_or_else(|| not_found(reference))?;
        if key.manager == KeyManager::Aws {
            self.make_managed(now);
        }
        let key = self.find(reference, now).ok_or_else(|| not_found(reference))?;
        Ok(KmsResponse::Key { key_metadata: self.metadata(key) })
    }

    fn list_keys(&self, fields: &ListKeys, now: SimTime) -> Answer {
        let keys = self.keys(now).map(|key| KeyListEntry { key_id: key.id.clone(), key_arn: key.arn.clone() });
        let (keys, next_marker) = page(keys.collect(), fields.limit, fields.marker.as_deref(), KEYS_PAGE)?;
        Ok(KmsResponse::ListKeys { keys, truncated: next_marker.is_some(), next_marker })
    }

    fn switch(&mut self, operation: KmsOperation, reference: &str, now: SimTime) -> Answer {
        let key = self.own_key(operation, reference, now)?;
        if matches!(key.state, KeyState::PendingDeletion { .. }) {
            return Err(invalid_state(key));
        }
        key.state = if operation == KmsOperation::EnableKey { KeyState::Enabled } else { KeyState::Disabled };
        Ok(KmsResponse::Done)
    }

    fn schedule_deletion(&mut self, fields: &ScheduleKeyDeletion, now: SimTime) -> Answer {
        let days = fields.pending_window_in_days.unwrap_or(PENDING_WINDOW_DEFAULT_DAYS);
        if !PENDING_WINDOW_DAYS.contains(&days) {
            let (shortest, longest) = PENDING_WINDOW_DAYS.into_inner();
            return Err(KmsError::PendingWindow { days, shortest, longest });
        }
        let key = self.own_key(KmsOperation::ScheduleKeyDeletion, &fields.key_id, now)?;
        if matches!(key.state, KeyState::PendingDeletion { .. }) {
            return Err(invalid_state(key));
        }
        let at = now + DAY * u64::from(days);
        key.state = KeyState::PendingDeletion { at };
        Ok(KmsResponse::ScheduleKeyDeletion {
            key_id: key.arn.clone(),
            deletion_date: at.into(),
            key_state: key.state,
            pending_window_in_days: days,
        })
    }

    fn cancel_deletion(&mut self, reference: &str, now: SimTime) -> Answer {
        let key = self.own_key(KmsOperation::CancelKeyDeletion, reference, now)?;
        if !matches!(key.state, KeyState::PendingDeletion { .. }) {
            return Err(invalid_state(key));
        }
        key.state = KeyState::Disabled;
        Ok(KmsResponse::CancelKeyDeletion { key_id: key.arn.clone() })
    }

    fn create_grant(&mut self, fields: &CreateGrant, now: SimTime) -> Answer {
        let mut operations: Vec<GrantOperation> = fields.operations.clone();
        operations.sort_unstable();
        operations.dedup();
        let grantee = fields.grantee_principal.as_deref().unwrap_or_default();
        if operations.is_empty() || grantee.is_empty() {
            return Err(KmsError::GrantIncomplete);
        }
        let key = self.own_key(KmsOperation::CreateGrant, &fields.key_id, now)?;
        match key.state {
            KeyState::Enabled => {}
            KeyState::Disabled => return Err(KmsError::Disabled { key: key.arn.clone() }),
            KeyState::PendingDeletion { .. } => return Err(invalid_state(key)),
        }
        let is_same = |known: &&Grant| {
            known.name.is_some()
                && known.name == fields.name
                && known.grantee == grantee
                && known.operations == operations
        };
        if let Some(known) = key.grants.iter().find(is_same) {
            return Ok(KmsResponse::CreateGrant { grant_token: known.id.clone(), grant_id: known.id.clone() });
        }
        let grant = Grant {
            id: String::new(),
            name: fields.name.clone(),
            grantee: grantee.to_owned(),
            operations,
            created: now,
        };
        let id = self.ids.hex();
        self.own_key(KmsOperation::CreateGrant, &fields.key_id, now)?.grants.push(Grant { id: id.clone(), ..grant });
        Ok(KmsResponse::CreateGrant { grant_token: id.clone(), grant_id: id })
    }

    fn list_grants(&self, fields: &ListGrants, now: SimTime) -> Answer {
        let key = self.by_id_or_arn(&fields.key_id, now)?;
        let is_wanted = |grant: &&Grant| {
            fields.grant_id.as_ref().is_none_or(|id| grant.id == *id)
                && fields.grantee_principal.as_ref().is_none_or(|grantee| grant.grantee == *grantee)
        };
        let grants = key.grants.iter().filter(is_wanted).map(|grant| GrantListEntry {
            key_id: key.arn.clone(),
            grant_id: grant.id.clone(),
            name: grant.name.clone(),
            creation_date: grant.created.into(),
            grantee_principal: grant.grantee.clone(),
            issuing_account: format!("arn:aws:iam::{}:root", self.account),
            operations: grant.operations.clone(),
        });
        let size = GRANTS_AND_ALIASES_PAGE;
        let (grants, next_marker) = page(grants.collect(), fields.limit, fields.marker.as_deref(), size)?;
        Ok(KmsResponse::ListGrants { grants, truncated: next_marker.is_some(), next_marker })
    }

    fn revoke_grant(&mut self, fields: &RevokeGrant, now: SimTime) -> Answer {
        let key = self.own_key(KmsOperation::RevokeGrant, &fields.key_id, now)?;
        let place = key.grants.iter().position(|grant| grant.id == fields.grant_id);
        let missing = || KmsError::GrantNotFound { grant: fields.grant_id.clone(), key: key.arn.clone() };
        let place = place.ok_or_else(missing)?;
        key.grants.remove(place);
        Ok(KmsResponse::Done)
    }

    fn create_alias(&mut self, fields: &CreateAlias, now: SimTime) -> Answer {
        check_alias(&fields.alias_name)?;
        if self.aliases.contains_key(&fields.alias_name) {
            return Err(KmsError::AliasExists { arn: self.alias_arn(&fields.alias_name) });
        }
        if self.is_alias(&fields.target_key_id) {
            return Err(KmsError::AliasOfAlias);
        }
        let key = self.own_key(KmsOperation::CreateAlias, &fields.target_key_id, now)?;
        if matches!(key.state, KeyState::PendingDeletion { .. }) {
            return Err(invalid_state(key));
        }
        let target = key.id.clone();
        self.aliases.insert(fields.alias_name.clone(), Alias { target, created: now });
        Ok(KmsResponse::Done)
    }

    fn list_aliases(&self, fields: &ListAliases, now: SimTime) -> Answer {
        let only = fields.key_id.as_deref().map(|reference| self.by_id_or_arn(reference, now)).transpose()?;
        let made = self.is_managed_made.then(|| (self.managed.id.clone(), self.managed.created));
        let mut aliases = vec![self.alias_entry(MANAGED_ALIAS, made)];
        aliases.extend(
            self.aliases(now).map(|(name, alias)| self.alias_entry(name, Some((alias.target.clone(), alias.created)))),
        );
        aliases.retain(|alias| only.is_none_or(|key| alias.target_key_id.as_ref() == Some(&key.id)));
        let (aliases, next_marker) = page(aliases, fields.limit, fields.marker.as_deref(), GRANTS_AND_ALIASES_PAGE)?;
        Ok(KmsResponse::ListAliases { aliases, truncated: next_marker.is_some(), next_marker })
    }

    fn alias_entry(&self, name: &str, target: Option<(String, SimTime)>) -> AliasListEntry {
        let (target_key_id, created) = target.unzip();
        AliasListEntry {
            alias_name: name.to_owned(),
            alias_arn: self.alias_arn(name),
            target_key_id,
            creation_date: created.map(Into::into),
            last_updated_date: created.map(Into::into),
        }
    }

    /// A key by id or ARN: most operations take no alias.
    fn by_id_or_arn(&self, reference: &str, now: SimTime) -> Result<&Key, KmsError> {
        if self.is_alias(reference) {
            return Err(KmsError::AliasNotTaken { alias: reference.to_owned() });
        }
        self.find(reference, now).ok_or_else(|| not_found(reference))
    }

    fn is_alias(&self, reference: &str) -> bool {
        self.local(reference).is_some_and(|local| local.starts_with("alias/"))
    }

    /// A customer's key by id or ARN, to be changed.
    fn own_key(&mut self, operation: KmsOperation, reference: &str, now: SimTime) -> Result<&mut Key, KmsError> {
        let key = self.by_id_or_arn(reference, now)?;
        if key.manager == KeyManager::Aws {
            return Err(KmsError::AwsManagedKey { operation, key: key.arn.clone() });
        }
        let id = key.id.clone();
        self.keys.iter_mut().find(|key| key.id == id).ok_or_else(|| not_found(reference))
    }

    fn metadata(&self, key: &Key) -> KeyMetadata {
        KeyMetadata {
            aws_account_id: self.account.clone(),
            key_id: key.id.clone(),
            arn: key.arn.clone(),
            creation_date: key.created.into(),
            enabled: key.state == KeyState::Enabled,
            description: key.description.clone(),
            key_usage: ENCRYPT_DECRYPT,
            key_state: key.state,
            deletion_date: match key.state {
                KeyState::PendingDeletion { at } => Some(at.into()),
                _ => None,
            },
            origin: "AWS_KMS",
            key_manager: key.manager,
            customer_master_key_spec: SYMMETRIC,
            key_spec: SYMMETRIC,
            encryption_algorithms: vec![SYMMETRIC],
            multi_region: false,
        }
    }
}

fn not_found(reference: &str) -> KmsError {
    KmsError::KeyNotFound { reference: reference.to_owned() }
}

fn invalid_state(key: &Key) -> KmsError {
    KmsError::InvalidState { key: key.arn.clone(), state: key.state }
}

/// `alias/` and 1 to 250 of letters, digits, `/`, `_` and `-`, and not AWS's own prefix. Documented.
fn check_alias(alias: &str) -> Result<(), KmsError> {
    let name = alias.strip_prefix("alias/").ok_or(KmsError::AliasPrefix)?;
    if name.starts_with("aws/") {
        return Err(KmsError::AliasReserved { alias: alias.to_owned() });
    }
    let alias = alias.to_owned();
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-".contains(&byte);
    if name.is_empty() {
        Err(KmsError::InvalidAliasName { alias })
    } else if name.contains(':') {
        Err(KmsError::AliasColon { alias })
    } else if alias.len() > ALIAS_BYTES_MAX || !name.bytes().all(is_allowed) {
        Err(KmsError::AliasPattern { alias })
    } else {
        Ok(())
    }
}

/// The page after `marker`, which is the number of the first entry, and the marker of the next one.
fn page<T>(
    entries: Vec<T>,
    limit: Option<u32>,
    marker: Option<&str>,
    (largest, default): (u32, u32),
) -> Result<(Vec<T>, Option<String>), KmsError> {
    let size = limit.unwrap_or(default);
    if size == 0 || size > largest {
        return Err(KmsError::PageSize { asked: size, largest });
    }
    let from: usize = marker.map_or(Ok(0), |marker| marker.parse().map_err(|_| KmsError::InvalidMarker))?;
    let end = from.saturating_add(size as usize);
    let next = (end < entries.len()).then(|| end.to_string());
    Ok((entries.into_iter().skip(from).take(size as usize).collect(), next))
}
