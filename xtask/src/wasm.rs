//! The compiler for wasm32: rustup's where it can be had, Debian's where it cannot.
//!
//! Debian's compiler has no standard library for wasm32 but brings its source, so Cargo builds that library too.
//! The two compilers differ in version: each has its own target folder, or they would undo each other's work.

use crate::debian;
use crate::error::{Error, Result};
use crate::process::{find_on_path, read, run_within, say};
use crate::project::Project;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The target that the page and the worker are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Chooses the compiler: `rustup` or `debian`.
const CHOICE: &str = "SHARDSCOPE_WASM";
/// Without a way to the network rustup may wait for ever.
const RUSTUP_LIMIT: Duration = Duration::from_mins(3);
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-22"];
const DEBIAN_FILES: [&str; 6] = [
    "/usr/bin/rustc",
    "/usr/bin/cargo",
    "/usr/bin/cargo-clippy",
    "/usr/bin/clippy-driver",
    "/usr/bin/wasm-ld-22",
    "/usr/lib/rustlib/src/rust/library/std/Cargo.toml",
];
/// What Cargo needs in order to build the standard library with Debian's compiler.
const DEBIAN_ENVIRONMENT: [(&str, &str); 5] = [
    ("RUSTC", "/usr/bin/rustc"),
    ("CARGO", "/usr/bin/cargo"),
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22"),
];

/// Which compiler builds for wasm32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compiler {
    /// The compiler that runs this tool, with the target installed.
    Rustup,
    /// Debian's `rustc-web`.
    Debian,
}

impl Compiler {
    /// Finds a compiler that works, and installs what it lacks.
    pub fn set_up() -> Result<Self> {
        match std::env::var(CHOICE).as_deref() {
            Ok("rustup") => Self::set_up_rustup(),
            Ok("debian") => Self::set_up_debian(),
            Ok(other) if !other.is_empty() => {
                Err(Error::Other(format!("{CHOICE} is `{other}`; it may be `rustup` or `debian`")))
            }
            _ => Self::choose(),
        }
    }

    fn choose() -> Result<Self> {
        if has_target() {
            return Ok(Self::Rustup);
        }
        // What is there already comes before a download that may take minutes to fail.
        if missing_debian_files().is_empty() {
            return Ok(Self::Debian);
        }
        Self::set_up_rustup().or_else(|error| {
            say(format!("{error}\n    Trying Debian's compiler instead."));
            Self::set_up_debian()
        })
    }

    fn set_up_rustup() -> Result<Self> {
        if has_target() {
            return Ok(Self::Rustup);
        }
        if find_on_path("rustup").is_none() {
            let remedy = format!("Install rustup from https://rustup.rs and run `rustup target add {TARGET}`.");
            return Err(Error::Missing { what: format!("The standard library for {TARGET}"), remedy });
        }
        say(format!("Installing the standard library for {TARGET}"));
        run_within(Command::new("rustup").args(["target", "add", TARGET]), RUSTUP_LIMIT)?;
        if has_target() { Ok(Self::Rustup) } else { Err(Error::Other("rustup added the target elsewhere".into())) }
    }

    fn set_up_debian() -> Result<Self> {
        if missing_debian_files().is_empty() {
            return Ok(Self::Debian);
        }
        let otherwise = format!("install rustup from https://rustup.rs and run `rustup target add {TARGET}`");
        debian::install("a compiler for wasm32", &DEBIAN_PACKAGES, &otherwise)?;
        let missing = missing_debian_files();
        if missing.is_empty() {
            Ok(Self::Debian)
        } else {
            Err(Error::Other(format!("Debian's packages did not bring {}", missing.join(", "))))
        }
    }

    /// What the compiler is called in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rustup => "rustup's compiler",
            Self::Debian => "Debian's compiler",
        }
    }

    /// Where this compiler's results go.
    pub fn target_folder(self, project: &Project) -> PathBuf {
        match self {
            Self::Rustup => project.target.clone(),
            Self::Debian => project.target.join("debian-wasm"),
        }
    }

    /// Makes a command, and all that it starts, use this compiler.
    pub fn apply(self, command: &mut Command, project: &Project) {
        command.env("CARGO_TARGET_DIR", self.target_folder(project));
        if self == Self::Debian {
            command.envs(DEBIAN_ENVIRONMENT);
        }
    }

    /// The folder that has to come first on PATH so that `cargo` is this compiler's.
    pub fn path(self) -> Option<&'static Path> {
        (self == Self::Debian).then_some(Path::new("/usr/bin"))
    }

    /// The words that start clippy: `cargo clippy` would find rustup's even when Debian's is meant.
    pub fn clippy(self) -> [&'static str; 2] {
        match self {
            Self::Rustup => ["cargo", "clippy"],
            Self::Debian => ["/usr/bin/cargo-clippy", "clippy"],
        }
    }
}

fn has_target() -> bool {
    read(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|folder| Path::new(folder.trim()).is_dir())
}

fn missing_debian_files() -> Vec<&'static str> {
    DEBIAN_FILES.into_iter().filter(|file| !Path::new(file).exists()).collect()
}
