//! Building the release of the site: Trunk's result, with a worker that caches may keep and a strict policy.

use crate::csp;
use crate::error::{Doing, Error, Result};
use crate::process::{run, say};
use crate::setup::Setup;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// The worker's files as Trunk names them: glue, wasm, and the module that the page starts.
const WORKER: [&str; 3] = ["worker.js", "worker_bg.wasm", "worker_loader.js"];

/// Builds the release into a folder, whose former contents go.
pub fn build(setup: &Setup, folder: &Path) -> Result<()> {
    say(format!("Building the site into {}", folder.display()));
    // After a build that fails nobody is to test or publish the last one.
    clear(folder)?;
    run(setup.trunk("build")?.arg("--release").arg("--dist").arg(folder))?;
    finish(folder)
}

fn finish(folder: &Path) -> Result<()> {
    let index = folder.join("index.html");
    let html = read(&index)?;
    let html = name_worker_by_content(folder, &html)?;
    let html = csp::insert(&html)?;
    write(&index, &html)
}

/// Trunk does not put hashes into the names of a worker's files, and a cache would serve an old worker to a new page.
///
/// Renames the files, and the names in them and in the page. The answer is the page.
fn name_worker_by_content(folder: &Path, html: &str) -> Result<String> {
    let [glue, wasm, loader] = WORKER.map(|name| folder.join(name));
    let bytes = std::fs::read(&wasm).doing(format!("read {}", wasm.display()))?;
    let (glue_text, loader_text) = (read(&glue)?, read(&loader)?);
    let build = digest(&[&bytes, glue_text.as_bytes()]);
    let renamed =
        |text: &str| WORKER.iter().fold(text.to_owned(), |text, name| text.replace(name, &hashed(name, &build)));

    if !html.contains(WORKER[2]) {
        return Err(Error::Other(format!("index.html does not name {}", WORKER[2])));
    }
    write(&folder.join(hashed(WORKER[0], &build)), &renamed(&glue_text))?;
    write(&folder.join(hashed(WORKER[2], &build)), &renamed(&loader_text))?;
    std::fs::rename(&wasm, folder.join(hashed(WORKER[1], &build))).doing("rename the worker's wasm")?;
    for old in [glue, loader] {
        std::fs::remove_file(&old).doing(format!("remove {}", old.display()))?;
    }
    Ok(renamed(html))
}

fn hashed(name: &str, build: &str) -> String {
    name.replacen("worker", &format!("worker-{build}"), 1)
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

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).doing(format!("read {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).doing(format!("write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workers_files_are_named_by_their_content_everywhere() {
        let folder = std::env::temp_dir().join(format!("shardscope-site-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("worker.js"), "new URL('worker_bg.wasm', import.meta.url)").unwrap();
        std::fs::write(folder.join("worker_bg.wasm"), b"\0asm").unwrap();
        std::fs::write(folder.join("worker_loader.js"), "import init from './worker.js';await init();").unwrap();

        let html = name_worker_by_content(&folder, "<meta content=./worker_loader.js>").unwrap();
        let mut names: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let build = names[0].strip_prefix("worker-").unwrap().strip_suffix(".js").unwrap().to_owned();
        let loader = std::fs::read_to_string(folder.join(format!("worker-{build}_loader.js"))).unwrap();
        let glue = std::fs::read_to_string(folder.join(format!("worker-{build}.js"))).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();

        assert_eq!(html, format!("<meta content=./worker-{build}_loader.js>"));
        assert_eq!(loader, format!("import init from './worker-{build}.js';await init();"));
        assert_eq!(glue, format!("new URL('worker-{build}_bg.wasm', import.meta.url)"));
        assert_eq!(names.len(), 3, "{names:?}");
    }
}
