//! `aws`: answers requests of AWS line by line, from standard input to standard output.
//!
//! The protocol is [`Session`]'s. Answers are written out whenever no further line is waiting, so that whoever asks one
//! thing at a time gets its answer, and whoever asks many at a time gets them quickly.

use shardscope::aws::Backend;
use shardscope::aws::session::{LINE_BYTES_MAX, Session};
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;
use std::io::{BufRead, BufReader, BufWriter, Read, Write, stdin, stdout};

/// How much is read at a time.
const READ_BYTES: usize = 1 << 18;

/// The seed of a conversation that sets none.
const SEED: u64 = 1;

/// A line of the input.
enum Line {
    Whole,
    /// It has more bytes than a line may have; they are gone.
    TooLong,
    /// There are no more.
    End,
}

/// Answers standard input on standard output.
pub fn aws() -> std::io::Result<()> {
    // Nobody replays this world, and its journal would hold every record that was ever put.
    let world = World::empty(SEED, Profile::Current).without_journal();
    serve(Session::new(world), stdin().lock(), stdout().lock())
}

/// Answers every line of `input` until it ends.
fn serve<B: Backend>(mut session: Session<B>, input: impl Read, output: impl Write) -> std::io::Result<()> {
    let mut input = BufReader::with_capacity(READ_BYTES, input);
    let mut output = BufWriter::with_capacity(READ_BYTES, output);
    let mut line = Vec::new();
    loop {
        // What is left may be part of a line only, and waiting for the rest of it would keep the answers back.
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
        let answer = match read_line(&mut input, &mut line)? {
            Line::Whole => session.answer(&line),
            Line::TooLong => Some(Session::<B>::answer_too_long()),
            Line::End => return output.flush(),
        };
        if let Some(answer) = answer {
            output.write_all(answer.as_bytes())?;
            output.write_all(b"\n")?;
        }
    }
}

/// Reads a line into `line`, without the break at its end. The last one needs none.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Line> {
    line.clear();
    let bytes_max = LINE_BYTES_MAX as u64 + 1;
    let read = input.by_ref().take(bytes_max).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Line::Whole);
    }
    if line.len() > LINE_BYTES_MAX {
        line.clear();
        input.skip_until(b'\n')?;
        return Ok(Line::TooLong);
    }
    Ok(if read == 0 { Line::End } else { Line::Whole })
}
