//! Running other programs: shown, read, watched, or with a time limit.

use crate::error::{Doing, Error, Result};
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Says what happens next.
pub fn say(message: impl AsRef<str>) {
    println!("==> {}", message.as_ref());
}

/// Runs a command whose output a person sees, and fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    println!("    $ {line}");
    let status = command.status().doing(format!("start `{line}`"))?;
    if status.success() { Ok(()) } else { Err(Error::Failed { command: line, status }) }
}

/// As [`run`], but stops the command when its time is over.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let line = shown(command);
    println!("    $ {line}");
    let mut child = command.stdin(Stdio::null()).spawn().doing(format!("start `{line}`"))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().doing(format!("wait for `{line}`"))? {
            return if status.success() { Ok(()) } else { Err(Error::Failed { command: line, status }) };
        }
        if started.elapsed() > limit {
            stop(&mut child);
            return Err(Error::TimedOut { command: line, seconds: limit.as_secs() });
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// What a quiet command prints, or nothing when it cannot be started or fails.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The stream of a command that [`run_and_keep`] copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// What it prints.
    Output,
    /// What it reports beside its output.
    Errors,
}

/// Runs a command that a person sees and keeps one of its streams; tells whether it succeeded.
pub fn run_and_keep(command: &mut Command, stream: Stream) -> Result<(bool, String)> {
    let line = shown(command);
    println!("    $ {line}");
    match stream {
        Stream::Output => command.stdout(Stdio::piped()),
        Stream::Errors => command.stderr(Stdio::piped()),
    };
    let mut child = command.spawn().doing(format!("start `{line}`"))?;
    let pipe: Option<Box<dyn Read>> = match stream {
        Stream::Output => child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read>),
        Stream::Errors => child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read>),
    };
    let kept = pipe.map(copy_lines).unwrap_or_default();
    let status = child.wait().doing(format!("wait for `{line}`"))?;
    Ok((status.success(), kept))
}

fn copy_lines(pipe: Box<dyn Read>) -> String {
    let mut kept = String::new();
    for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        kept.push_str(&line);
        kept.push('\n');
    }
    kept
}

/// The first program of that name on PATH.
pub fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The command line as a person would type it, without the environment.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn stop(child: &mut Child) {
    // It may have ended by itself in the meantime: then there is nothing to stop.
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_hangs_is_stopped() {
        let result = run_within(Command::new("sleep").arg("60"), Duration::from_millis(10));
        assert!(matches!(result, Err(Error::TimedOut { .. })), "{result:?}");
    }

    #[test]
    fn the_kept_stream_is_complete_when_the_command_fails() {
        let (success, kept) =
            run_and_keep(Command::new("sh").args(["-c", "echo one; echo two; exit 3"]), Stream::Output)
                .expect("sh exists");
        assert!(!success);
        assert_eq!(kept, "one\ntwo\n");
    }
}
