//! The project's tools: `cargo xtask serve`, `test`, `dist`, `bench`, `setup`.
//!
//! Each command first installs what it needs and is not there, and says so; the second time it starts at once.

mod browser;
mod counts;
mod csp;
mod debian;
mod error;
mod npm;
mod oracle;
mod page;
mod process;
mod programs;
mod project;
mod serve;
mod setup;
mod site;
mod size;
mod test;
mod tools;
mod wasm;

use clap::{Parser, Subcommand};
use error::Result;
use process::{run, say};
use project::Project;
use setup::{Optimisation, Setup};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Sets up, builds, serves and tests Shardscope")]
struct Arguments {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the site and serve it on this machine
    Serve {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Build as for a release, but each program in one piece
        #[arg(long)]
        release: bool,
    },
    /// Run all checks and tests
    Test {
        /// Run these parts only
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<test::Part>,
    },
    /// Write the release of the site to dist/ and print what a visitor loads first
    Dist,
    /// Measure what a record costs, and requests against those of kinesalite
    Bench,
    /// Install what all commands need, and nothing else
    Setup,
    /// Print the address once the server answers
    #[command(hide = true)]
    Announce {
        /// The port on 127.0.0.1
        port: u16,
        /// The process that serves
        server: u32,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<ExitCode> {
    let project = Project::find()?;
    match task {
        Task::Serve { port, release } => serve::serve(&project, port, release)?,
        Task::Test { only } => return test::test(&project, &only),
        Task::Dist => dist(&project)?,
        Task::Bench => {
            run(project.command("cargo").args(["bench", "--bench", "records"]))?;
            oracle::bench(&project)?;
        }
        Task::Setup => {
            Setup::for_building(&project, Optimisation::Required)?;
            tools::nextest(&project)?;
            oracle::set_up(&project)?;
            browser::set_up(&project)?;
            say("Everything is set up");
        }
        Task::Announce { port, server } => serve::announce(port, server),
    }
    Ok(ExitCode::SUCCESS)
}

fn dist(project: &Project) -> Result<()> {
    let setup = Setup::for_building(project, Optimisation::Required)?;
    let folder = project.root.join("dist");
    site::build(&setup, &folder)?;
    size::report(&folder)
}
