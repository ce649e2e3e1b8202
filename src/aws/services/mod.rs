//! The services beside Kinesis that a stream needs: KMS, whose keys encrypt it, and `CloudWatch`, which measures it.

pub(super) mod keys;
pub(super) mod metrics;
