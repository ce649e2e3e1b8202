//! How much a visitor loads before the page works, against a budget.

use crate::error::{Doing, Error, Result};
use crate::programs::is_later;
use std::fs;
use std::path::{Path, PathBuf};

/// The most that the first load may take on the wire, compressed as servers do: what it takes now and a little room. A
/// fifth of it are producers, consumers, stores and delivery streams that the first picture does without, and texts of
/// later views: a program is cut by its functions, and its data stay in the first part.
const BUDGET: usize = 700 * 1024;
/// What a gzip file has beside the compressed bytes.
const GZIP_FRAME: usize = 18;

/// One file of the site.
struct File {
    name: String,
    raw: usize,
    gzip: usize,
}

/// The files of a site, by when they are loaded.
#[derive(Default)]
struct Files {
    /// Before the first picture.
    first: Vec<File>,
    /// When a part of a program is needed, or nothing else is to be done.
    later: Vec<File>,
    /// When somebody asks for them: their sizes.
    asked: Vec<usize>,
}

/// Prints the files of the first load with their sizes; fails when they are over the budget.
pub fn report(site: &Path) -> Result<()> {
    let Files { first, later, asked } = split(site)?;
    let total = table("Loaded first", &first);
    println!("{:<52} {:>10} {:>10}", "Budget", "", kilobytes(BUDGET));
    table("Loaded when needed, or after the first picture", &later);
    println!("\nLoaded when asked for: {} files, {}", asked.len(), kilobytes(asked.iter().sum()));
    if total > BUDGET {
        let over = kilobytes(total - BUDGET);
        return Err(Error::Other(format!("the first load is {over} over its budget")));
    }
    Ok(())
}

/// Prints files with their sizes and what they are together; returns what goes over the wire.
fn table(title: &str, files: &[File]) -> usize {
    println!("\n{title:<52} {:>10} {:>10}", "raw", "gzip");
    for file in files {
        println!("{:<52} {:>10} {:>10}", file.name, kilobytes(file.raw), kilobytes(file.gzip));
    }
    let total = files.iter().map(|file| file.gzip).sum();
    let raw: usize = files.iter().map(|file| file.raw).sum();
    println!("{:<52} {:>10} {:>10}", "Total", kilobytes(raw), kilobytes(total));
    total
}

/// First come the page, all files that it names, and those of the programs but for the parts that were cut off.
fn split(site: &Path) -> Result<Files> {
    let html = fs::read_to_string(site.join("index.html")).doing("read the site's index.html")?;
    let mut sorted = Files::default();
    for path in files(site)? {
        let bytes = fs::read(&path).doing(format!("read {}", path.display()))?;
        let name = path.strip_prefix(site).unwrap_or(&path).to_string_lossy().into_owned();
        let (folder, file) = name.split_once('/').unwrap_or(("", &name));
        let is_of_program = !folder.is_empty() && html.contains(&format!("./{folder}/"));
        let is_first = name == "index.html" || html.contains(&name) || is_of_program;
        if !is_first {
            sorted.asked.push(bytes.len());
            continue;
        }
        let kind = if is_of_program && is_later(file) { &mut sorted.later } else { &mut sorted.first };
        kind.push(File { raw: bytes.len(), gzip: gzip_size(&bytes), name });
    }
    Ok(sorted)
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
