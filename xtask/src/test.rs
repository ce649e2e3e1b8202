//! All checks and tests, in order, with one result.

use crate::counts::{self, Counts};
use crate::error::{Doing, Error, Result};
use crate::oracle::{self, Build};
use crate::process::{Stream, run, run_and_keep, say};
use crate::project::Project;
use crate::setup::{Optimisation, Setup, with_path};
use crate::wasm::TARGET;
use crate::{browser, site, tools};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// One part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The formatting
    Fmt,
    /// The lints, natively and for wasm32
    Clippy,
    /// The native tests and the examples in the documentation
    Native,
    /// The comparisons with kinesalite, call by call, and with aws-kinesis-agg and readers of files
    Oracle,
    /// The release build of the site
    Wasm,
    /// The tests in a real browser, of the site that `wasm` built
    Browser,
}

const ALL: [Part; 6] = [Part::Fmt, Part::Clippy, Part::Native, Part::Oracle, Part::Wasm, Part::Browser];

/// How a part ended.
struct Outcome {
    part: Part,
    counts: Counts,
    passed: bool,
    took: Duration,
}

/// What the parts need, set up before any of them runs.
struct Bench {
    project: Project,
    setup: Option<Setup>,
    nextest: Vec<PathBuf>,
    chromium: Option<PathBuf>,
}

/// Runs the parts, all when none is named; prints a table and the totals.
pub fn test(project: &Project, only: &[Part]) -> Result<ExitCode> {
    let chosen: Vec<Part> = ALL.into_iter().filter(|part| only.is_empty() || only.contains(part)).collect();
    let bench = Bench::set_up(project, &chosen)?;
    let mut outcomes = Vec::new();
    for part in chosen {
        outcomes.push(bench.perform(part));
    }
    Ok(conclude(&outcomes))
}

impl Bench {
    fn set_up(project: &Project, parts: &[Part]) -> Result<Self> {
        let needs_wasm = parts.contains(&Part::Clippy) || parts.contains(&Part::Wasm);
        let optimisation = if parts.contains(&Part::Wasm) { Optimisation::Required } else { Optimisation::None };
        let setup = needs_wasm.then(|| Setup::for_building(project, optimisation)).transpose()?;
        let nextest = if parts.contains(&Part::Native) { tools::nextest(project)? } else { None };
        if parts.contains(&Part::Oracle) {
            oracle::set_up(project)?;
        }
        let chromium = parts.contains(&Part::Browser).then(|| browser::set_up(project)).transpose()?;
        Ok(Self { project: project.clone(), setup, nextest: nextest.into_iter().collect(), chromium })
    }

    fn perform(&self, part: Part) -> Outcome {
        println!("\n######## {}", name(part));
        let started = Instant::now();
        let result = match part {
            Part::Fmt => self.fmt(),
            Part::Clippy => self.clippy(),
            Part::Native => self.native(),
            Part::Oracle => self.oracle(),
            Part::Wasm => self.wasm(),
            Part::Browser => self.browser(),
        };
        let took = started.elapsed();
        match result {
            Ok(counts) => Outcome { part, counts, passed: counts.failed == 0, took },
            Err(error) => {
                say(format!("{} failed: {error}", name(part)));
                // A check that fails, or tests that did not get to run, count as one failure.
                Outcome { part, counts: Counts { passed: 0, failed: 1 }, passed: false, took }
            }
        }
    }

    fn fmt(&self) -> Result<Counts> {
        run(self.project.command("cargo").args(["fmt", "--all", "--check"]))?;
        Ok(Counts::default())
    }

    fn clippy(&self) -> Result<Counts> {
        const STRICT: [&str; 3] = ["--", "-D", "warnings"];
        let mut native = self.project.command("cargo");
        native.args(["clippy", "--workspace", "--all-targets"]).args(STRICT);
        let setup = self.setup()?;
        let [program, subcommand] = setup.compiler().clippy();
        let mut wasm = setup.command(program)?;
        wasm.args([subcommand, "--target", TARGET, "--features", "split", "--lib", "--bins"]).args(STRICT);
        // Whoever corrects lints wants to see all of them.
        let result = run(&mut native);
        run(&mut wasm)?;
        result.map(|()| Counts::default())
    }

    fn native(&self) -> Result<Counts> {
        let mut command = self.project.command("cargo");
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]).env("PATH", with_path(&self.nextest)?);
        let (success, text) = run_and_keep(&mut command, Stream::Errors)?;
        let tests = judge(success, counts::of_nextest(&text))?;
        let mut command = self.project.command("cargo");
        command.args(["test", "--workspace", "--doc", "--no-fail-fast"]);
        let (success, text) = run_and_keep(&mut command, Stream::Output)?;
        let examples = counts::of_cargo_test(&text);
        if success { Ok(tests + examples) } else { Ok(tests + judge(success, examples)?) }
    }

    fn oracle(&self) -> Result<Counts> {
        let node = oracle::node(&self.project, Build::Checked)?;
        self.node_tests(node, &test_files(&oracle::folder(&self.project))?, "oracle-tests.tap")
    }

    fn wasm(&self) -> Result<Counts> {
        site::build(self.setup()?, &self.site())?;
        Ok(Counts::default())
    }

    fn browser(&self) -> Result<Counts> {
        if !self.site().join("index.html").is_file() {
            return Err(Error::Other("there is no site to test; build it with `--only wasm`".into()));
        }
        let mut node = self.project.command("node");
        node.env("SHARDSCOPE_SITE", self.site());
        node.envs(self.chromium.as_ref().map(|program| ("CHROMIUM", program)));
        self.node_tests(node, &test_files(&browser::folder(&self.project))?, "browser-tests.tap")
    }

    /// Has Node run test files, and counts what it reports.
    fn node_tests(&self, mut node: Command, files: &[PathBuf], report: &str) -> Result<Counts> {
        let report = self.project.target.join(report);
        node.args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout"]);
        node.arg("--test-reporter=tap").arg(format!("--test-reporter-destination={}", report.display())).args(files);
        // Without tests Node would fail for want of files, or leave the last report.
        let _ = std::fs::remove_file(&report);
        let status = node.status().doing("start Node")?;
        let text = std::fs::read_to_string(&report).unwrap_or_default();
        judge(status.success(), counts::of_node(&text))
    }

    fn setup(&self) -> Result<&Setup> {
        self.setup.as_ref().ok_or_else(|| Error::Other("the compiler for wasm32 was not set up".into()))
    }

    fn site(&self) -> PathBuf {
        self.project.target.join("site-test")
    }
}

/// The files of a folder that are tests for Node.
fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).doing(format!("list {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() { Err(Error::Other(format!("{} has no *.test.mjs", folder.display()))) } else { Ok(files) }
}

/// A part without a single test is a part that tests nothing; a failure without a failed test is still one.
fn judge(success: bool, counts: Counts) -> Result<Counts> {
    match (success, counts.is_empty()) {
        (true, true) => Err(Error::Other("no test ran".into())),
        (false, true) => Err(Error::Other("the tests could not run".into())),
        (false, false) if counts.failed == 0 => Ok(Counts { failed: 1, ..counts }),
        _ => Ok(counts),
    }
}

fn conclude(outcomes: &[Outcome]) -> ExitCode {
    println!("\n{:<28} {:<6} {:>7} {:>7} {:>9}", "Part", "", "passed", "failed", "seconds");
    for outcome in outcomes {
        let verdict = if outcome.passed { "pass" } else { "FAIL" };
        let Counts { passed, failed } = outcome.counts;
        let seconds = outcome.took.as_secs_f64();
        println!("{:<28} {verdict:<6} {passed:>7} {failed:>7} {seconds:>9.1}", name(outcome.part));
    }
    let total = outcomes.iter().fold(Counts::default(), |total, outcome| total + outcome.counts);
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if outcomes.iter().all(|outcome| outcome.passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn name(part: Part) -> &'static str {
    match part {
        Part::Fmt => "Formatting",
        Part::Clippy => "Lints",
        Part::Native => "Native tests",
        Part::Oracle => "Comparisons with packages",
        Part::Wasm => "Build of the site",
        Part::Browser => "Tests in the browser",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_without_tests_and_a_failure_without_a_failed_test_are_failures() {
        let counts = |passed, failed| Counts { passed, failed };
        assert!(judge(true, counts(0, 0)).is_err());
        assert!(judge(false, counts(0, 0)).is_err());
        assert_eq!(judge(true, counts(3, 0)).ok(), Some(counts(3, 0)));
        assert_eq!(judge(false, counts(3, 0)).ok(), Some(counts(3, 1)));
        assert_eq!(judge(false, counts(3, 2)).ok(), Some(counts(3, 2)));
    }
}
