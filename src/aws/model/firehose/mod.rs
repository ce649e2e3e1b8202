//! The Firehose model of 2015-08-04.
//!
//! Leaves out: the members of destinations and sources that are not simulated (Snowflake, Iceberg tables, `OpenSearch`
//! Serverless, Amazon MSK, databases), of which the names are taken and refused, and why a delivery stream failed.

mod buckets;
mod conversion;
mod descriptions;
mod destinations;
mod members;
mod operations;
mod shapes;
mod streams;
mod updates;

use super::{Member, OperationModel, Service};

/// All operations.
pub const OPERATIONS: &[&[OperationModel]] = &[operations::OPERATIONS];

const fn firehose(
    name: &'static str,
    summary: &'static str,
    input: &'static [Member],
    output: &'static [Member],
) -> OperationModel {
    super::operation(Service::Firehose, name, summary, input, output).simulated()
}
