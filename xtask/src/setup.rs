//! Everything that a command needs on the machine, set up in order and then put in reach of what it starts.

use crate::error::{Doing, Error, Result};
use crate::process::{run, say};
use crate::project::Project;
use crate::tools;
use crate::wasm::{Compiler, TARGET};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether wasm-opt works on the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimisation {
    /// A build to develop with: not at all.
    None,
    /// A release: yes, and fail without it.
    Required,
    /// A release for the eye: if it can be had.
    IfPossible,
}

/// A machine on which the site can be built.
#[derive(Clone, Debug)]
pub struct Setup {
    project: Project,
    compiler: Compiler,
    /// Folders that come first on PATH.
    path: Vec<PathBuf>,
}

impl Setup {
    /// Sets up the compiler, Trunk, wasm-bindgen and, for a release, wasm-opt and what cuts programs; fetches the crates.
    pub fn for_building(project: &Project, optimisation: Optimisation) -> Result<Self> {
        let compiler = Compiler::set_up()?;
        say(format!("Compiling to wasm with {}", compiler.name()));
        let mut path = Vec::new();
        path.extend(tools::trunk(project)?);
        path.extend(tools::wasm_bindgen(project)?);
        path.extend(set_up_wasm_opt(project, optimisation)?);
        if optimisation == Optimisation::Required {
            path.extend(tools::wasm_split(project)?);
        }
        path.extend(compiler.path().map(PathBuf::from));
        let setup = Self { project: project.clone(), compiler, path };
        setup.fetch()?;
        Ok(setup)
    }

    /// Trunk runs Cargo offline, so that it never asks the network for its own tools either: the crates come first.
    fn fetch(&self) -> Result<()> {
        run(self.command("cargo")?.args(["fetch", "--quiet", "--locked"]))?;
        if self.compiler == Compiler::Debian {
            // The crates of the standard library come only with the target that it is built for.
            run(self.command("cargo")?.args(["fetch", "--quiet", "--locked", "--target", TARGET]))?;
        }
        Ok(())
    }

    /// The compiler for wasm32.
    pub fn compiler(&self) -> Compiler {
        self.compiler
    }

    /// The checkout.
    pub fn root(&self) -> &Path {
        &self.project.root
    }

    /// Where the compiler's results go.
    pub fn target_folder(&self) -> PathBuf {
        self.compiler.target_folder(&self.project)
    }

    /// A command at the top of the checkout that compiles for wasm32 and finds the tools.
    pub fn command(&self, program: &str) -> Result<Command> {
        let path = with_path(&self.path)?;
        // A command is looked up in the PATH it is given only where the system says so: look it up here.
        let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
        let mut command = self.project.command(found.unwrap_or_else(|| program.into()));
        self.compiler.apply(&mut command, &self.project);
        command.env("PATH", path);
        Ok(command)
    }

    /// Trunk with one of its commands.
    pub fn trunk(&self, subcommand: &str) -> Result<Command> {
        let mut command = self.command("trunk")?;
        // Where in Trunk an error arose helps nobody here.
        command.arg(subcommand).env("RUST_LIB_BACKTRACE", "0");
        // Trunk 0.21 refuses the value that the convention asks for, and has its own option.
        if std::env::var_os("NO_COLOR").is_some() {
            command.env_remove("NO_COLOR").args(["--color", "never"]);
        }
        Ok(command)
    }
}

/// PATH with these folders before the others.
pub fn with_path(first: &[PathBuf]) -> Result<std::ffi::OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(first.iter().cloned().chain(std::env::split_paths(&rest)))
        .map_err(|error| Error::Other(format!("PATH cannot hold the tools' folder: {error}")))
}

fn set_up_wasm_opt(project: &Project, optimisation: Optimisation) -> Result<Option<PathBuf>> {
    match optimisation {
        Optimisation::None => Ok(None),
        Optimisation::Required => tools::wasm_opt(project),
        Optimisation::IfPossible => tools::wasm_opt(project).or_else(|error| {
            say(format!("{error}\n    Going on without wasm-opt: the site works the same, but is larger and slower."));
            stand_in(project).map(Some)
        }),
    }
}

/// Trunk cannot be told to skip wasm-opt from outside, so a program of that name copies its input.
fn stand_in(project: &Project) -> Result<PathBuf> {
    const SCRIPT: &str = r#"#!/bin/sh
# Stands in for wasm-opt, which needs Node: copies its input to --output.
for word in "$@"; do
  case "$word" in
    --version) echo "wasm-opt version 132 (stand-in)"; exit 0 ;;
    --output=*) output="${word#--output=}" ;;
    -*) ;;
    *) input="$word" ;;
  esac
done
exec cp "$input" "$output"
"#;
    let folder = project.target.join("without-wasm-opt");
    let file = folder.join("wasm-opt");
    std::fs::create_dir_all(&folder).doing(format!("create {}", folder.display()))?;
    std::fs::write(&file, SCRIPT).doing(format!("write {}", file.display()))?;
    make_executable(&file)?;
    Ok(folder)
}

#[cfg(unix)]
fn make_executable(file: &std::path::Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
        .doing(format!("make {} executable", file.display()))
}

#[cfg(not(unix))]
fn make_executable(_file: &std::path::Path) -> Result<()> {
    Ok(())
}
