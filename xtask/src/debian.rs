//! Installing Debian packages, where the machine lets us.

use crate::error::{Error, Result};
use crate::process::{find_on_path, read, run, say};
use std::process::Command;

/// Installs packages, or says how a person can do it.
///
/// `what` names the thing they provide and `otherwise` another way to get it.
pub fn install(what: &str, packages: &[&str], otherwise: &str) -> Result<()> {
    let Some(prefix) = apt_get() else {
        return Err(missing(what, packages, otherwise));
    };
    say(format!("Installing {what} from Debian: {}", packages.join(" ")));
    run(command(&prefix).arg("update").arg("-qq"))?;
    let mut install = command(&prefix);
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(&mut install).map_err(|error| Error::Other(format!("{error}. {}", missing(what, packages, otherwise))))
}

fn missing(what: &str, packages: &[&str], otherwise: &str) -> Error {
    let packages = packages.join(" ");
    let remedy = format!(
        "Install it as root with `apt-get install --no-install-recommends {packages}` (Debian, Ubuntu), or {otherwise}."
    );
    Error::Missing { what: what.into(), remedy }
}

/// The words that start apt-get with the right to install, when there are any.
fn apt_get() -> Option<Vec<&'static str>> {
    find_on_path("apt-get")?;
    let is_root = read(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if is_root {
        return Some(vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    // Without -n sudo would wait for a password that nobody types.
    read(Command::new("sudo").args(["-n", "true"]))?;
    Some(vec!["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}
