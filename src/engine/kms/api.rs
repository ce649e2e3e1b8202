//! The KMS API of 2014-11-01 as types, as far as it is simulated: what a caller asks, what is answered, and why it is
//! refused. Fields have AWS's names in JSON.
//!
//! Leaves out: fields without a counterpart in the simulation (policies, tags, key stores, constraints, grant tokens in
//! requests); they are ignored when they are given.

use super::key::{GrantOperation, KeyManager, KeyState};
use crate::engine::api::values::Timestamp;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// Defines a request.
macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            $(pub $field: $kind),*
        }
    };
}

/// Defines an answer; fields without a value are left out.
macro_rules! response {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }
    };
}

request!(
    /// `CreateKey`.
    CreateKey { description: Option<String>, key_usage: Option<String>, key_spec: Option<String> }
);
request!(
    /// Names a key: `DescribeKey` (by alias too), `EnableKey`, `DisableKey`, `CancelKeyDeletion`.
    KeyRequest { key_id: String }
);
request!(
    /// `ListKeys`.
    ListKeys { limit: Option<u32>, marker: Option<String> }
);
request!(
    /// `ScheduleKeyDeletion`.
    ScheduleKeyDeletion { key_id: String, pending_window_in_days: Option<u32> }
);
request!(
    /// `CreateGrant`.
    CreateGrant {
        key_id: String,
        grantee_principal: Option<String>,
        operations: Vec<GrantOperation>,
        name: Option<String>,
    }
);
request!(
    /// `ListGrants`.
    ListGrants {
        key_id: String,
        grant_id: Option<String>,
        grantee_principal: Option<String>,
        limit: Option<u32>,
        marker: Option<String>,
    }
);
request!(
    /// `RevokeGrant`.
    RevokeGrant { key_id: String, grant_id: String }
);
request!(
    /// `CreateAlias`.
    CreateAlias { alias_name: String, target_key_id: String }
);
request!(
    /// `ListAliases`.
    ListAliases { key_id: Option<String>, limit: Option<u32>, marker: Option<String> }
);

/// Joins operations with the types of their requests.
macro_rules! operations {
    ($($operation:ident($kind:ident)),* $(,)?) => {
        /// An operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the KMS operation of its name")]
        pub enum KmsOperation {
            $($operation),*
        }

        /// Any request.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the KMS operation of its name")]
        pub enum KmsRequest {
            $($operation($kind)),*
        }

        impl KmsOperation {
            /// All operations.
            pub const ALL: &'static [Self] = &[$(Self::$operation),*];

            /// AWS's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$operation => stringify!($operation)),*
                }
            }
        }

        impl KmsRequest {
            /// Its operation.
            pub const fn operation(&self) -> KmsOperation {
                match self {
                    $(Self::$operation(_) => KmsOperation::$operation),*
                }
            }

            /// Reads the fields of a request of `operation`.
            pub fn read<'de, D: serde::Deserializer<'de>>(operation: KmsOperation, fields: D) -> Result<Self, D::Error> {
                match operation {
                    $(KmsOperation::$operation => $kind::deserialize(fields).map(Self::$operation)),*
                }
            }
        }
    };
}

operations! {
    CreateKey(CreateKey),
    DescribeKey(KeyRequest),
    ListKeys(ListKeys),
    EnableKey(KeyRequest),
    DisableKey(KeyRequest),
    ScheduleKeyDeletion(ScheduleKeyDeletion),
    CancelKeyDeletion(KeyRequest),
    CreateGrant(CreateGrant),
    ListGrants(ListGrants),
    RevokeGrant(RevokeGrant),
    CreateAlias(CreateAlias),
    ListAliases(ListAliases),
}

response!(
    /// A key, as it is described.
    KeyMetadata {
        #[serde(rename = "AWSAccountId")]
        aws_account_id: String,
        key_id: String,
        arn: String,
        creation_date: Timestamp,
        enabled: bool,
        description: String,
        key_usage: &'static str,
        #[serde(serialize_with = "state_name")]
        key_state: KeyState,
        #[serde(skip_serializing_if = "Option::is_none")]
        deletion_date: Option<Timestamp>,
        origin: &'static str,
        key_manager: KeyManager,
        customer_master_key_spec: &'static str,
        key_spec: &'static str,
        encryption_algorithms: Vec<&'static str>,
        multi_region: bool,
    }
);
response!(
    /// One key of `ListKeys`.
    KeyListEntry { key_id: String, key_arn: String }
);
response!(
    /// One grant of `ListGrants`.
    GrantListEntry {
        key_id: String,
        grant_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        creation_date: Timestamp,
        grantee_principal: String,
        issuing_account: String,
        operations: Vec<GrantOperation>,
    }
);
response!(
    /// One alias of `ListAliases`; without a key while AWS has not made the one it stands for.
    AliasListEntry {
        alias_name: String,
        alias_arn: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        target_key_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        creation_date: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_updated_date: Option<Timestamp>,
    }
);

/// Any answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub enum KmsResponse {
    /// Operations that answer with an empty body.
    #[serde(serialize_with = "nothing")]
    Done,
    /// `CreateKey`, `DescribeKey`.
    #[serde(rename_all = "PascalCase")]
    Key { key_metadata: KeyMetadata },
    #[serde(rename_all = "PascalCase")]
    ListKeys {
        keys: Vec<KeyListEntry>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_marker: Option<String>,
        truncated: bool,
    },
    #[serde(rename_all = "PascalCase")]
    ScheduleKeyDeletion {
        key_id: String,
        deletion_date: Timestamp,
        #[serde(serialize_with = "state_name")]
        key_state: KeyState,
        pending_window_in_days: u32,
    },
    #[serde(rename_all = "PascalCase")]
    CancelKeyDeletion { key_id: String },
    #[serde(rename_all = "PascalCase")]
    CreateGrant { grant_token: String, grant_id: String },
    #[serde(rename_all = "PascalCase")]
    ListGrants {
        grants: Vec<GrantListEntry>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_marker: Option<String>,
        truncated: bool,
    },
    #[serde(rename_all = "PascalCase")]
    ListAliases {
        aliases: Vec<AliasListEntry>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_marker: Option<String>,
        truncated: bool,
    },
}

/// Why KMS refuses a request. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("refused: {self:?}")]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum KmsError {
    /// `NotFoundException`: no such key.
    KeyNotFound { reference: String },
    /// `NotFoundException`: an alias where a key's id or ARN is wanted.
    AliasNotTaken { alias: String },
    /// `NotFoundException`: no such grant of this key.
    GrantNotFound { grant: String, key: String },
    /// `KMSInvalidStateException`.
    InvalidState { key: String, state: KeyState },
    /// `DisabledException`.
    Disabled { key: String },
    /// `AlreadyExistsException`.
    AliasExists { arn: String },
    /// `InvalidAliasNameException`: nothing follows the prefix.
    InvalidAliasName { alias: String },
    /// `ValidationException` (observed by an emulator's authors): a colon follows the prefix, which the pattern allows.
    AliasColon { alias: String },
    /// `ValidationException` (observed by an emulator's authors): the alias is to stand for another alias.
    AliasOfAlias,
    /// `NotAuthorizedException`: the prefix `alias/aws/` is AWS's (observed by an emulator's authors).
    AliasReserved { alias: String },
    /// `AccessDeniedException`: the AWS managed key does not let anybody do this (assumed: AWS's text is not published).
    AwsManagedKey { operation: KmsOperation, key: String },
    /// `InvalidMarkerException`.
    InvalidMarker,
    /// `UnsupportedOperationException`: a key of a kind that streams cannot use, which is not simulated.
    KeyKindNotSimulated,
    /// `ValidationException` (observed by an emulator's authors): the alias does not begin with `alias/`.
    AliasPrefix,
    /// `ValidationException`: the alias has characters that it must not have.
    AliasPattern { alias: String },
    /// `ValidationException`: the waiting period is not between these, in days.
    PendingWindow { days: u32, shortest: u32, longest: u32 },
    /// `ValidationException`: a page of so many entries is not possible.
    PageSize { asked: u32, largest: u32 },
    /// `ValidationException`: a grant needs a grantee and at least one operation.
    GrantIncomplete,
    /// Whatever is asked, KMS is switched to refuse: `ThrottlingException`.
    Throttling,
    /// Whatever is asked, the account is not signed up: `OptInRequired`.
    OptInRequired,
}

impl KmsError {
    /// The name of AWS's exception.
    pub const fn exception(&self) -> &'static str {
        match self {
            Self::KeyNotFound { .. } | Self::AliasNotTaken { .. } | Self::GrantNotFound { .. } => "NotFoundException",
            Self::InvalidState { .. } => "KMSInvalidStateException",
            Self::Disabled { .. } => "DisabledException",
            Self::AliasExists { .. } => "AlreadyExistsException",
            Self::InvalidAliasName { .. } => "InvalidAliasNameException",
            Self::AliasReserved { .. } => "NotAuthorizedException",
            Self::AwsManagedKey { .. } => "AccessDeniedException",
            Self::InvalidMarker => "InvalidMarkerException",
            Self::KeyKindNotSimulated => "UnsupportedOperationException",
            Self::AliasColon { .. }
            | Self::AliasOfAlias
            | Self::AliasPrefix
            | Self::AliasPattern { .. }
            | Self::PendingWindow { .. }
            | Self::PageSize { .. }
            | Self::GrantIncomplete => "ValidationException",
            Self::Throttling => "ThrottlingException",
            Self::OptInRequired => "OptInRequired",
        }
    }
}

fn nothing<S: Serializer>(serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_map(Some(0))?.end()
}

fn state_name<S: Serializer>(state: &KeyState, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.name())
}
