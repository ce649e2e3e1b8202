//! The comparisons: the same calls to kinesalite, and the time that both take; aggregated records to
//! aws-kinesis-agg, objects of delivery streams to readers of their formats.

use crate::error::Result;
use crate::npm;
use crate::process::run;
use crate::project::Project;
use std::path::PathBuf;
use std::process::Command;

/// How the headless example, which answers the calls, is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// With every assertion.
    Checked,
    /// As fast as it is.
    Release,
}

/// Makes sure that Node and what is compared with are there.
pub fn set_up(project: &Project) -> Result<()> {
    npm::set_up(project, &folder(project))
}

/// The folder of the comparisons.
pub fn folder(project: &Project) -> PathBuf {
    project.root.join("tests").join("oracle")
}

/// Builds the headless example and gives Node, which will find it.
pub fn node(project: &Project, build: Build) -> Result<Command> {
    let mut cargo = project.command("cargo");
    cargo.args(["build", "--example", "headless"]);
    let profile = match build {
        Build::Checked => "debug",
        Build::Release => {
            cargo.arg("--release");
            "release"
        }
    };
    run(&mut cargo)?;
    let program = project.target.join(profile).join("examples").join("headless");
    let mut node = project.command("node");
    node.env("SHARDSCOPE_HEADLESS", program);
    Ok(node)
}

/// Measures both.
pub fn bench(project: &Project) -> Result<()> {
    set_up(project)?;
    let mut node = node(project, Build::Release)?;
    run(node.arg(folder(project).join("bench.mjs")))
}
