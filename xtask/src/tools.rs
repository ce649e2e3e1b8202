//! The programs that build and test: found on PATH in the right version, or installed where all checkouts share them.

use crate::debian;
use crate::error::{Error, Result};
use crate::process::{find_on_path, read, run, say};
use crate::project::Project;
use std::path::PathBuf;
use std::process::Command;

/// Trunk 0.22 wants a newer compiler than ours.
const TRUNK: &str = "0.21.14";
/// Reads what the macros of the crate `wasm_split_helpers` write.
const WASM_SPLIT: &str = "0.2.4";
const NEXTEST: &str = "0.9.143";
/// Trunk.toml names this version too: Trunk takes no other. Debian's is too old.
const BINARYEN: &str = "132.0.0";
/// playwright-core runs on no older one.
const NODE_MAJOR: u32 = 20;

/// A program that Cargo can install.
struct Program<'a> {
    /// The crate.
    name: &'a str,
    /// The program that it brings.
    binary: &'a str,
    version: &'a str,
    /// Whether to build with the crate's own lock file.
    locked: bool,
    /// The features that the program takes.
    features: &'a [&'a str],
    /// How long the installation takes on two cores.
    patience: &'a str,
}

/// Sets Trunk up. The answer is the folder to put on PATH, or none when it is there already; so for all below.
pub fn trunk(project: &Project) -> Result<Option<PathBuf>> {
    let program = Program {
        name: "trunk",
        binary: "trunk",
        version: TRUNK,
        locked: true,
        features: &[],
        patience: "about six minutes",
    };
    program.set_up(project)
}

/// Sets up the wasm-bindgen command in the very version of the crate.
pub fn wasm_bindgen(project: &Project) -> Result<Option<PathBuf>> {
    let version = project.locked_version("wasm-bindgen")?;
    // Its lock file pins crates for its own development, which not every registry has.
    let program = Program {
        name: "wasm-bindgen-cli",
        binary: "wasm-bindgen",
        version: &version,
        locked: false,
        features: &[],
        patience: "about four minutes",
    };
    program.set_up(project)
}

/// Sets up what cuts a linked program into what is loaded first and what later.
pub fn wasm_split(project: &Project) -> Result<Option<PathBuf>> {
    let program = Program {
        name: "wasm_split_cli_support",
        binary: "wasm-split-cli",
        version: WASM_SPLIT,
        locked: true,
        features: &["build-binary"],
        patience: "about a minute and a half",
    };
    program.set_up(project)
}

/// Sets up the runner of native tests; any version on PATH will do.
pub fn nextest(project: &Project) -> Result<Option<PathBuf>> {
    if find_on_path("cargo-nextest").is_some() {
        return Ok(None);
    }
    let program = Program {
        name: "cargo-nextest",
        binary: "cargo-nextest",
        version: NEXTEST,
        locked: true,
        features: &[],
        patience: "about eight minutes",
    };
    program.set_up(project)
}

impl Program<'_> {
    fn set_up(&self, project: &Project) -> Result<Option<PathBuf>> {
        if self.is_on_path() {
            return Ok(None);
        }
        let folder = project.tool_folder(self.name, self.version);
        let binaries = folder.join("bin");
        if !binaries.join(self.binary).is_file() {
            say(format!("Installing {} {} to {} ({})", self.name, self.version, folder.display(), self.patience));
            self.install(&folder)?;
        }
        Ok(Some(binaries))
    }

    fn is_on_path(&self) -> bool {
        find_on_path(self.binary)
            .and_then(|file| read(Command::new(file).arg("--version")))
            .is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, folder: &PathBuf) -> Result<()> {
        let mut install = Command::new("cargo");
        install.args(["install", self.name, "--version", self.version, "--root"]).arg(folder);
        if self.locked {
            install.arg("--locked");
        }
        for feature in self.features {
            install.args(["--features", feature]);
        }
        // The checkout's target folder is not the place to build other programs in.
        install.env_remove("CARGO_TARGET_DIR");
        run(&mut install)
    }
}

/// Sets up wasm-opt, which makes the release's wasm smaller and faster.
pub fn wasm_opt(project: &Project) -> Result<Option<PathBuf>> {
    node()?;
    let folder = project.tool_folder("binaryen", BINARYEN);
    let binaries = folder.join("node_modules").join(".bin");
    if !binaries.join("wasm-opt").exists() {
        say(format!("Installing wasm-opt (npm package binaryen {BINARYEN}) to {}", folder.display()));
        let mut install = Command::new("npm");
        install.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        run(install.arg(format!("binaryen@{BINARYEN}")))?;
    }
    Ok(Some(binaries))
}

/// Makes sure that Node and npm are there, new enough.
pub fn node() -> Result<()> {
    const OTHERWISE: &str = "get Node 20 or later from https://nodejs.org";
    if node_major().is_none() || find_on_path("npm").is_none() {
        debian::install("Node with npm", &["nodejs", "npm"], OTHERWISE)?;
    }
    match node_major() {
        Some(major) if major >= NODE_MAJOR => Ok(()),
        Some(major) => Err(Error::Missing {
            what: format!("Node {NODE_MAJOR} or later (this is Node {major})"),
            remedy: format!("Please {OTHERWISE}."),
        }),
        None => Err(Error::Missing { what: "Node".into(), remedy: format!("Please {OTHERWISE}.") }),
    }
}

fn node_major() -> Option<u32> {
    let version = read(Command::new("node").arg("--version"))?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}
