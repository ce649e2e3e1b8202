//! Key files in the worker: looked into, read chunk by chunk, reported. A file is never loaded whole and never leaves.
//!
//! Reading yields to the playback loop after every chunk, so that the simulation goes on meanwhile.

use super::messages::FromWorker;
use super::shell::Shell;
use crate::engine::producer::keys::KeySource;
use crate::engine::producer::lines::LineSource as _;
use crate::learn::message::Message;
use crate::scenario::import::{FIRST_CHUNK_BYTES, ImportBounds, ImportError, Importer, Preview, detect};
use crate::scenario::log_text::{LogText, TEXT_BYTES_MAX};
use crate::scenario::reasons;
use crate::scenario::sample::{ColumnChoice, KeySample};
use crate::scenario::skew::{SkewOptions, SkewReport};
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

/// How much of a file is read at once.
const CHUNK_BYTES: f64 = 1_048_576.0;

/// The file at hand.
#[derive(Default)]
pub(super) struct Files {
    inspected: RefCell<Option<Inspected>>,
    sample: RefCell<Option<Rc<KeySample>>>,
    /// Counts what is asked; what an older question finds out is dropped.
    question: Rc<Cell<u32>>,
}

#[derive(Clone)]
struct Inspected {
    name: String,
    blob: Blob,
    preview: Preview,
}

/// Why a file was not read to its end.
enum Stop {
    Cancelled,
    Unreadable,
    Import(ImportError),
}

impl Files {
    fn ask(&self) -> impl Fn() -> bool + 'static {
        self.question.set(self.question.get() + 1);
        let (question, mine) = (Rc::clone(&self.question), self.question.get());
        move || question.get() == mine
    }

    /// Stops reading.
    pub(super) fn cancel(&self) {
        self.question.set(self.question.get() + 1);
    }
}

/// Finds out what a file looks like.
pub(super) fn inspect(shell: &Rc<Shell>, name: String, blob: Blob) {
    let (shell, is_current) = (Rc::clone(shell), shell.files().ask());
    spawn_local(async move {
        let preview = match read(&blob, 0.0, FIRST_CHUNK_BYTES as f64).await {
            Ok(first) => detect(&name, &first).map_err(Stop::Import),
            Err(stop) => Err(stop),
        };
        if !is_current() {
            return;
        }
        match preview {
            Ok(preview) => {
                let bytes = blob.size() as u64;
                shell.send(&FromWorker::Preview { file: name.clone(), bytes, preview: preview.clone() });
                shell.files().inspected.replace(Some(Inspected { name, blob, preview }));
            }
            Err(stop) => refuse(&shell, name, &stop),
        }
    });
}

/// Reads a log file whole, and lets a producer's records be its lines.
pub(super) fn tail(shell: &Rc<Shell>, name: String, producer: String, blob: Blob) {
    let shell = Rc::clone(shell);
    spawn_local(async move {
        // What lies behind that is left out.
        let text = read(&blob, 0.0, TEXT_BYTES_MAX as f64 + 1.0).await.map(|bytes| LogText::read(&bytes));
        match text {
            Ok(text) if text.lines() > 0 => shell.tail(&producer, name, Rc::new(text)),
            Ok(_) => shell.send(&FromWorker::Notice(Message::new("log-empty").text("file", name))),
            Err(_) => shell.send(&FromWorker::Notice(Message::new("file-unreadable"))),
        }
    });
}

/// Reads the inspected file and reports on its keys.
pub(super) fn import(shell: &Rc<Shell>, choice: ColumnChoice, skew: SkewOptions) {
    let Some(inspected) = shell.files().inspected.borrow().clone() else {
        return;
    };
    let (shell, is_current) = (Rc::clone(shell), shell.files().ask());
    spawn_local(async move {
        match stream(&shell, &inspected, choice, &is_current).await {
            Ok(sample) => {
                let sample = Rc::new(sample);
                let source: Rc<dyn KeySource> = Rc::<KeySample>::clone(&sample);
                shell.host.borrow_mut().add_key_source(inspected.name.clone(), source);
                shell.files().sample.replace(Some(sample));
                report(&shell, &skew);
            }
            Err(Stop::Cancelled) => {}
            Err(stop) => refuse(&shell, inspected.name, &stop),
        }
    });
}

/// Reports on the keys of the file that was read last.
pub(super) fn report(shell: &Shell, options: &SkewOptions) {
    let Some(sample) = shell.files().sample.borrow().clone() else {
        return;
    };
    let file = sample.label().to_owned();
    match SkewReport::new(&sample, options) {
        Ok(report) => shell.send(&FromWorker::Imported { file, report: Box::new(report) }),
        Err(error) => shell.send(&FromWorker::FileRefused { file, reason: reasons::skew(&error) }),
    }
}

async fn stream(
    shell: &Shell,
    inspected: &Inspected,
    choice: ColumnChoice,
    is_current: &impl Fn() -> bool,
) -> Result<KeySample, Stop> {
    let bounds = ImportBounds::default();
    let mut importer = Importer::new(&inspected.preview, choice, &inspected.name, bounds).map_err(Stop::Import)?;
    let bytes = inspected.blob.size();
    let mut from = 0.0;
    while from < bytes {
        let chunk = read(&inspected.blob, from, from + CHUNK_BYTES).await?;
        if !is_current() {
            return Err(Stop::Cancelled);
        }
        importer.push(&chunk).map_err(Stop::Import)?;
        from += CHUNK_BYTES;
        let (bytes_read, rows) = (importer.bytes_read(), importer.rows_read());
        shell.send(&FromWorker::Importing { bytes_read, bytes: bytes as u64, rows });
    }
    importer.finish().map_err(Stop::Import)
}

async fn read(blob: &Blob, from: f64, to: f64) -> Result<Vec<u8>, Stop> {
    let slice = blob.slice_with_f64_and_f64(from, to.min(blob.size())).map_err(|_| Stop::Unreadable)?;
    let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|_| Stop::Unreadable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn refuse(shell: &Shell, file: String, stop: &Stop) {
    let reason = match stop {
        Stop::Import(error) => reasons::import(error),
        Stop::Unreadable | Stop::Cancelled => Message::new("file-unreadable"),
    };
    shell.send(&FromWorker::FileRefused { file, reason });
}
