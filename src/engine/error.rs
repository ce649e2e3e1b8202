//! Why the engine refuses: typed causes from which the AWS error, the explanation, the metric and the log are rendered.

use serde::{Deserialize, Serialize};

/// The name of an AWS exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorCode {
    /// `ProvisionedThroughputExceededException`: a shard's rate was passed.
    ProvisionedThroughputExceeded,
    /// `ValidationException`: an argument breaks a documented constraint.
    Validation,
    /// `InvalidArgumentException`: an argument is invalid in this state.
    InvalidArgument,
    /// `LimitExceededException`: an account's or an operation's quota was passed.
    LimitExceeded,
    /// `ResourceNotFoundException`: no such stream.
    ResourceNotFound,
}
