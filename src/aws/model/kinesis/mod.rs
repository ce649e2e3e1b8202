//! The operations of the Kinesis model of 2013-12-02, in groups of what they are about.

mod consumers;
mod records;
mod resharding;
mod settings;
mod shapes;
mod streams;
mod unsimulated;

use super::{Member, OperationModel, Service};

/// All operations.
pub const OPERATIONS: &[&[OperationModel]] = &[
    streams::OPERATIONS,
    resharding::OPERATIONS,
    records::OPERATIONS,
    consumers::OPERATIONS,
    settings::OPERATIONS,
    unsimulated::OPERATIONS,
];

/// An operation that the simulator carries out.
const fn operation(
    name: &'static str,
    summary: &'static str,
    input: &'static [Member],
    output: &'static [Member],
) -> OperationModel {
    super::operation(Service::Kinesis, name, summary, input, output).simulated()
}
