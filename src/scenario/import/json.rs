//! Reads the fields of a JSON object.
//!
//! A field is named by its path, with dots between the names of nested objects: `user.id`. Strings, numbers and
//! booleans are texts; a number is written as a program would print it (`1.0` is `1`). Leaves out: arrays inside objects.

use super::delimited::COLUMNS_MAX;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Display, Write};

/// The longest path of a field that is offered as a column, in bytes.
const PATH_BYTES_MAX: usize = 512;

/// Picks chosen fields out of objects.
pub(super) struct Picker {
    paths: Vec<String>,
    /// What the last object had in those fields; empty for what it had not.
    pub(super) texts: Vec<String>,
    /// For each level of nesting and each path, how many bytes of the path lead here; `None` when they lead elsewhere.
    levels: Vec<Vec<Option<usize>>>,
    depth: usize,
}

impl Picker {
    pub(super) fn new(paths: Vec<String>) -> Self {
        Self { texts: vec![String::new(); paths.len()], levels: vec![vec![Some(0); paths.len()]], paths, depth: 0 }
    }

    /// Reads one object into [`Self::texts`]; `false` when it is not a JSON object.
    pub(super) fn read(&mut self, json: &[u8]) -> bool {
        self.texts.iter_mut().for_each(String::clear);
        self.depth = 0;
        read_object(json, self)
    }
}

impl Listener for Picker {
    fn enter(&mut self, name: &str) -> bool {
        if self.levels.len() == self.depth + 1 {
            self.levels.push(vec![None; self.paths.len()]);
        }
        let (above, below) = self.levels.split_at_mut(self.depth + 1);
        let mut is_wanted = false;
        for ((path, from), to) in self.paths.iter().zip(&above[self.depth]).zip(&mut below[0]) {
            *to = from.and_then(|from| step(path, from, name));
            is_wanted |= to.is_some();
        }
        self.depth += usize::from(is_wanted);
        is_wanted
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn scalar(&mut self, value: &dyn Display) {
        for (index, path) in self.paths.iter().enumerate() {
            if self.levels[self.depth][index] == Some(path.len()) {
                self.texts[index].clear();
                write!(self.texts[index], "{value}").expect("a String takes any text");
            }
        }
    }
}

/// How far `path` reaches after the field `name`, when it leads there from its byte `from`.
fn step(path: &str, from: usize, name: &str) -> Option<usize> {
    let rest = path[from..].strip_prefix(name)?;
    match rest.as_bytes().first() {
        None => Some(path.len()),
        Some(b'.') => Some(path.len() - rest.len() + 1),
        Some(_) => None,
    }
}

/// The fields of an object that have a text, as (path, text), in the order of the file; `None` when it is no object.
///
/// Fields past the bound of columns and paths too long to choose from a list are left out.
pub(super) fn fields(json: &[u8]) -> Option<Vec<(String, String)>> {
    let mut fields = Fields::default();
    read_object(json, &mut fields).then_some(fields.found)
}

#[derive(Default)]
struct Fields {
    path: String,
    /// The length of the path at each level above the current one.
    above: Vec<usize>,
    found: Vec<(String, String)>,
}

impl Listener for Fields {
    fn enter(&mut self, name: &str) -> bool {
        let is_wanted = self.path.len() + name.len() < PATH_BYTES_MAX && self.found.len() < COLUMNS_MAX;
        if is_wanted {
            self.above.push(self.path.len());
            if self.above.len() > 1 {
                self.path.push('.');
            }
            self.path.push_str(name);
        }
        is_wanted
    }

    fn leave(&mut self) {
        let above = self.above.pop().expect("a field is left after it was entered");
        self.path.truncate(above);
    }

    fn scalar(&mut self, value: &dyn Display) {
        self.found.push((self.path.clone(), value.to_string()));
    }
}

/// Hears what an object contains, from its beginning to its end.
trait Listener {
    /// A field begins; whether its value is of interest. When it is, `leave` follows its value.
    fn enter(&mut self, name: &str) -> bool;
    /// The field that was entered last ends.
    fn leave(&mut self);
    /// The text of the field that was entered last. An empty text stands for null.
    fn scalar(&mut self, value: &dyn Display);
}

fn read_object(json: &[u8], listener: &mut impl Listener) -> bool {
    let is_object = json.trim_ascii_start().first() == Some(&b'{');
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    is_object && Value(listener).deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok()
}

struct Value<'a, L>(&'a mut L);
struct Name<'a, L>(&'a mut L);

impl<'de, L: Listener> DeserializeSeed<'de> for Value<'_, L> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, L: Listener> DeserializeSeed<'de> for Name<'_, L> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<L: Listener> Visitor<'_> for Name<'_, L> {
    type Value = bool;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }
    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0.enter(name))
    }
}

impl<'de, L: Listener> Visitor<'de> for Value<'_, L> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.scalar(&value);
        Ok(())
    }
    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.scalar(&value);
        Ok(())
    }
    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.scalar(&value);
        Ok(())
    }
    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.scalar(&value);
        Ok(())
    }
    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.scalar(&value);
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.scalar(&"");
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(is_wanted) = object.next_key_seed(Name(&mut *self.0))? {
            if is_wanted {
                object.next_value_seed(Value(&mut *self.0))?;
                self.0.leave();
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_picked_by_their_paths() {
        let json = br#"{"id":7,"user":{"id":"u\n1","geo":{"city":"Oslo"}},"user.name":"Kim","tags":["x"],"on":true,"f":1.0,"no":null}"#;
        for (path, expected) in [
            ("id", "7"),
            ("user.id", "u\n1"),
            ("user.geo.city", "Oslo"),
            ("user.name", "Kim"),
            ("user", ""),
            ("use", ""),
            ("tags", ""),
            ("on", "true"),
            ("f", "1"),
            ("no", ""),
            ("missing", ""),
        ] {
            let mut picker = Picker::new(vec![path.to_owned(), "id".to_owned()]);
            assert!(picker.read(json));
            assert_eq!(picker.texts, [expected, "7"], "{path}");
        }
        let paths: Vec<_> = fields(json).unwrap().into_iter().map(|field| field.0).collect();
        assert_eq!(paths, ["id", "user.id", "user.geo.city", "user.name", "on", "f", "no"]);
        for text in ["[1]", "3", "{", "{} {}", "", "{\"a\":}"] {
            assert!(!Picker::new(vec!["a".into()]).read(text.as_bytes()), "{text}");
        }
    }
}
