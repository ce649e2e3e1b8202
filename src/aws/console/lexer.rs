//! Splits a command line into words as a POSIX shell does: quotes, backslashes, continued lines, comments.
//!
//! Leaves out what a shell does beyond words: variables, substitutions, pipes, redirections and conditions are refused,
//! each with what to do instead. Patterns such as `Shards[*]` and braces stay as they are, as in a shell that finds no
//! file of that name.

use thiserror::Error;

/// One word of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What the command receives: quotes and backslashes are gone.
    pub text: String,
    /// Where it begins in the line, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Why a line cannot be split, with the place in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LexError {
    /// A quote is never closed.
    #[error("the quote {quote} at column {column} is not closed")]
    UnclosedQuote {
        /// `'` or `"`.
        quote: char,
        /// Where it opens: the number of its character in the line, from 1.
        column: usize,
    },
    /// The line ends with a backslash, and nothing follows.
    #[error("the line ends with a backslash, which continues it, but nothing follows")]
    NothingFollows,
    /// Something that a shell does and this console does not.
    #[error(
        "{what} at column {column}: this is not a shell. It takes `aws` commands, one a line or separated by `;`. \
         {advice}"
    )]
    NotAShell {
        /// What was found, quoted.
        what: &'static str,
        /// The number of its character in the line, from 1.
        column: usize,
        /// What to do instead.
        advice: &'static str,
    },
}

/// A line in pieces: its commands, and what is still open at its end.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// The words of each command; commands without words are left out, but the last is always there.
    pub commands: Vec<Vec<Word>>,
    /// Whether the line ends within a word, so that what is typed next belongs to it.
    pub is_in_word: bool,
    /// The quote that is open at the end, with its place in bytes.
    pub open_quote: Option<(char, usize)>,
    is_continued: bool,
}

/// What a shell would do with a character, and what to do instead.
const OPERATORS: [(char, &str, &str); 6] = [
    ('|', "`|`", "To pick from the output use --query, for example --query 'Shards[0].ShardId'."),
    ('&', "`&`", "Put a value that holds an `&` in single quotes."),
    ('<', "`<`", "Give the value itself, in single quotes."),
    ('>', "`>`", "The output stays on the page, where it can be copied."),
    ('(', "`(`", "Put a value with parentheses in single quotes."),
    (')', "`)`", "Put a value with parentheses in single quotes."),
];
const SUBSTITUTION_ADVICE: &str = "Give the value itself; in single quotes no character is special.";

/// The commands of `line`, each as its words.
pub fn split(line: &str) -> Result<Vec<Vec<Word>>, LexError> {
    let lexed = lex(line)?;
    if let Some((quote, at)) = lexed.open_quote {
        return Err(LexError::UnclosedQuote { quote, column: column(line, at) });
    }
    if lexed.is_continued {
        return Err(LexError::NothingFollows);
    }
    Ok(lexed.commands.into_iter().filter(|words| !words.is_empty()).collect())
}

/// The same for a line that is still being typed: open quotes are no mistake.
pub fn lex(line: &str) -> Result<Lexed, LexError> {
    let mut lexer = Lexer { line, at: 0, word: None, lexed: Lexed { commands: vec![Vec::new()], ..Lexed::default() } };
    while let Some(character) = lexer.peek() {
        lexer.step(character)?;
    }
    lexer.lexed.is_in_word = lexer.word.is_some();
    lexer.end_word();
    Ok(lexer.lexed)
}

struct Lexer<'a> {
    line: &'a str,
    at: usize,
    /// The word that is being read, with where it begins.
    word: Option<(usize, String)>,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.line[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn step(&mut self, character: char) -> Result<(), LexError> {
        match character {
            ' ' | '\t' | '\r' => {
                self.end_word();
                self.next();
            }
            '\n' | ';' => {
                self.end_command();
                self.next();
            }
            '#' if self.word.is_none() => {
                self.at += self.line[self.at..].find('\n').unwrap_or(self.line.len() - self.at);
            }
            '\'' => self.single_quoted(),
            '"' => self.double_quoted()?,
            '\\' => self.escaped(),
            _ => {
                self.refuse_operator(character)?;
                self.refuse_substitution(character)?;
                self.push(character);
                self.next();
            }
        }
        Ok(())
    }

    /// Adds to the word, which begins here unless it has begun.
    fn push(&mut self, character: char) {
        self.begin_word();
        if let Some((_, text)) = &mut self.word {
            text.push(character);
        }
    }

    fn begin_word(&mut self) {
        self.word.get_or_insert((self.at, String::new()));
    }

    fn end_word(&mut self) {
        if let (Some((start, text)), Some(command)) = (self.word.take(), self.lexed.commands.last_mut()) {
            command.push(Word { text, start, end: self.at });
        }
    }

    fn end_command(&mut self) {
        self.end_word();
        self.lexed.commands.push(Vec::new());
    }

    fn single_quoted(&mut self) {
        self.begin_word();
        let opens = self.at;
        self.next();
        while let Some(character) = self.next() {
            if character == '\'' {
                return;
            }
            self.push(character);
        }
        self.lexed.open_quote = Some(('\'', opens));
    }

    fn double_quoted(&mut self) -> Result<(), LexError> {
        self.begin_word();
        let opens = self.at;
        self.next();
        while let Some(character) = self.peek() {
            if character != '\\' {
                self.refuse_substitution(character)?;
            }
            self.next();
            match character {
                '"' => return Ok(()),
                // Within double quotes a backslash is itself unless it guards one of these.
                '\\' => match self.peek() {
                    Some('\n') => {
                        self.next();
                    }
                    Some(guarded @ ('"' | '\\' | '$' | '`')) => {
                        self.push(guarded);
                        self.next();
                    }
                    _ => self.push('\\'),
                },
                _ => self.push(character),
            }
        }
        self.lexed.open_quote = Some(('"', opens));
        Ok(())
    }

    fn escaped(&mut self) {
        let begins = self.at;
        self.next();
        // A line break pasted from Windows counts as one.
        if self.line[self.at..].starts_with("\r\n") {
            self.next();
        }
        match self.next() {
            Some('\n') => {}
            Some(character) => {
                self.word.get_or_insert((begins, String::new()));
                self.push(character);
            }
            None => self.lexed.is_continued = true,
        }
    }

    fn refuse_operator(&self, character: char) -> Result<(), LexError> {
        match OPERATORS.iter().find(|(operator, ..)| *operator == character) {
            Some((_, what, advice)) => Err(self.not_a_shell(what, advice)),
            None => Ok(()),
        }
    }

    /// A `$` that a shell would replace, or a command in backquotes.
    fn refuse_substitution(&self, character: char) -> Result<(), LexError> {
        let follows = self.line[self.at + character.len_utf8()..].chars().next();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_{(*@#?$!-".contains(c);
        match character {
            '$' if follows.is_some_and(is_name) => Err(self.not_a_shell("`$`", SUBSTITUTION_ADVICE)),
            '`' => Err(self.not_a_shell("a backquote", SUBSTITUTION_ADVICE)),
            _ => Ok(()),
        }
    }

    fn not_a_shell(&self, what: &'static str, advice: &'static str) -> LexError {
        LexError::NotAShell { what, column: column(self.line, self.at), advice }
    }
}

fn column(line: &str, at: usize) -> usize {
    let begins = line[..at].rfind('\n').map_or(0, |newline| newline + 1);
    line[begins..at].chars().count() + 1
}

/// Whether a shell passes `text` on as it is without quotes.
fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
    !text.is_empty() && text.chars().all(is_plain)
}

/// `text` quoted where a shell needs it, so that splitting gives it back.
pub fn quote(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<Vec<String>> {
        let commands = split(line).unwrap();
        commands.into_iter().map(|words| words.into_iter().map(|word| word.text).collect()).collect()
    }

    #[test]
    fn words_are_split_as_a_shell_does() {
        // As `bash -c 'printf "<%s>" …'` prints them.
        for (line, expected) in [
            ("aws  kinesis\tlist-streams", vec!["aws", "kinesis", "list-streams"]),
            ("a '' b", vec!["a", "", "b"]),
            (r#"--data '{"a": "b c"}'"#, vec!["--data", r#"{"a": "b c"}"#]),
            (r#"a"b c"'d e'f"#, vec!["ab cd ef"]),
            (r#""a\"b\\c\d""#, vec![r#"a"b\c\d"#]),
            (r"a\ b \'c", vec!["a b", "'c"]),
            ("a \\\n  b", vec!["a", "b"]),
            ("a\\\nb", vec!["ab"]),
            ("a \\\r\n b", vec!["a", "b"]),
            ("\"a\\\nb\"", vec!["ab"]),
            ("a # b 'c", vec!["a"]),
            ("a#b", vec!["a#b"]),
            (r"'it'\''s'", vec!["it's"]),
            ("a$ b", vec!["a$", "b"]),
            ("'$HOME' \"\\$x\" '`a`'", vec!["$HOME", "$x", "`a`"]),
            ("Shards[*].ShardId", vec!["Shards[*].ShardId"]),
            ("ключ \u{7f16}\u{53f7}", vec!["ключ", "编号"]),
        ] {
            assert_eq!(words(line), [expected], "{line}");
        }
    }

    #[test]
    fn commands_are_separated_by_lines_and_semicolons() {
        assert_eq!(words("a b; c\n\n# note\nd;"), [vec!["a", "b"], vec!["c"], vec!["d"]]);
        assert!(words(" \n;# nothing").is_empty());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        for (line, part) in [
            ("a 'b", "the quote ' at column 3"),
            ("a\nb \"c", "the quote \" at column 3"),
            ("a \\", "ends with a backslash"),
            ("a | grep b", "`|` at column 3"),
            ("a && b", "`&` at column 3"),
            ("a > b", "`>` at column 3"),
            ("a $HOME", "`$` at column 3"),
            ("a \"$HOME\"", "`$` at column 4"),
            ("a `date`", "a backquote at column 3"),
            ("a $(date)", "`$` at column 3"),
        ] {
            let error = split(line).unwrap_err().to_string();
            assert!(error.contains(part), "{line}: {error}");
        }
    }

    #[test]
    fn quoting_is_undone_by_splitting() {
        for text in ["", "plain", "a b", "it's", "$x", "a\\b", "\n", "#", "a=b,c", "{\"a\": 1}", "*", "\u{4e2d}"] {
            assert_eq!(words(&quote(text)), [[text]], "{text:?}");
        }
    }
}
