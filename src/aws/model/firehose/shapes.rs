//! Types that many members share.

pub use crate::aws::model::pattern::FirehosePattern as F;
pub use crate::aws::model::{Bounds, Member, Pattern, Shape, Structure};

/// A pattern of Firehose's.
pub const fn f(pattern: F) -> Pattern {
    Pattern::Firehose(pattern)
}

pub const ROLE: Shape = Shape::pattern(1, 512, f(F::RoleArn));
pub const SOLID: Shape = Shape::pattern(1, 1_024, f(F::Solid));
pub const NAME: Shape = Shape::pattern(1, 64, Pattern::Name);
