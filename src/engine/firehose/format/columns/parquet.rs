//! Parquet files: one group of rows, one page for each column, values as they are.
//!
//! Documented: the format, by Apache. Leaves out: dictionaries, statistics, several groups. Columns may be null, as
//! Hive's are.

use super::thrift::Struct;
use super::{Cells, Table, bits, varint};
use crate::engine::firehose::format::compression::{gzip, snappy};
use crate::engine::firehose::plan::{Column, ColumnKind};

const MAGIC: [u8; 4] = *b"PAR1";
const OPTIONAL: usize = 1;
const UTF8: usize = 0;
const PLAIN: usize = 0;
const RLE: usize = 3;

/// How pages are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// They are not.
    Uncompressed = 0,
    /// Raw Snappy.
    Snappy = 1,
    /// gzip.
    Gzip = 2,
}

/// Where a column's page lies in the file, and how large it is with its header.
struct Chunk {
    at: usize,
    plain_bytes: usize,
    bytes: usize,
}

/// A table as a file.
pub fn file(table: &Table, codec: Codec) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let chunks: Vec<Chunk> = table
        .columns
        .iter()
        .zip(&table.cells)
        .map(|(column, cells)| push_page(&mut out, column.kind, cells, codec))
        .collect();
    let footer = footer(table, codec, &chunks);
    out.extend(&footer);
    out.extend((footer.len() as u32).to_le_bytes());
    out.extend(MAGIC);
    out
}

fn push_page(out: &mut Vec<u8>, kind: ColumnKind, cells: &Cells, codec: Codec) -> Chunk {
    let mut page = levels(cells);
    push_values(&mut page, kind, cells);
    let plain_bytes = page.len();
    let page = match codec {
        Codec::Uncompressed => page,
        Codec::Snappy => snappy(&page),
        Codec::Gzip => gzip(&page),
    };
    let values = Struct::default().i32(1, cells.is_present.len()).i32(2, PLAIN).i32(3, RLE).i32(4, RLE);
    let header = Struct::default().i32(1, 0).i32(2, plain_bytes).i32(3, page.len()).inner(5, values).end();
    let at = out.len();
    out.extend(&header);
    out.extend(&page);
    Chunk { at, plain_bytes: plain_bytes + header.len(), bytes: out.len() - at }
}

/// Which rows have a value: one run if all have one or none has, else a bit for each.
fn levels(cells: &Cells) -> Vec<u8> {
    let (rows, values) = (cells.is_present.len(), cells.values());
    let mut runs = Vec::new();
    if values == rows || values == 0 {
        varint(&mut runs, (rows as u64) << 1);
        runs.push(u8::from(values > 0));
    } else {
        varint(&mut runs, (rows.div_ceil(8) as u64) << 1 | 1);
        runs.extend(bits(&cells.is_present));
    }
    [&(runs.len() as u32).to_le_bytes(), &runs[..]].concat()
}

fn push_values(page: &mut Vec<u8>, kind: ColumnKind, cells: &Cells) {
    match kind {
        ColumnKind::Boolean => page.extend(bits(&cells.booleans)),
        ColumnKind::Bigint | ColumnKind::Double => {
            page.extend(cells.numbers.iter().flat_map(|bits| bits.to_le_bytes()));
        }
        ColumnKind::String => {
            let mut at = 0;
            for &length in &cells.lengths {
                page.extend(length.to_le_bytes());
                page.extend(&cells.texts[at..at + length as usize]);
                at += length as usize;
            }
        }
    }
}

fn footer(table: &Table, codec: Codec, chunks: &[Chunk]) -> Vec<u8> {
    let root = Struct::default().text(4, "hive_schema").i32(5, table.columns.len());
    let schema: Vec<Struct> = std::iter::once(root).chain(table.columns.iter().map(element)).collect();
    let chunk = |(column, chunk): (&Column, &Chunk)| {
        let data = Struct::default()
            .i32(1, physical_type(column.kind))
            .numbers(2, &[PLAIN, RLE])
            .one_text(3, &column.name)
            .i32(4, codec as usize)
            .i64(5, table.rows)
            .i64(6, chunk.plain_bytes)
            .i64(7, chunk.bytes)
            .i64(9, chunk.at);
        Struct::default().i64(2, chunk.at).inner(3, data)
    };
    let group = Struct::default()
        .structs(1, table.columns.iter().zip(chunks).map(chunk))
        .i64(2, chunks.iter().map(|chunk| chunk.plain_bytes).sum())
        .i64(3, table.rows);
    let groups = if table.rows > 0 { vec![group] } else { Vec::new() };
    Struct::default()
        .i32(1, 1)
        .structs(2, schema.into_iter())
        .i64(3, table.rows)
        .structs(4, groups.into_iter())
        .text(6, "Shardscope")
        .end()
}

fn element(column: &Column) -> Struct {
    let element = Struct::default().i32(1, physical_type(column.kind)).i32(3, OPTIONAL).text(4, &column.name);
    if column.kind == ColumnKind::String { element.i32(6, UTF8) } else { element }
}

const fn physical_type(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Boolean => 0,
        ColumnKind::Bigint => 2,
        ColumnKind::Double => 5,
        ColumnKind::String => 6,
    }
}
