//! What the drawings consist of: plain numbers and shapes, tested natively, painted by the views.

pub mod ages;
pub mod axis;
pub mod chart;
pub mod firehose;
pub mod limits;
pub mod lineage;
pub mod pipeline;
pub mod pixels;
pub mod readers;
pub mod region;
pub mod ring;
pub mod split;
pub mod strip;
pub mod waterfall;
