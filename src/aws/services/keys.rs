//! Requests of KMS: checked, carried out, and refused in its words.
//!
//! Texts are those that were recorded against AWS by the `LocalStack` emulator's authors, except where another source or
//! `assumed` stands.

use crate::aws::error::Refusal;
use crate::aws::model::OperationModel;
use crate::aws::{Backend, check};
use crate::engine::account::Account;
use crate::engine::kms::api::{KmsError, KmsOperation, KmsRequest, KmsResponse};
use crate::engine::kms::key::KeyState;
use serde_json::Value;

/// What KMS tells those who call it too often. Documented.
pub const THROTTLING: &str =
    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";
/// What AWS tells those who are not signed up for a service. Documented.
pub const OPT_IN_REQUIRED: &str = "The AWS access key ID needs a subscription for the service.";

const BAD_REQUEST: u16 = 400;
const FORBIDDEN: u16 = 403;

/// Has a request carried out whose body was read already.
pub fn perform<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &mut B,
) -> Result<KmsResponse, Refusal> {
    let request = request(operation, body)?;
    backend.manage_keys(request).map_err(|error| Refusal::of_keys(&error, backend.account()))
}

/// Checks the body of a request and reads it as the engine's type.
pub fn request(operation: &'static OperationModel, body: Value) -> Result<KmsRequest, Refusal> {
    let fields = Value::Object(check::check(operation, body)?);
    let known = KmsOperation::ALL.iter().find(|known| known.name() == operation.name);
    known.and_then(|known| KmsRequest::read(*known, fields).ok()).ok_or_else(Refusal::unreadable)
}

impl Refusal {
    /// What key management refused, in AWS's words.
    pub fn of_keys(error: &KmsError, account: &Account) -> Self {
        let status = if *error == KmsError::OptInRequired { FORBIDDEN } else { BAD_REQUEST };
        Self { status, code: error.exception(), message: text(error, account) }
    }
}

/// The text of a refusal, where AWS gives one.
fn text(error: &KmsError, account: &Account) -> Option<String> {
    use KmsError as E;
    let text = match error {
        E::KeyNotFound { reference } => not_found(reference, account),
        // assumed, after the one of what is no key's id
        E::AliasNotTaken { alias } => invalid_id(alias),
        // moto
        E::GrantNotFound { grant, .. } => format!("Grant ID {grant} not found"),
        // reported
        E::InvalidState { key, state: KeyState::PendingDeletion { .. } } => format!("{key} is pending deletion."),
        // assumed, after the one before
        E::InvalidState { key, .. } => format!("{key} is not pending deletion."),
        // reported
        E::Disabled { key } => format!("{key} is disabled."),
        // moto
        E::AliasExists { arn } => format!("An alias with the name {arn} already exists"),
        // assumed, after the next one
        E::InvalidAliasName { alias } => format!("{alias} is not a valid alias"),
        // moto
        E::AliasColon { alias } => format!("{alias} contains invalid characters for an alias"),
        // moto
        E::AliasOfAlias => "Aliases must refer to keys. Not aliases".to_owned(),
        // moto: the exception alone
        E::AliasReserved { .. } => return None,
        // assumed, in the form of all refusals of permission
        E::AwsManagedKey { operation, key } => format!(
            "User: arn:aws:iam::{}:root is not authorized to perform: kms:{} on resource: {key}",
            account.id,
            operation.name()
        ),
        // assumed
        E::InvalidMarker => "Invalid marker.".to_owned(),
        // assumed
        E::KeyKindNotSimulated => "Streams can use symmetric encryption keys only.".to_owned(),
        // moto
        E::AliasPrefix => "Invalid identifier".to_owned(),
        // moto
        E::AliasPattern { alias } => {
            breach(alias, "aliasName", "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$")
        }
        // assumed
        E::PendingWindow { days, shortest, longest } => {
            format!("PendingWindowInDays must be between {shortest} and {longest}, but was {days}.")
        }
        // assumed: the bounds of the model are wider
        E::PageSize { asked, largest } => {
            breach(&asked.to_string(), "limit", &format!("have value less than or equal to {largest}"))
        }
        // assumed
        E::GrantIncomplete => breach("[]", "operations", "have length greater than or equal to 1"),
        E::Throttling => THROTTLING.to_owned(),
        E::OptInRequired => OPT_IN_REQUIRED.to_owned(),
    };
    Some(text)
}

/// That there is no such key: AWS tells apart what is no reference, what is of another Region, and what is not there.
pub fn not_found(reference: &str, account: &Account) -> String {
    let (id, region) = (&account.id, &account.region);
    let mut parts = reference.splitn(6, ':');
    let (local, region_of_arn) = match (parts.next(), parts.nth(2), parts.nth(1)) {
        (Some("arn"), Some(region), Some(local)) => (local, Some(region)),
        _ => (reference, None),
    };
    if let Some(other) = region_of_arn.filter(|other| *other != region) {
        format!("Invalid arn {other}")
    } else if local.starts_with("alias/") {
        // reported
        format!("Alias arn:aws:kms:{region}:{id}:{local} is not found.")
    } else {
        let key = local.strip_prefix("key/").filter(|_| region_of_arn.is_some()).unwrap_or(local);
        if is_id(key) { format!("Key 'arn:aws:kms:{region}:{id}:key/{key}' does not exist") } else { invalid_id(key) }
    }
}

fn invalid_id(reference: &str) -> String {
    format!("Invalid keyId '{reference}'")
}

/// Whether a text has the form of a key's id: that of a UUID.
fn is_id(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let groups = text.split('-').map(str::len);
    groups.eq(GROUPS) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// One constraint that is breached, in the words of the checks before the engine.
fn breach(value: &str, place: &str, constraint: &str) -> String {
    format!(
        "1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: Member must {constraint}"
    )
}
