//! The Kinesis API of 2013-12-02 as types: what a caller asks, what is answered, and why it is refused.
//!
//! Fields have AWS's names when they are written as JSON, so that the AWS surface adds nothing but checks and texts. A
//! [`Request`] that arrives here has already been found to satisfy the constraints of the API model
//! (lengths, patterns, required members); what depends on the world is checked by the world.
//! Leaves out: Queues and Channels, which are not simulated.

mod any_request;
pub mod choices;
pub mod error;
pub mod operation;
pub mod request;
pub mod response;
pub mod values;

pub use any_request::Request;
