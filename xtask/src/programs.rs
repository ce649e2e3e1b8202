//! The release of the two wasm programs: compiled, cut into what is loaded first and what later, bound, made small.
//!
//! Trunk cannot cut programs, so Cargo and the tools are called here. Each program gets a folder that is named by its
//! content, for caches to keep: the files in it find each other, and nothing but the page names the folder.

use crate::error::{Doing, Error, Result};
use crate::process::{run, say};
use crate::setup::Setup;
use crate::site::{clear, digest};
use crate::wasm::TARGET;
use std::path::{Path, PathBuf};

/// The profile of Cargo.toml that makes the programs small.
const PROFILE: &str = "site";
/// What a program's module imports from to fetch its other parts.
const LINK: &str = "__wasm_split.js";
/// Starts a program where no page does so: in a worker.
const START: &str = "start.js";

/// A built program, as the page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its name.
    pub name: &'static str,
    /// Its folder in the site.
    pub folder: String,
}

impl Program {
    /// The module that exports how to start it.
    pub fn module(&self) -> String {
        format!("./{}/{}.js", self.folder, self.name)
    }

    /// The module that starts it.
    pub fn start(&self) -> String {
        format!("./{}/{START}", self.folder)
    }

    /// The module that fetches its other parts.
    pub fn link(&self) -> String {
        format!("./{}/{LINK}", self.folder)
    }

    /// What is loaded first of it.
    pub fn wasm(&self) -> String {
        format!("./{}/{}_bg.wasm", self.folder, self.name)
    }
}

/// Whether a file of a program is loaded only when it is needed.
pub fn is_later(file: &str) -> bool {
    file.starts_with("split_") || file.starts_with("chunk_")
}

/// Builds a program into a folder of the site.
pub fn build(setup: &Setup, name: &'static str, site: &Path) -> Result<Program> {
    say(format!("Building the {name}"));
    let linked = compile(setup, name)?;
    let work = setup.target_folder().join("cut").join(name);
    clear(&work)?;
    std::fs::create_dir_all(&work).doing(format!("create {}", work.display()))?;
    let (cut, bound) = (work.join("cut"), work.join("bound"));
    let main = cut.join(format!("{name}.wasm"));
    let mut parts = split(setup, &linked, name, &cut)?;
    run(setup
        .command("wasm-bindgen")?
        .arg(&main)
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", name, "--out-dir"])
        .arg(&bound))?;
    parts.push(bound.join(format!("{name}_bg.wasm")));

    let ready = work.join("ready");
    std::fs::create_dir_all(&ready).doing(format!("create {}", ready.display()))?;
    for file in &parts {
        let small = ready.join(file_name(file)?);
        // What runs often is the engine, in the worker: there a little speed is worth a few bytes.
        let level = if name == "worker" { "-Os" } else { "-Oz" };
        run(setup
            .command("wasm-opt")?
            .args([level, "--strip-producers"])
            .arg(file)
            .arg(format!("--output={}", small.display())))?;
    }
    copy(&bound.join(format!("{name}.js")), &ready)?;
    copy(&cut.join(LINK), &ready)?;
    // The page has its own start in index.html.
    if name == "worker" {
        let start = format!("import init from \"./{name}.js\";\nawait init();\n");
        std::fs::write(ready.join(START), start).doing(format!("write {START}"))?;
    }
    publish(name, &ready, site)
}

/// Compiles and links a program, with all that cutting it needs to know.
fn compile(setup: &Setup, name: &str) -> Result<PathBuf> {
    let mut cargo = setup.command("cargo")?;
    cargo.args(["rustc", "--locked", "--offline", "--profile", PROFILE, "--target", TARGET, "--features", "split"]);
    cargo.args(["--bin", name, "--", "-C", "link-arg=--emit-relocs"]);
    run(&mut cargo)?;
    Ok(setup.target_folder().join(TARGET).join(PROFILE).join(format!("{name}.wasm")))
}

/// Cuts a linked program into a folder; the answer is the parts that are loaded later.
fn split(setup: &Setup, linked: &Path, name: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut split = setup.command("wasm-split-cli")?;
    run(split.arg(linked).arg(folder).args(["--target", "web", "--out-name", name]))?;
    let mut parts = files(folder)?;
    parts.retain(|part| part.file_name().is_some_and(|name| is_later(&name.to_string_lossy())));
    if parts.is_empty() {
        return Err(Error::Other(format!("the {name} has no point at which it can be cut")));
    }
    Ok(parts)
}

/// Puts the files into a folder of the site that is named by what they hold.
fn publish(name: &'static str, ready: &Path, site: &Path) -> Result<Program> {
    let files = files(ready)?;
    let contents: Vec<Vec<u8>> = files
        .iter()
        .map(|file| std::fs::read(file).doing(format!("read {}", file.display())))
        .collect::<Result<_>>()?;
    let parts: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let program = Program { name, folder: format!("{name}-{}", digest(&parts)) };
    let folder = site.join(&program.folder);
    std::fs::create_dir_all(&folder).doing(format!("create {}", folder.display()))?;
    files.iter().try_for_each(|file| copy(file, &folder))?;
    Ok(program)
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let to = folder.join(file_name(file)?);
    std::fs::copy(file, to).map(drop).doing(format!("copy {}", file.display()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).doing(format!("list {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    Ok(files)
}

fn file_name(file: &Path) -> Result<&std::ffi::OsStr> {
    file.file_name().ok_or_else(|| Error::Other(format!("{} is no file", file.display())))
}
