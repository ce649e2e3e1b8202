//! An axis of simulated time: round instants and how they are written.

/// The instant `seconds` on an axis of `span` seconds: minutes and seconds, or hours and minutes on long axes.
pub fn time_label(seconds: f64, span: f64) -> String {
    let whole = libm::round(seconds) as u64;
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    match (span > 900.0, hours) {
        (true, _) => format!("{hours}:{minutes:02} h"),
        (false, 0) => format!("{minutes:02}:{seconds:02}"),
        (false, _) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Round instants between two, at most `most` of them.
pub fn ticks(from_s: f64, to_s: f64, most: usize) -> Vec<f64> {
    const STEPS_S: [u32; 16] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 86_400];
    let fits = |step: &f64| (to_s - from_s) / step <= most.max(1) as f64;
    let days = libm::ceil((to_s - from_s) / 86_400.0 / most.max(1) as f64).max(1.0) * 86_400.0;
    let step = STEPS_S.into_iter().map(f64::from).find(fits).unwrap_or(days);
    let first = libm::ceil(from_s / step) as u64;
    let last = libm::floor(to_s / step) as u64;
    (first..=last).map(|tick| tick as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(3.0, 63.0, 6), [10.0, 20.0, 30.0, 40.0, 50.0, 60.0]);
        assert_eq!(ticks(0.0, 120.0, 4), [0.0, 30.0, 60.0, 90.0, 120.0]);
        assert!(ticks(0.0, 1e7, 5).len() <= 6);
        assert_eq!(ticks(0.0, 0.0, 5), [0.0]);
    }

    #[test]
    fn labels_suit_the_axis() {
        assert_eq!([time_label(65.0, 60.0), time_label(3_725.0, 60.0)], ["01:05", "1:02:05"]);
        assert_eq!(time_label(7_260.0, 7_200.0), "2:01 h");
    }
}
