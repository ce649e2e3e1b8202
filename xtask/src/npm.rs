//! Node and the packages of a folder of tests, in the versions of its lock file.

use crate::error::{Doing, Result};
use crate::process::{run, say};
use crate::project::Project;
use crate::site::digest;
use crate::tools;
use std::path::Path;

/// Makes sure that Node is there, and in `folder` the packages of its lock file.
pub fn set_up(project: &Project, folder: &Path) -> Result<()> {
    tools::node()?;
    packages(project, folder)
}

/// Runs `npm ci`, but only when the lock file is not the one of the last time.
fn packages(project: &Project, folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = digest(&[&std::fs::read(&lock).doing(format!("read {}", lock.display()))?]);
    let stamp = folder.join("node_modules").join(".shardscope-lock");
    if is_current(&stamp, &wanted) {
        return Ok(());
    }
    let shown = folder.strip_prefix(&project.root).unwrap_or(folder);
    say(format!("Installing the packages of {}", shown.display()));
    run(project.command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    std::fs::write(&stamp, wanted).doing(format!("write {}", stamp.display()))
}

fn is_current(stamp: &Path, wanted: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}
