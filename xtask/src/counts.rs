//! How many tests ran, read from what the test programs print.

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, and checks that did.
    pub failed: u32,
}

impl Counts {
    /// Whether nothing ran.
    pub fn is_empty(self) -> bool {
        self.passed + self.failed == 0
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// From nextest's line `Summary [   0.5s] 3 tests run: 2 passed (1 slow), 1 failed, 0 skipped`.
pub fn of_nextest(text: &str) -> Counts {
    let summary = text.lines().rev().find(|line| line.trim_start().starts_with("Summary [")).unwrap_or_default();
    let Some((run, results)) = summary.split_once(" run: ") else {
        return Counts::default();
    };
    // "1/3 tests run" when nextest stopped early.
    let run: u32 = run
        .trim_end_matches("tests")
        .trim_end_matches("test")
        .split_whitespace()
        .next_back()
        .and_then(|number| number.split('/').next()?.parse().ok())
        .unwrap_or(0);
    let passed = number_before(results, " passed");
    Counts { passed, failed: run.saturating_sub(passed) }
}

/// From the lines `test result: ok. 2 passed; 0 failed; …` of `cargo test`.
pub fn of_cargo_test(text: &str) -> Counts {
    let lines = text.lines().filter(|line| line.starts_with("test result:"));
    lines
        .map(|line| Counts { passed: number_before(line, " passed"), failed: number_before(line, " failed") })
        .fold(Counts::default(), std::ops::Add::add)
}

/// From the lines `# pass 2` and `# fail 0` of Node's TAP report. A test that was skipped did not run.
pub fn of_node(text: &str) -> Counts {
    let after =
        |label: &str| text.lines().rev().find_map(|line| line.strip_prefix(label)?.trim().parse().ok()).unwrap_or(0u32);
    Counts { passed: after("# pass "), failed: after("# fail ") + after("# cancelled ") }
}

fn number_before(text: &str, label: &str) -> u32 {
    text.split_once(label)
        .and_then(|(before, _)| before.split(|character: char| !character.is_ascii_digit()).next_back()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(counts: Counts, passed: u32, failed: u32) {
        assert_eq!(counts, Counts { passed, failed });
    }

    #[test]
    fn nextest_counts_what_did_not_pass_as_failed() {
        check(of_nextest("     Summary [   0.007s] 12 tests run: 12 passed, 0 skipped\n"), 12, 0);
        check(of_nextest("  Summary [ 1.0s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 4 skipped\n"), 3, 2);
        check(of_nextest("  Summary [ 1.0s] 1/7 tests run: 0 passed, 1 failed, 0 skipped\n"), 0, 1);
        check(of_nextest("  Summary [ 1.0s] 1 test run: 1 passed, 0 skipped\nerror: something\n"), 1, 0);
        check(of_nextest("error: could not compile\n"), 0, 0);
    }

    #[test]
    fn doc_tests_of_all_crates_are_added() {
        let text =
            "test result: ok. 2 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 1 passed; 3 failed; 0 ignored\n";
        check(of_cargo_test(text), 3, 3);
    }

    #[test]
    fn nodes_last_report_counts() {
        check(of_node("# tests 9\n# pass 6\n# fail 2\n# cancelled 1\n# skipped 0\n"), 6, 3);
        check(of_node("TAP version 13\n"), 0, 0);
    }
}
