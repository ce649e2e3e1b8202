//! How much a visitor loads before the page works, against a budget.

use crate::error::{Doing, Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The most that the first load may take on the wire, compressed as servers do: what it takes now and a little room. The
/// AWS surface and its command line are half of the worker; loading them when they are first used would halve it.
const BUDGET: usize = 1_080 * 1024;
/// What a gzip file has beside the compressed bytes.
const GZIP_FRAME: usize = 18;

/// One file of the site.
struct File {
    name: String,
    raw: usize,
    gzip: usize,
}

/// Prints the files of the first load with their sizes; fails when they are over the budget.
pub fn report(site: &Path) -> Result<()> {
    let (first, later) = split(site)?;
    println!("\n{:<52} {:>10} {:>10}", "Loaded first", "raw", "gzip");
    for file in &first {
        println!("{:<52} {:>10} {:>10}", file.name, kilobytes(file.raw), kilobytes(file.gzip));
    }
    let total: usize = first.iter().map(|file| file.gzip).sum();
    let raw: usize = first.iter().map(|file| file.raw).sum();
    println!("{:<52} {:>10} {:>10}", "Total", kilobytes(raw), kilobytes(total));
    println!("{:<52} {:>10} {:>10}", "Budget", "", kilobytes(BUDGET));
    println!("Loaded when asked for: {} files, {}", later.len(), kilobytes(later.iter().sum()));
    if total > BUDGET {
        let over = kilobytes(total - BUDGET);
        return Err(Error::Other(format!("the first load is {over} over its budget")));
    }
    Ok(())
}

/// The files of the first load, and the sizes of the others.
///
/// First come the page, all files that it names and the worker's; the page names the worker's first file alone.
fn split(site: &Path) -> Result<(Vec<File>, Vec<usize>)> {
    let html = fs::read_to_string(site.join("index.html")).doing("read the site's index.html")?;
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for path in files(site)? {
        let bytes = fs::read(&path).doing(format!("read {}", path.display()))?;
        let name = path.strip_prefix(site).unwrap_or(&path).to_string_lossy().into_owned();
        if name == "index.html" || name.starts_with("worker") || html.contains(&name) {
            first.push(File { name, raw: bytes.len(), gzip: gzip_size(&bytes) });
        } else {
            later.push(bytes.len());
        }
    }
    Ok((first, later))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).doing(format!("list {}", folder.display()))? {
        let path = entry.doing(format!("list {}", folder.display()))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn gzip_size(bytes: &[u8]) -> usize {
    miniz_oxide::deflate::compress_to_vec(bytes, 6).len() + GZIP_FRAME
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1024.0)
}
