//! Writes structures in Thrift's compact protocol, in which Parquet's headers are.

use super::varint;

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A structure in the making. Fields come in the order of their numbers.
#[derive(Default)]
pub struct Struct {
    out: Vec<u8>,
    last: u8,
}

impl Struct {
    /// Adds a number of 32 bits, or one of an enumeration.
    pub fn i32(self, field: u8, number: usize) -> Self {
        self.varint(field, I32, doubled(number))
    }

    /// Adds a number of 64 bits.
    pub fn i64(self, field: u8, number: usize) -> Self {
        self.varint(field, I64, doubled(number))
    }

    /// Adds a text.
    pub fn text(mut self, field: u8, text: &str) -> Self {
        self.field(field, BINARY);
        push_text(&mut self.out, text);
        self
    }

    /// Adds a structure.
    pub fn inner(mut self, field: u8, inner: Self) -> Self {
        self.field(field, STRUCT);
        self.out.extend(inner.end());
        self
    }

    /// Adds a list of structures.
    pub fn structs(mut self, field: u8, list: impl ExactSizeIterator<Item = Self>) -> Self {
        self.list(field, STRUCT, list.len());
        list.for_each(|inner| self.out.extend(inner.end()));
        self
    }

    /// Adds a list of numbers of an enumeration.
    pub fn numbers(mut self, field: u8, list: &[usize]) -> Self {
        self.list(field, I32, list.len());
        for &number in list {
            varint(&mut self.out, doubled(number));
        }
        self
    }

    /// Adds a list of one text.
    pub fn one_text(mut self, field: u8, text: &str) -> Self {
        self.list(field, BINARY, 1);
        push_text(&mut self.out, text);
        self
    }

    /// Its bytes.
    pub fn end(mut self) -> Vec<u8> {
        self.out.push(0);
        self.out
    }

    fn varint(mut self, field: u8, kind: u8, number: u64) -> Self {
        self.field(field, kind);
        varint(&mut self.out, number);
        self
    }

    fn field(&mut self, field: u8, kind: u8) {
        // No structure of Parquet's that is written here skips fifteen fields.
        self.out.push((field - self.last) << 4 | kind);
        self.last = field;
    }

    fn list(&mut self, field: u8, kind: u8, length: usize) {
        self.field(field, LIST);
        if length < 15 {
            self.out.push((length as u8) << 4 | kind);
        } else {
            self.out.push(0xf0 | kind);
            varint(&mut self.out, length as u64);
        }
    }
}

/// What a number without sign is as one with a sign: see [`zigzag`](super::zigzag).
const fn doubled(number: usize) -> u64 {
    (number as u64) << 1
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    varint(out, text.len() as u64);
    out.extend(text.as_bytes());
}
