//! What carries tasks out in the browser: a table of functions, which the worker fetches when the first task comes.

use super::encoded::Encoded;
use super::files;
use super::host::tasks::{TASKS, Tasks};
use super::messages::Task;
use super::shell::Shell;
use std::rc::Rc;
use web_sys::Blob;

/// What carries tasks out.
pub struct Performer {
    /// Reads a task, with the file that came along, and carries it out.
    pub(super) perform: fn(&Rc<Shell>, &Encoded<Task>, Option<Blob>),
    /// What the host does for tasks.
    pub(super) tasks: &'static Tasks,
}

/// What carries tasks out; nothing but the one who fetches it may name it, or it is loaded at once.
pub static PERFORMER: Performer = Performer { perform, tasks: &TASKS };

fn perform(shell: &Rc<Shell>, task: &Encoded<Task>, file: Option<Blob>) {
    match task.decode() {
        Ok(Task::InspectFile { name }) => match file {
            Some(file) => files::inspect(shell, name, file),
            None => web_sys::console::error_1(&"a task about a file comes without it".into()),
        },
        Ok(Task::TailFile { name, producer }) => match file {
            Some(file) => files::tail(shell, name, producer, file),
            None => web_sys::console::error_1(&"a task about a file comes without it".into()),
        },
        Ok(Task::ImportFile { choice, skew }) => files::import(shell, choice, skew),
        Ok(Task::CancelImport) => shell.files().cancel(),
        Ok(Task::Skew(options)) => files::report(shell, &options),
        Ok(task) => shell.perform(task),
        Err(error) => web_sys::console::error_1(&format!("a task that cannot be read: {error}").into()),
    }
}
