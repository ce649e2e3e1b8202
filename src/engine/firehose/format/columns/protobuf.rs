//! Writes messages of Protocol Buffers, in which ORC's footers are.

use super::varint;

/// A message in the making.
#[derive(Default)]
pub struct Message(Vec<u8>);

impl Message {
    /// Adds a number.
    pub fn number(mut self, field: u32, number: usize) -> Self {
        varint(&mut self.0, u64::from(field) << 3);
        varint(&mut self.0, number as u64);
        self
    }

    /// Adds a text or bytes.
    pub fn bytes(mut self, field: u32, bytes: &[u8]) -> Self {
        varint(&mut self.0, u64::from(field) << 3 | 2);
        varint(&mut self.0, bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    /// Adds a list of numbers.
    pub fn numbers(self, field: u32, numbers: impl Iterator<Item = usize>) -> Self {
        let mut packed = Vec::new();
        numbers.for_each(|number| varint(&mut packed, number as u64));
        self.bytes(field, &packed)
    }

    /// Adds each of some messages.
    pub fn messages(self, field: u32, messages: impl Iterator<Item = Self>) -> Self {
        messages.fold(self, |all, message| all.bytes(field, &message.0))
    }

    /// Its bytes.
    pub fn end(self) -> Vec<u8> {
        self.0
    }
}
