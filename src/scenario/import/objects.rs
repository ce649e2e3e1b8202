//! Cuts chunks of one JSON array of objects into its objects, wherever the chunks are cut themselves.
//!
//! Only brackets, commas and quotes between and around objects are looked at; whether an object is sound is found out
//! when it is read.

use super::{ImportError, ROW_BYTES_MAX};

/// One JSON array of objects that comes in chunks.
pub(super) struct Objects {
    /// The beginning of the current object, from earlier chunks.
    carry: Vec<u8>,
    line: u64,
    object_line: u64,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    BeforeArray,
    /// In the array; whether an object may come next, or only a comma or the end.
    Between {
        object_allowed: bool,
    },
    Object {
        depth: u64,
    },
    Text {
        depth: u64,
        escaped: bool,
    },
    AfterArray,
}

impl Objects {
    pub(super) const fn new() -> Self {
        Self { carry: Vec::new(), line: 1, object_line: 1, place: Place::BeforeArray }
    }

    /// Takes a chunk, and gives every object that it completes with the line on which it begins.
    pub(super) fn push(&mut self, chunk: &[u8], mut on_object: impl FnMut(u64, &[u8])) -> Result<(), ImportError> {
        let mut start = 0;
        for (index, &byte) in chunk.iter().enumerate() {
            let before = self.place;
            self.place = self.next(byte)?;
            self.line += u64::from(byte == b'\n');
            let was_inside = matches!(before, Place::Object { .. } | Place::Text { .. });
            match self.place {
                Place::Object { .. } if !was_inside => {
                    start = index;
                    self.object_line = self.line;
                }
                Place::Between { .. } if was_inside => {
                    self.check_length(index + 1 - start)?;
                    if self.carry.is_empty() {
                        on_object(self.object_line, &chunk[start..=index]);
                    } else {
                        self.carry.extend_from_slice(&chunk[start..=index]);
                        on_object(self.object_line, &self.carry);
                        self.carry.clear();
                    }
                }
                _ => {}
            }
        }
        if matches!(self.place, Place::Object { .. } | Place::Text { .. }) {
            self.check_length(chunk.len() - start)?;
            self.carry.extend_from_slice(&chunk[start..]);
        }
        Ok(())
    }

    /// Checks that the array has ended.
    pub(super) fn finish(&self) -> Result<(), ImportError> {
        if self.place == Place::AfterArray { Ok(()) } else { Err(self.broken()) }
    }

    fn next(&self, byte: u8) -> Result<Place, ImportError> {
        Ok(match (self.place, byte) {
            (Place::Object { depth }, b'"') => Place::Text { depth, escaped: false },
            (Place::Object { depth }, b'{') => Place::Object { depth: depth + 1 },
            (Place::Object { depth: 1 }, b'}') => Place::Between { object_allowed: false },
            (Place::Object { depth }, b'}') => Place::Object { depth: depth - 1 },
            (Place::Object { depth }, _) | (Place::Text { depth, escaped: false }, b'"') => Place::Object { depth },
            (Place::Text { depth, escaped }, _) => Place::Text { depth, escaped: !escaped && byte == b'\\' },
            (place, b' ' | b'\t' | b'\r' | b'\n') => place,
            (Place::BeforeArray, b'[') | (Place::Between { object_allowed: false }, b',') => {
                Place::Between { object_allowed: true }
            }
            (Place::Between { object_allowed: true }, b'{') => Place::Object { depth: 1 },
            (Place::Between { .. }, b']') => Place::AfterArray,
            _ => return Err(self.broken()),
        })
    }

    const fn broken(&self) -> ImportError {
        ImportError::JsonBroken { line: self.line }
    }

    fn check_length(&self, added: usize) -> Result<(), ImportError> {
        if self.carry.len() + added > ROW_BYTES_MAX {
            return Err(ImportError::RowTooLong { line: self.object_line, bytes_max: ROW_BYTES_MAX });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(chunks: &[&[u8]]) -> Result<Vec<(u64, String)>, ImportError> {
        let mut found = Vec::new();
        let mut objects = Objects::new();
        for chunk in chunks {
            objects.push(chunk, |line, json| {
                found.push((line, String::from_utf8_lossy(json).into_owned()));
            })?;
        }
        objects.finish().map(|()| found)
    }

    #[test]
    fn an_array_is_cut_into_its_objects_however_the_chunks_are_cut() {
        let text = b" [\n{\"a\":\"}\\\"{\\\\\"},\r\n {\"b\":{\"c\":[1,{}]}} ,{}\n] \n";
        let expected =
            vec![(2, r#"{"a":"}\"{\\"}"#.to_owned()), (3, r#"{"b":{"c":[1,{}]}}"#.to_owned()), (3, "{}".to_owned())];
        for cut in 0..text.len() {
            assert_eq!(objects(&[&text[..cut], &text[cut..]]).unwrap(), expected, "cut at {cut}");
        }
        for (broken, line) in [("[{}\n", 2), ("[{} {}]", 1), ("[\n1]", 2), ("[{}]\n[", 2), ("[{\"a\n", 2), ("", 1)] {
            assert_eq!(objects(&[broken.as_bytes()]), Err(ImportError::JsonBroken { line }), "{broken}");
        }
    }
}
