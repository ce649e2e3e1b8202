//! Where things are: the checkout, its target folder, and the tools that all checkouts share.

use crate::error::{Doing, Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders that the tools work in.
#[derive(Clone, Debug)]
pub struct Project {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The folder of the installed tools: one folder for each name and version.
    pub tools: PathBuf,
}

impl Project {
    /// Finds the folders from the environment that Cargo gives.
    pub fn find() -> Result<Self> {
        // Checkouts may share a target folder and with it this binary, so the place it was built in says nothing.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .parent()
            .ok_or_else(|| Error::Other("xtask has to be inside the checkout".into()))?
            .to_path_buf();
        let target = root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
        Ok(Self { root, target, tools: cache_folder()?.join("shardscope").join("tools") })
    }

    /// The folder of one tool in one version.
    pub fn tool_folder(&self, name: &str, version: &str) -> PathBuf {
        self.tools.join(format!("{name}-{version}"))
    }

    /// A command that runs at the top of the checkout.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// The version of a crate that Cargo.lock holds.
    pub fn locked_version(&self, name: &str) -> Result<String> {
        let lock = std::fs::read_to_string(self.root.join("Cargo.lock")).doing("read Cargo.lock")?;
        version_in_lock(&lock, name).ok_or_else(|| Error::Other(format!("Cargo.lock has no crate {name}")))
    }
}

fn cache_folder() -> Result<PathBuf> {
    let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    given.or_else(|| std::env::home_dir().map(|home| home.join(".cache"))).ok_or_else(|| Error::Missing {
        what: "A folder for the tools".into(),
        remedy: "Set HOME or XDG_CACHE_HOME.".into(),
    })
}

fn version_in_lock(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_belongs_to_the_crate_of_exactly_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
