//! Lines in, lines out: answers standard input on standard output.
//!
//! Answers are written out whenever no further line is waiting, so that whoever asks one thing at a time gets its answer,
//! and whoever asks many at a time gets them quickly.

use std::io::{BufRead, BufReader, BufWriter, Read, Write, stdin, stdout};

/// A line may have so many bytes: three times what the largest request of AWS comes to.
pub const BYTES_MAX: usize = shardscope::aws::session::LINE_BYTES_MAX;

/// How much is read at a time.
const READ_BYTES: usize = 1 << 18;

/// A line of the input, without the break at its end.
pub enum Line<'a> {
    Whole(&'a [u8]),
    /// It has more than [`BYTES_MAX`]; they are gone.
    TooLong,
}

/// Answers every line of standard input until it ends; a line may be left without answer.
pub fn answer(answer: impl FnMut(Line) -> Option<String>) -> std::io::Result<()> {
    serve(stdin().lock(), stdout().lock(), answer)
}

fn serve(input: impl Read, output: impl Write, mut answer: impl FnMut(Line) -> Option<String>) -> std::io::Result<()> {
    let mut input = BufReader::with_capacity(READ_BYTES, input);
    let mut output = BufWriter::with_capacity(READ_BYTES, output);
    let mut line = Vec::new();
    loop {
        // What is left may be part of a line only, and waiting for the rest of it would keep the answers back.
        if !input.buffer().contains(&b'\n') {
            output.flush()?;
        }
        let Some(line) = read_line(&mut input, &mut line)? else {
            return output.flush();
        };
        if let Some(answer) = answer(line) {
            output.write_all(answer.as_bytes())?;
            output.write_all(b"\n")?;
        }
    }
}

/// Reads a line into `line`; the last one needs no break at its end. `None` where there are no more.
fn read_line<'a>(input: &mut impl BufRead, line: &'a mut Vec<u8>) -> std::io::Result<Option<Line<'a>>> {
    line.clear();
    let bytes_max = BYTES_MAX as u64 + 1;
    let read = input.by_ref().take(bytes_max).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Line::Whole(line)));
    }
    if line.len() > BYTES_MAX {
        line.clear();
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok((read > 0).then_some(Line::Whole(line)))
}
