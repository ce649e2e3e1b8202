//! What the AWS surface asks of the world behind it. Tests put another one in its place.

use crate::engine::account::Account;
use crate::engine::api::Request;
use crate::engine::api::error::ApiError;
use crate::engine::api::response::{Push, Response};
use crate::engine::firehose::api::error::FirehoseError;
use crate::engine::firehose::api::request::FirehoseRequest;
use crate::engine::firehose::api::response::FirehoseResponse;
use crate::engine::kms::Fault;
use crate::engine::kms::api::{KmsError, KmsRequest, KmsResponse};
use crate::engine::limits::Profile;
use crate::engine::metrics::cloudwatch::Metrics;
use crate::engine::stream::replication::{ZONES, ZoneState};
use crate::engine::time::SimTime;

/// What goes wrong in the Region because somebody wants it to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Troubles {
    /// How KMS fails.
    pub kms_fault: Option<Fault>,
    /// How each zone does.
    pub zones: [ZoneState; ZONES],
}

/// A world that requests are sent to.
pub trait Backend {
    /// The account and Region that it is.
    fn account(&self) -> &Account;

    /// The limits that hold.
    fn profile(&self) -> Profile;

    /// Why the limits cannot be those of `profile`: which setting they do not have, and what it is.
    fn profile_lacks(&self, profile: Profile) -> Option<(String, String)>;

    /// The seed from which chance comes.
    fn seed(&self) -> u64;

    /// What time it is there.
    fn now(&self) -> SimTime;

    /// Carries a request out at this instant.
    fn request(&mut self, request: Request) -> Result<Response, ApiError>;

    /// Carries out a request of key management at this instant.
    fn manage_keys(&mut self, request: KmsRequest) -> Result<KmsResponse, KmsError>;

    /// Carries out a request of Firehose at this instant.
    fn deliver(&mut self, request: FirehoseRequest) -> Result<FirehoseResponse, FirehoseError>;

    /// What `CloudWatch` was told.
    fn metrics(&self) -> &Metrics;

    /// Lets time pass until an instant.
    fn advance_to(&mut self, at: SimTime);

    /// What subscriptions have pushed since this was last asked, oldest first.
    fn take_pushes(&mut self) -> Vec<Push>;

    /// What goes wrong.
    fn troubles(&self) -> Troubles;

    /// The account, the limits and what goes wrong are these from now on.
    fn configure(&mut self, account: Account, profile: Profile, troubles: Troubles);

    /// Begins again with another seed. It is asked for only before anything was done.
    fn begin_with_seed(&mut self, seed: u64);
}
