//! The services beside Kinesis: KMS, whose keys encrypt streams, `CloudWatch`, which measures them, and Firehose, which
//! delivers their records.

pub(super) mod deliveries;
pub(super) mod keys;
pub(super) mod metrics;
mod time_zones;
mod unkept;
