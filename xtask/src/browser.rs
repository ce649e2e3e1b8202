//! What the browser tests need: a Chromium, Node, and the packages of tests/browser.

use crate::error::{Error, Result};
use crate::process::find_on_path;
use crate::project::Project;
use crate::{debian, npm};
use std::path::PathBuf;

/// Names the browser to test with, when it is not to be looked for.
const CHOICE: &str = "CHROMIUM";
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// The fonts are for Chinese text, which would be empty boxes without.
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-cjk"];

/// Sets up all that the browser tests need; the answer is the browser's program.
pub fn set_up(project: &Project) -> Result<PathBuf> {
    let chromium = chromium()?;
    npm::set_up(project, &folder(project))?;
    Ok(chromium)
}

/// The folder of the browser tests.
pub fn folder(project: &Project) -> PathBuf {
    project.root.join("tests").join("browser")
}

fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os(CHOICE).filter(|given| !given.is_empty()) {
        let given = PathBuf::from(given);
        let name = given.display().to_string();
        let found = if given.is_file() { Some(given) } else { find_on_path(&name) };
        return found.ok_or_else(|| Error::Other(format!("{CHOICE} is `{name}`, which is no program")));
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    let otherwise = format!("install Chrome or Chromium and name its program in {CHOICE}");
    debian::install("Chromium", &PACKAGES, &otherwise)?;
    find().ok_or_else(|| Error::Other("Debian's package did not bring a Chromium".into()))
}

fn find() -> Option<PathBuf> {
    NAMES.into_iter().find_map(find_on_path)
}
