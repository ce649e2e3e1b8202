//! The command line's shorthand syntax: `Data=blob,PartitionKey=a`, `Key=[a,b]`, `Key={Name=value}`.
//!
//! Gives text, lists and maps alone; which text is a number is known where the model is. Where a key could be read in
//! two ways, the command line's reading is taken: after a comma, text that `=` follows is the next key.
//! Leaves out `key@=file://…`, because this console reads no files.

use super::tree::Tree;
use thiserror::Error;

/// Why a value cannot be read as shorthand, in the command line's words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShorthandError {
    /// Something else was expected at a place.
    #[error("Expected: '{expected}', received: '{received}' for input:\n{place}")]
    Unexpected {
        /// What would have been right.
        expected: String,
        /// What is there.
        received: String,
        /// The input with a mark below the place.
        place: String,
    },
    /// One key twice.
    #[error(
        "Second instance of key \"{key}\" encountered for input:\n{place}\nThis is often because there is a preceding \
         \",\" instead of a space."
    )]
    SecondKey {
        /// The key.
        key: String,
        /// The input with a mark below the place.
        place: String,
    },
}

/// Reads `input` as a map.
pub fn parse(input: &str) -> Result<Tree, ShorthandError> {
    let mut parser = Parser { input: input.chars().collect(), at: 0, depth: 0 };
    let mut members: Vec<(String, Tree)> = Vec::new();
    loop {
        let begins = parser.at;
        let key = parser.key();
        parser.expect('=')?;
        let value = parser.values()?;
        if members.iter().any(|(other, _)| *other == key) {
            return Err(ShorthandError::SecondKey { key, place: parser.place(begins) });
        }
        members.push((key, value));
        if parser.peek().is_none() {
            return Ok(Tree::Map(members));
        }
        parser.expect(',')?;
    }
}

struct Parser {
    input: Vec<char>,
    at: usize,
    /// Lists and maps that are open.
    depth: usize,
}

/// How deep lists and maps may stand in each other; no request comes near.
const DEPTH_MAX: usize = 64;

impl Parser {
    fn peek(&self) -> Option<char> {
        self.input.get(self.at).copied()
    }

    fn key(&mut self) -> String {
        self.take_while(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c))
    }

    fn values(&mut self) -> Result<Tree, ShorthandError> {
        match self.peek() {
            None => Ok(Tree::Text(String::new())),
            Some('[' | '{') => self.nested(),
            Some(_) => self.comma_separated(),
        }
    }

    /// One value, or a list of them; the list ends before a key.
    fn comma_separated(&mut self) -> Result<Tree, ShorthandError> {
        let first = self.scalar(true)?;
        self.skip_space();
        let mut list = vec![first];
        while self.peek() == Some(',') {
            let comma = self.at;
            self.expect(',')?;
            let (value, after) = (self.scalar(false), self.peek_past_space());
            match (value, after) {
                (Ok(value), None | Some(',')) => {
                    self.skip_space();
                    list.push(value);
                }
                (Err(error), _) if self.peek().is_none() => return Err(error),
                _ => {
                    self.at = comma;
                    break;
                }
            }
        }
        if list.len() == 1 { Ok(list.remove(0)) } else { Ok(Tree::List(list)) }
    }

    fn list(&mut self) -> Result<Tree, ShorthandError> {
        self.expect('[')?;
        let mut values = Vec::new();
        while self.peek() != Some(']') {
            values.push(self.explicit()?);
            self.skip_space();
            if self.peek() != Some(']') {
                self.expect(',')?;
            }
        }
        self.at += 1;
        Ok(Tree::List(values))
    }

    fn map(&mut self) -> Result<Tree, ShorthandError> {
        self.expect('{')?;
        let mut members = Vec::new();
        while self.peek() != Some('}') {
            let key = self.key();
            self.expect('=')?;
            let value = self.explicit()?;
            self.skip_space();
            if self.peek() != Some('}') {
                self.expect(',')?;
            }
            members.push((key, value));
        }
        self.at += 1;
        Ok(Tree::Map(members))
    }

    fn explicit(&mut self) -> Result<Tree, ShorthandError> {
        match self.peek() {
            Some('[' | '{') => self.nested(),
            _ => self.scalar(true),
        }
    }

    fn nested(&mut self) -> Result<Tree, ShorthandError> {
        if self.depth == DEPTH_MAX {
            return Err(self.unexpected("<value>", "<nested too deeply>"));
        }
        self.depth += 1;
        let value = if self.peek() == Some('[') { self.list() } else { self.map() };
        self.depth -= 1;
        value
    }

    /// Text, quoted or not. Only the first of a list may be empty and may hold `=`.
    fn scalar(&mut self, is_first: bool) -> Result<Tree, ShorthandError> {
        match self.peek() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            _ => self.unquoted(is_first),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Tree, ShorthandError> {
        let begins = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(character) = self.peek() {
            self.at += 1;
            let guarded = self.peek().filter(|next| character == '\\' && (*next == quote || *next == '\\'));
            if character == quote {
                return Ok(Tree::Text(text));
            }
            text.push(guarded.unwrap_or(character));
            self.at += usize::from(guarded.is_some());
        }
        self.at = begins;
        let kind = if quote == '\'' { "<singled quoted>" } else { "<double quoted>" };
        Err(self.unexpected(kind, "<none>"))
    }

    fn unquoted(&mut self, is_first: bool) -> Result<Tree, ShorthandError> {
        let mut text = String::new();
        while let Some(character) = self.peek() {
            let is_comma = character == '\\' && self.input.get(self.at + 1) == Some(&',');
            let begins = text.is_empty();
            if is_comma {
                self.at += 1;
                text.push(',');
            } else if belongs_to_word(character, is_first, begins) {
                text.push(character);
            } else {
                break;
            }
            self.at += 1;
        }
        if text.is_empty() && !is_first {
            return Err(self.unexpected("<second>", "<none>"));
        }
        Ok(Tree::Text(text.trim_end().to_owned()))
    }

    fn expect(&mut self, wanted: char) -> Result<(), ShorthandError> {
        self.skip_space();
        match self.peek() {
            Some(found) if found == wanted => self.at += 1,
            Some(found) => return Err(self.unexpected(&wanted.to_string(), &found.to_string())),
            None => return Err(self.unexpected(&wanted.to_string(), "EOF")),
        }
        self.skip_space();
        Ok(())
    }

    fn skip_space(&mut self) {
        self.take_while(|c| c.is_ascii_whitespace());
    }

    fn peek_past_space(&self) -> Option<char> {
        self.input[self.at..].iter().copied().find(|c| !c.is_ascii_whitespace())
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let text: String = self.input[self.at..].iter().take_while(|c| belongs(**c)).collect();
        self.at += text.chars().count();
        text
    }

    fn unexpected(&self, expected: &str, received: &str) -> ShorthandError {
        let (expected, received) = (expected.to_owned(), received.to_owned());
        ShorthandError::Unexpected { expected, received, place: self.place(self.at) }
    }

    /// The input, with a mark below the character at `at`.
    fn place(&self, at: usize) -> String {
        let begins = self.input[..at].iter().rposition(|c| *c == '\n').map_or(0, |newline| newline + 1);
        let ends = self.input[at..].iter().position(|c| *c == '\n').map_or(self.input.len(), |newline| at + newline);
        let (before, after): (String, String) =
            (self.input[..ends].iter().collect(), self.input[ends..].iter().collect());
        format!("{before}\n{}^{after}", " ".repeat(at - begins))
    }
}

/// Whether an unquoted value may hold `character`. A bracket or brace at its beginning opens a list or map, and one that
/// closes ends a first value, which may stand in them; later values may not hold `=`, which marks the next key.
fn belongs_to_word(character: char, is_first: bool, begins: bool) -> bool {
    match character {
        ',' | '"' | '\'' => false,
        '=' => is_first && !begins,
        '[' | '{' => !begins,
        ']' | '}' => begins || !is_first,
        _ => !begins || !character.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_the_command_line_reads_them() {
        // As awscli's ShorthandParser gives them.
        for (input, json) in [
            ("a=b", r#"{"a":"b"}"#),
            ("a=b,c=d", r#"{"a":"b","c":"d"}"#),
            ("a=b,c,d=e", r#"{"a":["b","c"],"d":"e"}"#),
            ("a=b=c,d=e=f", r#"{"a":"b=c","d":"e=f"}"#),
            ("a=,b=c", r#"{"a":"","b":"c"}"#),
            ("a=", r#"{"a":""}"#),
            (r"a=b\,c", r#"{"a":"b,c"}"#),
            ("a=[b,c],d=[]", r#"{"a":["b","c"],"d":[]}"#),
            ("a={b=c,d=[e,f]}", r#"{"a":{"b":"c","d":["e","f"]}}"#),
            ("a={b=c},d=e", r#"{"a":{"b":"c"},"d":"e"}"#),
            ("a='b, c',d=\"e=f\"", r#"{"a":"b, c","d":"e=f"}"#),
            (r"a='it\'s'", r#"{"a":"it's"}"#),
            ("a = b , c = d ", r#"{"a":"b","c":"d"}"#),
            ("Data=aGVsbG8=,PartitionKey=k", r#"{"Data":"aGVsbG8=","PartitionKey":"k"}"#),
            ("a=[b=c,d]", r#"{"a":["b=c","d"]}"#),
            ("a=b c,d", r#"{"a":["b c","d"]}"#),
            ("a=}", r#"{"a":"}"}"#),
        ] {
            assert_eq!(serde_json::to_string(&parse(input).unwrap()).unwrap(), json, "{input}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        assert!(parse(&format!("a={}", "[".repeat(100_000))).is_err());
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (input, message) in [
            ("foo", "Expected: '=', received: 'EOF' for input:\nfoo\n   ^"),
            ("a==b", "Expected: ',', received: '=' for input:\na==b\n  ^"),
            ("a=x[0],b=y", "Expected: ',', received: ']' for input:\na=x[0],b=y\n     ^"),
            ("a=b,", "Expected: '<second>', received: '<none>' for input:\na=b,\n    ^"),
            ("a=[b", "Expected: ',', received: 'EOF' for input:\na=[b\n    ^"),
            ("a='b", "Expected: '<singled quoted>', received: '<none>' for input:\na='b\n  ^"),
            (
                "a=b,a=c",
                "Second instance of key \"a\" encountered for input:\na=b,a=c\n    ^\nThis is often because there is a \
                 preceding \",\" instead of a space.",
            ),
        ] {
            assert_eq!(parse(input).unwrap_err().to_string(), message);
        }
    }
}
