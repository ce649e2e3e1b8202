//! The API models of AWS that the simulator speaks, as tables: each operation with its members, their types and bounds.
//!
//! Everything that reads requests works from these tables: the checks of JSON bodies, and the `aws` command line with
//! its help. Names, bounds and patterns are those of AWS's published models of autumn 2026; the words are our own.
//! Leaves out: the members of operations that are not simulated, and HTTP traits.

mod cloudwatch;
mod firehose;
mod kinesis;
mod kms;
mod member;
mod pattern;

pub use member::{Bounds, Member, Shape, Structure};
pub use pattern::{FirehosePattern, Pattern};

/// A service of AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Amazon Kinesis Data Streams.
    Kinesis,
    /// AWS Key Management Service.
    Kms,
    /// Amazon `CloudWatch`.
    CloudWatch,
    /// Amazon Data Firehose.
    Firehose,
}

/// One operation of a service.
#[derive(Debug)]
pub struct OperationModel {
    /// The service it belongs to.
    pub service: Service,
    /// AWS's name, such as `PutRecord`.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// What is asked, in the API model's order.
    pub input: &'static [Member],
    /// What is answered, in the API model's order.
    pub output: &'static [Member],
    /// Whether the simulator carries it out.
    pub is_simulated: bool,
}

impl Service {
    /// All services.
    pub const ALL: [Self; 4] = [Self::Kinesis, Self::Firehose, Self::Kms, Self::CloudWatch];

    /// What stands before the operation's name in the target of a request.
    pub const fn target_prefix(self) -> &'static str {
        match self {
            Self::Kinesis => "Kinesis_20131202",
            Self::Kms => "TrentService",
            Self::CloudWatch => "GraniteServiceVersion20100801",
            Self::Firehose => "Firehose_20150804",
        }
    }

    /// The Java package that messages about values name. Recorded for Kinesis; the others are assumed after the names of
    /// their exceptions in AWS's SDKs.
    pub const fn java_package(self) -> &'static str {
        match self {
            Self::Kinesis => "com.amazonaws.kinesis.v20131202",
            Self::Firehose => "com.amazonaws.firehose.v20150804",
            Self::Kms => "com.amazonaws.kms",
            Self::CloudWatch => "com.amazonaws.cloudwatch",
        }
    }

    /// The name under which the `aws` command line knows it.
    pub const fn cli_name(self) -> &'static str {
        match self {
            Self::Kinesis => "kinesis",
            Self::Kms => "kms",
            Self::CloudWatch => "cloudwatch",
            Self::Firehose => "firehose",
        }
    }

    /// Its operations, by name.
    pub fn operations(self) -> impl Iterator<Item = &'static OperationModel> {
        let groups: &'static [&'static [OperationModel]] = match self {
            Self::Kinesis => kinesis::OPERATIONS,
            Self::Kms => kms::OPERATIONS,
            Self::CloudWatch => cloudwatch::OPERATIONS,
            Self::Firehose => firehose::OPERATIONS,
        };
        let mut operations: Vec<_> = groups.iter().flat_map(|group| group.iter()).collect();
        operations.sort_unstable_by_key(|operation| operation.name);
        operations.into_iter()
    }

    /// The operation of this name.
    pub fn operation(self, name: &str) -> Option<&'static OperationModel> {
        let groups: &'static [&'static [OperationModel]] = match self {
            Self::Kinesis => kinesis::OPERATIONS,
            Self::Kms => kms::OPERATIONS,
            Self::CloudWatch => cloudwatch::OPERATIONS,
            Self::Firehose => firehose::OPERATIONS,
        };
        groups.iter().flat_map(|group| group.iter()).find(|operation| operation.name == name)
    }
}

impl OperationModel {
    /// The operation that a request's target names, such as `Kinesis_20131202.PutRecord`.
    pub fn of_target(target: &str) -> Option<&'static Self> {
        let (prefix, name) = target.split_once('.')?;
        Service::ALL.into_iter().find(|service| service.target_prefix() == prefix)?.operation(name)
    }

    /// The operation's name on the `aws` command line, such as `put-record`.
    pub fn cli_name(&self) -> String {
        cli_name(self.name)
    }

    /// The same operation, carried out by the simulator.
    const fn simulated(self) -> Self {
        Self { is_simulated: true, ..self }
    }
}

/// An operation of `service` that is not simulated unless said so.
const fn operation(
    service: Service,
    name: &'static str,
    summary: &'static str,
    input: &'static [Member],
    output: &'static [Member],
) -> OperationModel {
    OperationModel { service, name, summary, input, output, is_simulated: false }
}

/// A name of the API model as the `aws` command line writes it: `StreamARN` is `stream-arn`, and `MaxRecordSizeInKiB`
/// is `max-record-size-in-ki-b`.
///
/// A hyphen goes before each capital letter that a small letter or digit precedes, or that a small letter follows.
pub fn cli_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut written = String::with_capacity(name.len() + 8);
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && !letters[index - 1].is_ascii_uppercase();
        let before_small = index > 0 && letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (after_small || before_small) {
            written.push('-');
        }
        written.push(letter.to_ascii_lowercase());
    }
    written
}
