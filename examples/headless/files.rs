//! Reads files: scenarios whole, key files chunk by chunk. A file of any size or kind is answered within bounded memory.

use crate::failure::Failure;
use crate::note;
use shardscope::learn::message::Message;
use shardscope::scenario::file::{FILE_BYTES_MAX, Scenario, ScenarioError};
use shardscope::scenario::import::{FIRST_CHUNK_BYTES, ImportBounds, Importer, Preview, detect};
use shardscope::scenario::log_text::{LogText, TEXT_BYTES_MAX};
use shardscope::scenario::presets::PRESETS;
use shardscope::scenario::reasons;
use shardscope::scenario::sample::{ColumnChoice, KeySample};
use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;

/// Reads a scenario file.
pub fn scenario(path: &Path) -> Result<Scenario, Failure> {
    let read = File::open(path).and_then(|mut file| read_up_to(&mut file, FILE_BYTES_MAX + 1));
    let bytes = read.map_err(|error| no_scenario(&error))?;
    if bytes.len() > FILE_BYTES_MAX {
        let length = std::fs::metadata(path).map_or(0, |file| file.len());
        let length = usize::try_from(length).unwrap_or(usize::MAX).max(bytes.len());
        return Err(ScenarioError::TooLong(length).message().into());
    }
    let text = str::from_utf8(&bytes).map_err(|error| not_text(&bytes[..error.valid_up_to()]).message())?;
    Scenario::parse(text).map_err(|error| error.message().into())
}

/// Reads a key file by the columns that `choose` picks; says which rows were of no use.
pub fn key_sample(path: &Path, choose: impl FnOnce(&Preview) -> ColumnChoice) -> Result<KeySample, Failure> {
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut chunk = read_up_to(&mut file, FIRST_CHUNK_BYTES).map_err(|error| unreadable(&error))?;
    let preview = detect(&name, &chunk)?;
    let mut importer = Importer::new(&preview, choose(&preview), &name, ImportBounds::default())?;
    while !chunk.is_empty() {
        importer.push(&chunk)?;
        chunk = read_up_to(&mut file, FIRST_CHUNK_BYTES).map_err(|error| unreadable(&error))?;
    }
    let sample = importer.finish()?;
    for skipped in sample.skipped() {
        note(&reasons::skipped(skipped));
    }
    Ok(sample)
}

/// Reads a file for its lines.
pub fn log_text(path: &Path) -> Result<LogText, Failure> {
    let read = File::open(path).and_then(|mut file| read_up_to(&mut file, TEXT_BYTES_MAX + 1));
    read.map(|bytes| LogText::read(&bytes)).map_err(|error| unreadable(&error).into())
}

/// Reads `bytes_max` bytes, fewer only at the file's end.
fn read_up_to(file: &mut File, bytes_max: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    file.take(bytes_max as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn no_scenario(error: &Error) -> Message {
    if error.kind() == ErrorKind::NotFound {
        let names: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
        return Message::new("headless-no-scenario").text("presets", names.join(", "));
    }
    unreadable(error)
}

fn unreadable(error: &Error) -> Message {
    Message::new("headless-unreadable").text("reason", error)
}

/// Why a file that is UTF-8 only as far as `start` is no scenario.
fn not_text(start: &[u8]) -> ScenarioError {
    let mut lines_back = start.rsplit(|byte| *byte == b'\n');
    let column = lines_back.next().map_or(0, <[u8]>::len) + 1;
    ScenarioError::NotJson { line: lines_back.count() + 1, column, reason: "invalid UTF-8".into() }
}
