//! Stub.
use crate::engine::firehose::plan::Column;
/// Checks.
pub fn check(data: &[u8], _columns: &[Column]) -> Result<(), ()> {
    super::json::object(data).map(|_| ()).ok_or(())
}
/// Infers.
pub fn infer(_records: &[Vec<u8>]) -> Vec<Column> {
    Vec::new()
}
