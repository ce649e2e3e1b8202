//! Building the release of the site: the two programs, the page that starts them, and a strict policy.

use crate::error::{Doing, Result};
use crate::process::say;
use crate::setup::Setup;
use crate::{csp, page, programs};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// Builds the release into a folder, whose former contents go.
pub fn build(setup: &Setup, folder: &Path) -> Result<()> {
    say(format!("Building the site into {}", folder.display()));
    // After a build that fails nobody is to test or publish the last one.
    clear(folder)?;
    std::fs::create_dir_all(folder).doing(format!("create {}", folder.display()))?;
    let worker = programs::build(setup, "worker", folder)?;
    let main = programs::build(setup, "page", folder)?;
    let html = csp::insert(&page::assemble(setup.root(), folder, &main, &worker)?)?;
    std::fs::write(folder.join("index.html"), html).doing("write the site's index.html")
}

/// The first 16 hexadecimal digits of the SHA-256 of all parts.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Removes a folder, if it is there.
pub fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).doing(format!("remove {}", folder.display()))?;
    }
    Ok(())
}
