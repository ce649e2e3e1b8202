//! The repository keeps its own rules: module docs, short files, clean lines, and dependencies that point one way.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The folders whose files are checked, and the files beside them.
const FOLDERS: [&str; 9] = [".cargo", ".ci", "benches", "examples", "src", "static", "tests", "xtask", ".github"];
/// Files of these kinds are written by hand and checked for clean lines.
const TEXT: [&str; 9] = ["rs", "toml", "mjs", "js", "css", "html", "ftl", "svg", "md"];
/// What tools write.
const GENERATED: [&str; 4] = ["node_modules", "target", "dist", "output"];
const LINES_MAX: usize = 400;
/// Files that are longer than a file may be. This list may only shrink.
const TOO_LONG: [&str; 0] = [];
/// Each module with the modules of this crate that it may not use: arrows point along
/// `ui → worker → {aws, scenario, learn} → engine`.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    ("engine", &["aws", "learn", "scenario", "ui", "worker"]),
    ("aws", &["learn", "scenario", "ui", "worker"]),
    ("scenario", &["ui", "worker"]),
    ("learn", &["ui", "worker"]),
    ("worker", &["ui"]),
];

/// A file with its path from the top of the repository.
struct Source {
    path: String,
    text: String,
}

#[test]
fn rust_files_open_with_what_they_are() {
    check(|file, report| {
        if file.is_rust() && !file.text.starts_with("//!") {
            report(1, "does not open with a `//!` sentence that says what it is");
        }
    });
}

#[test]
fn rust_files_are_short() {
    check(|file, report| {
        let lines = file.text.lines().count();
        let is_exempt = TOO_LONG.contains(&file.path.as_str());
        if file.is_rust() && lines > LINES_MAX && !is_exempt {
            report(lines, &format!("has more than {LINES_MAX} lines: is it one idea?"));
        }
        if is_exempt && lines <= LINES_MAX {
            report(lines, "is short enough by now: take it off the list");
        }
    });
}

#[test]
fn lines_are_clean() {
    // Put together here, so that this file does not hold the words that it looks for.
    let markers = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    check(|file, report| {
        for (number, line) in (1..).zip(file.text.lines()) {
            if line.ends_with([' ', '\t', '\r']) {
                report(number, "ends in white space");
            }
            if markers.iter().any(|marker| has_word(line, marker)) {
                report(number, "marks something to be done: do it, or write down what is so today");
            }
        }
        if !file.text.is_empty() && !file.text.ends_with('\n') {
            report(file.text.lines().count(), "does not end with a line break");
        }
    });
}

#[test]
fn dependencies_point_one_way() {
    check(|file, report| {
        let module = FORBIDDEN.iter().find(|(module, _)| file.is_of(module));
        let Some((module, forbidden)) = module.filter(|_| file.is_rust()) else {
            return;
        };
        for (number, path) in crate_paths(&file.text) {
            for other in forbidden.iter().filter(|other| names_module(&path, other)) {
                report(number, &format!("`{module}` must not know `{other}`"));
            }
        }
    });
}

impl Source {
    fn is_rust(&self) -> bool {
        has_extension(Path::new(&self.path), &["rs"])
    }

    fn is_of(&self, module: &str) -> bool {
        self.path.starts_with(&format!("src/{module}/")) || self.path == format!("src/{module}.rs")
    }
}

/// What follows each `crate::` in code, up to the end of its statement, with the number of its line.
fn crate_paths(text: &str) -> Vec<(usize, String)> {
    let without_comments: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = without_comments.join("\n");
    let starts = ["crate::", "shardscope::"].into_iter().flat_map(|root| code.match_indices(root));
    starts
        .map(|(start, root)| {
            let line = code[..start].matches('\n').count() + 1;
            let rest = &code[start + root.len()..];
            (line, rest.split(';').next().unwrap_or_default().to_owned())
        })
        .collect()
}

/// Whether a path begins in a module: `ui::App`, or `{engine, ui::App}`.
fn names_module(path: &str, module: &str) -> bool {
    path.strip_prefix('{').map_or_else(
        || first_word(path) == module,
        |group| group.split(['{', '}', ',']).any(|path| first_word(path.trim()) == module),
    )
}

fn first_word(path: &str) -> &str {
    path.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or_default()
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|character: char| !character.is_alphanumeric()).any(|found| found == word)
}

/// Runs a rule over all files; fails with one line for each finding.
fn check(rule: impl Fn(&Source, &mut dyn FnMut(usize, &str))) {
    let mut findings = String::new();
    for file in sources() {
        rule(&file, &mut |line, message| {
            writeln!(findings, "{}:{line}: {message}", file.path).expect("a string takes all");
        });
    }
    assert!(findings.is_empty(), "\n{findings}");
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = files(root, false);
    for folder in FOLDERS {
        paths.extend(files(&root.join(folder), true));
    }
    assert!(paths.len() > 10, "only {} files found below {}", paths.len(), root.display());
    paths.sort();
    paths.into_iter().map(|path| read(root, &path)).collect()
}

fn read(root: &Path, path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let path = path.strip_prefix(root).expect("it was found below the root");
    Source { path: path.to_string_lossy().replace('\\', "/"), text }
}

fn files(folder: &Path, is_deep: bool) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("the folder can be listed").path();
        let is_generated = path.file_name().is_some_and(|name| GENERATED.iter().any(|generated| name == *generated));
        if path.is_dir() && is_deep && !is_generated {
            found.extend(files(&path, true));
        } else if path.is_file() && has_extension(&path, &TEXT) {
            found.push(path);
        }
    }
    found
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}

#[test]
fn the_rule_sees_modules_in_paths_and_groups() {
    let sees = |text: &str, module: &str| crate_paths(text).iter().any(|(_, path)| names_module(path, module));
    assert!(sees("use crate::ui::App;", "ui"));
    assert!(sees("    let x = crate::worker::start();", "worker"));
    assert!(sees("use crate::{engine::World, ui};", "ui"));
    assert!(sees("use crate::{\n    engine::World,\n    ui::App,\n};", "ui"));
    assert!(sees("pub(in crate::ui) fn f() {}", "ui"));
    assert!(!sees("use crate::engine::ui_like;", "ui"));
    assert!(!sees("use crate::uid;", "ui"));
    assert!(!sees("// as crate::ui does", "ui"));
    assert_eq!(crate_paths("fn f() {}\nuse crate::ui;\n"), [(2, "ui".to_owned())]);
}
