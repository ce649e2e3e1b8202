//! Serving the site while somebody works on it or looks at it.

use crate::error::{Doing, Error, Result};
use crate::process::say;
use crate::project::Project;
use crate::setup::{Optimisation, Setup};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

/// The longest that a first build may take before the announcer gives up.
const BUILD_LIMIT: Duration = Duration::from_hours(1);

/// Sets up, builds and serves until it is stopped.
pub fn serve(project: &Project, port: u16, release: bool) -> Result<()> {
    // Ask before the long work, not after.
    check_port(port)?;
    let optimisation = if release {
        Optimisation::IfPossible
    } else {
        Optimisation::None
    };
    let setup = Setup::for_building(project, optimisation)?;
    let mut trunk = setup.trunk("serve")?;
    trunk.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--dist"]);
    trunk.arg(project.target.join(if release { "site-release" } else { "site-dev" }));
    if release {
        trunk.arg("--release");
    }
    say("Building; the first time this takes some minutes");
    start_announcer(port)?;
    Err(become_program(trunk))
}

fn check_port(port: u16) -> Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map(drop)
        .map_err(|error| {
            Error::Other(format!(
                "port {port} cannot be used ({error}). Choose another one: cargo xtask serve --port {}",
                port.wrapping_add(1)
            ))
        })
}

/// Trunk takes this process's place, so somebody else has to say the address once it is there.
fn start_announcer(port: u16) -> Result<()> {
    let program = std::env::current_exe().doing("find this program")?;
    let mut announcer = Command::new(program);
    announcer.args(["announce", &port.to_string(), &std::process::id().to_string()]);
    announcer.spawn().map(drop).doing("start the announcer")
}

/// Waits until the server answers and prints its address.
pub fn announce(port: u16, server: u32) {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let started = Instant::now();
    while started.elapsed() < BUILD_LIMIT && is_running(server) {
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            // Let Trunk finish its own lines: the address is to be the last.
            std::thread::sleep(Duration::from_millis(300));
            println!("\nShardscope: http://127.0.0.1:{port}/   (Ctrl+C stops it)");
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Without /proc nobody knows, and the announcer ends by its time limit.
fn is_running(process: u32) -> bool {
    !std::path::Path::new("/proc/self").exists() || std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// Replaces this process, so that whoever stops it stops the server. Comes back only with the reason why it could not.
#[cfg(unix)]
fn become_program(mut command: Command) -> Error {
    use std::os::unix::process::CommandExt;
    Error::Io {
        doing: "start Trunk".into(),
        source: command.exec(),
    }
}

#[cfg(not(unix))]
fn become_program(mut command: Command) -> Error {
    match command.status() {
        Ok(status) => Error::Failed {
            command: "trunk serve".into(),
            status,
        },
        Err(source) => Error::Io {
            doing: "start Trunk".into(),
            source,
        },
    }
}
