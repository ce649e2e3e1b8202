//! Serving the site while somebody works on it or looks at it.

use crate::error::{Doing, Error, Result};
use crate::process::say;
use crate::project::Project;
use crate::setup::{Optimisation, Setup};
use crate::site;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

/// The longest that a first build may take before the announcer gives up.
const BUILD_LIMIT: Duration = Duration::from_hours(1);

/// Sets up, builds and serves until it is stopped.
pub fn serve(project: &Project, port: u16, release: bool) -> Result<()> {
    // Ask before the long work, not after.
    check_port(port)?;
    let optimisation = if release { Optimisation::IfPossible } else { Optimisation::None };
    let setup = Setup::for_building(project, optimisation)?;
    let folder = project.target.join(if release { "site-release" } else { "site-dev" });
    let mut trunk = setup.trunk("serve")?;
    trunk.args(["--address", "127.0.0.1", "--port", &port.to_string(), "--dist"]);
    trunk.arg(&folder);
    if release {
        trunk.arg("--release");
    }
    // Trunk would go on showing the last site after a build that failed.
    site::clear(&folder)?;
    say("Building; the first time this takes some minutes");
    start_announcer(port)?;
    Err(become_program(trunk))
}

fn check_port(port: u16) -> Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop).map_err(|error| {
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
        if let Ok(connection) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
            // Let Trunk finish its own lines: the address is to be the last.
            std::thread::sleep(Duration::from_millis(300));
            if !answers(connection).unwrap_or(false) {
                println!("\nThe build failed. Once the error above is corrected, the page appears by itself.");
            }
            println!("\nShardscope: http://127.0.0.1:{port}/   (Ctrl+C stops it)");
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether the server has a page to show.
fn answers(mut connection: TcpStream) -> std::io::Result<bool> {
    connection.set_read_timeout(Some(Duration::from_secs(5)))?;
    connection.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
    let mut start = [0; 12];
    connection.read_exact(&mut start)?;
    Ok(start.ends_with(b" 200"))
}

/// Without /proc nobody knows, and the announcer ends by its time limit.
fn is_running(process: u32) -> bool {
    !std::path::Path::new("/proc/self").exists() || std::path::Path::new(&format!("/proc/{process}")).exists()
}

/// Replaces this process, so that whoever stops it stops the server. Comes back only with the reason why it could not.
#[cfg(unix)]
fn become_program(mut command: Command) -> Error {
    use std::os::unix::process::CommandExt;
    Error::Io { doing: "start Trunk".into(), source: command.exec() }
}

#[cfg(not(unix))]
fn become_program(mut command: Command) -> Error {
    match command.status() {
        Ok(status) => Error::Failed { command: "trunk serve".into(), status },
        Err(source) => Error::Io { doing: "start Trunk".into(), source },
    }
}
