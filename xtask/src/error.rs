//! What can go wrong in a tool, in words that say what to do next.

/// The failure of a tool. Its text is shown to a person as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system refused something.
    #[error("could not {doing}: {source}")]
    Io {
        /// What was tried, as in "read Cargo.lock".
        doing: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A program ran and did not succeed; it has already said why.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line.
        command: String,
        /// How it ended.
        status: std::process::ExitStatus,
    },
    /// A program did not end in the time that it was given, and was stopped.
    #[error("`{command}` did not finish within {seconds} s and was stopped")]
    TimedOut {
        /// The command line.
        command: String,
        /// The time that it was given.
        seconds: u64,
    },
    /// Something that has to be on the machine is not, and could not be installed.
    #[error("{what} is missing. {remedy}")]
    Missing {
        /// The thing that is missing.
        what: String,
        /// How a person can get it.
        remedy: String,
    },
    /// Anything else; the text says it all.
    #[error("{0}")]
    Other(String),
}

/// The result of a tool.
pub type Result<T> = std::result::Result<T, Error>;

/// Adds to an input or output error what was being done.
pub trait Doing<T> {
    /// `doing` completes the sentence "could not …".
    fn doing(self, doing: impl Into<String>) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, doing: impl Into<String>) -> Result<T> {
        self.map_err(|source| Error::Io { doing: doing.into(), source })
    }
}
