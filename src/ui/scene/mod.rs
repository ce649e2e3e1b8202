//! What the drawings consist of: plain numbers and shapes, tested natively, painted by the views.

pub mod chart;
pub mod limits;
pub mod region;
pub mod ring;
