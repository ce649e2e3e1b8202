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

impl Request {
    /// Whether it changes nothing but how often its own operation may be called.
    pub const fn only_looks(&self) -> bool {
        use operation::Operation as O;
        matches!(
            self.operation(),
            O::DescribeAccountSettings
                | O::DescribeLimits
                | O::DescribeStream
                | O::DescribeStreamConsumer
                | O::DescribeStreamSummary
                | O::GetResourcePolicy
                | O::GetShardIterator
                | O::ListShards
                | O::ListStreamConsumers
                | O::ListStreams
                | O::ListTagsForResource
                | O::ListTagsForStream
        )
    }
}
