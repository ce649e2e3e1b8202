//! As much of protobuf's wire format as aggregated records need: numbers and bytes, each with the number of its field.
//!
//! A hundred lines of our own: the crates that do this cost the worker some 10 KB gzip and copy what they read, while
//! here the only thing that grows with a hostile message is a list of slices of it.

/// The message is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number.
    Number(u64),
    /// Bytes, a text or a message.
    Bytes(&'a [u8]),
    /// Four or eight bytes, which no field of ours has.
    Fixed,
}

/// The kinds of fields, as the lower three bits of their tags tell them.
const NUMBER: u64 = 0;
const EIGHT_BYTES: u64 = 1;
const BYTES: u64 = 2;
const FOUR_BYTES: u64 = 5;
const KIND_BITS: u32 = 3;

impl<'a> Value<'a> {
    /// The number.
    pub fn number(self) -> Result<u64, Malformed> {
        if let Self::Number(number) = self { Ok(number) } else { Err(Malformed) }
    }

    /// The bytes.
    pub fn bytes(self) -> Result<&'a [u8], Malformed> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(Malformed) }
    }

    /// The text.
    pub fn text(self) -> Result<&'a str, Malformed> {
        str::from_utf8(self.bytes()?).map_err(|_| Malformed)
    }
}

/// The fields of a message, in their order; ends after the first that is malformed.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Those of `message`.
    pub const fn of(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    fn read(&mut self) -> Result<(u32, Value<'a>), Malformed> {
        let tag = self.varint()?;
        let field = u32::try_from(tag >> KIND_BITS).ok().filter(|field| *field > 0).ok_or(Malformed)?;
        let value = match tag & ((1 << KIND_BITS) - 1) {
            NUMBER => Value::Number(self.varint()?),
            BYTES => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?)
            }
            EIGHT_BYTES => self.take(8).map(|_| Value::Fixed)?,
            FOUR_BYTES => self.take(4).map(|_| Value::Fixed)?,
            _ => return Err(Malformed),
        };
        Ok((field, value))
    }

    /// A number in groups of seven bits, the lowest first; each byte but the last has its highest bit set.
    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let (byte, rest) = self.rest.split_first().ok_or(Malformed)?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return Err(Malformed);
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u32, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_err() {
            self.rest = &[];
        }
        Some(field)
    }
}

/// A message that is being written.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    written: Vec<u8>,
}

impl Writer {
    /// Begins anew.
    pub fn clear(&mut self) {
        self.written.clear();
    }

    /// What was written.
    pub fn written(&self) -> &[u8] {
        &self.written
    }

    /// Adds a field that holds a number.
    pub fn number(&mut self, field: u32, number: u64) {
        self.tag(field, NUMBER);
        self.varint(number);
    }

    /// Adds a field that holds bytes, a text or a message.
    pub fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.tag(field, BYTES);
        self.varint(bytes.len() as u64);
        self.written.extend_from_slice(bytes);
    }

    fn tag(&mut self, field: u32, kind: u64) {
        self.varint(u64::from(field) << KIND_BITS | kind);
    }

    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.written.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.written.push(number as u8);
    }
}
