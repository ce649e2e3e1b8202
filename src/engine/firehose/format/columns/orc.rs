//! ORC files: one stripe, values as they are or in the first version of ORC's runs.
//!
//! Documented: the format, by Apache. Leaves out: dictionaries, indexes, statistics but the number of values, several
//! stripes.

use super::protobuf::Message;
use super::{Cells, Table, bits, varint, zigzag};
use crate::engine::firehose::format::compression::{deflate, snappy};
use crate::engine::firehose::plan::{Column, ColumnKind};

const MAGIC: [u8; 3] = *b"ORC";
/// What is compressed at a time; ORC's own default.
const BLOCK_BYTES: usize = 256 << 10;
const RUN_MIN: usize = 3;
const RUN_MAX: usize = 130;
const LITERALS_MAX: usize = 128;
const STRUCT: usize = 12;

/// How streams are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// They are not.
    None = 0,
    /// Deflate.
    Zlib = 1,
    /// Raw Snappy.
    Snappy = 2,
}

#[derive(Clone, Copy)]
enum Stream {
    Present = 0,
    Data = 1,
    Length = 2,
}

/// A table as a file.
pub fn file(table: &Table, codec: Codec) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let mut streams = Vec::new();
    for ((column, cells), number) in table.columns.iter().zip(&table.cells).zip(1..) {
        for (kind, bytes) in streams_of(column.kind, cells) {
            let packed = packed(&bytes, codec);
            streams.push(Message::default().number(1, kind as usize).number(2, number).number(3, packed.len()));
            out.extend(packed);
        }
    }
    let data_bytes = out.len() - MAGIC.len();
    let encodings = (0..=table.columns.len()).map(|_| Message::default().number(1, 0));
    let stripe_footer = Message::default().messages(1, streams.into_iter()).messages(2, encodings);
    let stripe_footer = packed(&stripe_footer.end(), codec);
    out.extend(&stripe_footer);
    let stripe = Message::default()
        .number(1, MAGIC.len())
        .number(2, 0)
        .number(3, data_bytes)
        .number(4, stripe_footer.len())
        .number(5, table.rows);
    let footer = packed(&footer(table, stripe, out.len()).end(), codec);
    out.extend(&footer);
    let postscript = Message::default()
        .number(1, footer.len())
        .number(2, codec as usize)
        .number(3, BLOCK_BYTES)
        .numbers(4, [0, 12].into_iter())
        .number(5, 0)
        .bytes(8_000, &MAGIC)
        .end();
    out.extend(&postscript);
    out.push(postscript.len() as u8);
    out
}

fn footer(table: &Table, stripe: Message, content_bytes: usize) -> Message {
    let names = |message, column: &Column| Message::bytes(message, 3, column.name.as_bytes());
    let root = Message::default().number(1, STRUCT).numbers(2, 1..=table.columns.len());
    let root = table.columns.iter().fold(root, names);
    let kinds = table.columns.iter().map(|column| Message::default().number(1, kind(column.kind)));
    let statistics = |values: usize| Message::default().number(1, values).number(10, usize::from(values < table.rows));
    let all = std::iter::once(table.rows).chain(table.cells.iter().map(Cells::values));
    // A file without rows has no stripe.
    let stripes = (table.rows > 0).then_some(stripe);
    Message::default()
        .number(1, MAGIC.len())
        .number(2, content_bytes)
        .messages(3, stripes.into_iter())
        .messages(4, std::iter::once(root).chain(kinds))
        .number(6, table.rows)
        .messages(7, all.map(statistics))
        .number(8, 0)
}

const fn kind(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Boolean => 0,
        ColumnKind::Bigint => 4,
        ColumnKind::Double => 6,
        ColumnKind::String => 7,
    }
}

fn streams_of(kind: ColumnKind, cells: &Cells) -> Vec<(Stream, Vec<u8>)> {
    let mut streams = Vec::new();
    if cells.has_null() {
        streams.push((Stream::Present, bytes_in_runs(&bits_from_high(&cells.is_present))));
    }
    match kind {
        ColumnKind::Boolean => streams.push((Stream::Data, bytes_in_runs(&bits_from_high(&cells.booleans)))),
        ColumnKind::Bigint => {
            let numbers: Vec<u64> = cells.numbers.iter().map(|&bits| zigzag(bits.cast_signed())).collect();
            streams.push((Stream::Data, numbers_in_runs(&numbers)));
        }
        ColumnKind::Double => {
            streams.push((Stream::Data, cells.numbers.iter().flat_map(|bits| bits.to_le_bytes()).collect()));
        }
        ColumnKind::String => {
            let lengths: Vec<u64> = cells.lengths.iter().copied().map(u64::from).collect();
            streams.push((Stream::Data, cells.texts.clone()));
            streams.push((Stream::Length, numbers_in_runs(&lengths)));
        }
    }
    streams
}

fn bits_from_high(booleans: &[bool]) -> Vec<u8> {
    bits(booleans).map(u8::reverse_bits).collect()
}

fn bytes_in_runs(bytes: &[u8]) -> Vec<u8> {
    in_runs(bytes, &[], |out, &byte| out.push(byte))
}

/// Numbers in runs of the same one; what is signed comes as [`zigzag`] makes it.
fn numbers_in_runs(numbers: &[u64]) -> Vec<u8> {
    in_runs(numbers, &[0], |out, &number| varint(out, number))
}

/// Values in runs: how often one is repeated, `delta`, and the value; or how many others follow, and these.
fn in_runs<T: PartialEq>(values: &[T], delta: &[u8], push: impl Fn(&mut Vec<u8>, &T)) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), values);
    while !rest.is_empty() {
        let repeated = run_length(rest);
        let length = if repeated >= RUN_MIN {
            out.push((repeated - RUN_MIN) as u8);
            out.extend(delta);
            push(&mut out, &rest[0]);
            repeated
        } else {
            let until_run = (0..rest.len()).find(|&at| run_length(&rest[at..]) >= RUN_MIN).unwrap_or(rest.len());
            let literals = until_run.min(LITERALS_MAX);
            out.push((literals as u8).wrapping_neg());
            rest[..literals].iter().for_each(|value| push(&mut out, value));
            literals
        };
        rest = &rest[length..];
    }
    out
}

/// How many values from the first one on are the same, as far as a run goes.
fn run_length<T: PartialEq>(values: &[T]) -> usize {
    values.iter().take(RUN_MAX).take_while(|value| **value == values[0]).count()
}

/// Bytes in compressed blocks, each with its length and whether it is as it was.
fn packed(bytes: &[u8], codec: Codec) -> Vec<u8> {
    let mut out = Vec::new();
    for block in bytes.chunks(BLOCK_BYTES) {
        let compressed = match codec {
            Codec::None => return bytes.to_vec(),
            Codec::Zlib => deflate(block),
            Codec::Snappy => snappy(block),
        };
        let is_original = compressed.len() >= block.len();
        let block = if is_original { block } else { &compressed };
        let header = (block.len() as u32) << 1 | u32::from(is_original);
        out.extend(&header.to_le_bytes()[..3]);
        out.extend(block);
    }
    out
}
