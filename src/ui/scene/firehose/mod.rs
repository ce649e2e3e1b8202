//! A delivery stream as numbers: tanks with their levels and what will empty them, distributions, and time.

pub mod distribution;
pub mod tank;
pub mod timeline;
pub mod tradeoff;

/// The next 1, 2 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|round| *round >= value).unwrap_or(10.0 * power)
}
