//! Takes the options of a command apart as Python's argparse does, which the AWS CLI stands on.
//!
//! So options may be shortened to what makes them unique, `--name=value` is `--name value`, an option that is given
//! twice counts as the last time, and what begins with a hyphen is an option unless it is a negative number or holds a
//! space.

use super::usage::UsageError;

/// How many words an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// None.
    Nothing,
    /// One.
    One,
    /// One or none.
    OneOrNone,
    /// Any number, also none.
    Any,
}

/// Options and words of a command, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The options that are known, by their place among them, with their words; in the order of their last coming.
    pub options: Vec<(usize, Vec<String>)>,
    /// Words that belong to no option, and options that nobody knows.
    pub rest: Vec<String>,
}

impl Taken {
    /// The words of the option at that place; `None` where it is not given.
    pub fn words(&self, option: usize) -> Option<&[String]> {
        self.options.iter().find(|(place, _)| *place == option).map(|(_, words)| words.as_slice())
    }
}

/// What a word is among options.
enum Kind {
    Known { place: usize, value: Option<String> },
    Unknown,
    Positional,
}

/// Takes `words` apart. Each option is its name without hyphens and what it takes.
pub fn take(words: &[String], options: &[(&str, Takes)]) -> Result<Taken, UsageError> {
    let mut taken = Taken::default();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        at += 1;
        let Kind::Known { place, value } = kind(word, options)? else {
            taken.rest.push(word.clone());
            continue;
        };
        let (name, number) = options[place];
        let given = match value {
            Some(value) if number == Takes::Nothing => {
                return Err(argument(name, &format!("ignored explicit argument '{value}'")));
            }
            Some(value) => vec![value],
            None => {
                let given = following(&words[at..], number, options)?;
                at += given.len();
                given
            }
        };
        if number == Takes::One && given.is_empty() {
            return Err(argument(name, "expected one argument"));
        }
        taken.options.retain(|(other, _)| *other != place);
        taken.options.push((place, given));
    }
    Ok(taken)
}

/// A fault of one option.
pub fn argument(name: &str, fault: &str) -> UsageError {
    UsageError::grammar(&format!("argument --{name}: {fault}"))
}

/// The words at the beginning of `words` that are values of the option before them.
fn following(words: &[String], takes: Takes, options: &[(&str, Takes)]) -> Result<Vec<String>, UsageError> {
    let most = match takes {
        Takes::Nothing => 0,
        Takes::One | Takes::OneOrNone => 1,
        Takes::Any => usize::MAX,
    };
    let mut given = Vec::new();
    for word in words.iter().take(most) {
        if !matches!(kind(word, options)?, Kind::Positional) {
            break;
        }
        given.push(word.clone());
    }
    Ok(given)
}

fn kind(word: &str, options: &[(&str, Takes)]) -> Result<Kind, UsageError> {
    if !word.starts_with('-') || word == "-" {
        return Ok(Kind::Positional);
    }
    if let Some(option) = word.strip_prefix("--").filter(|option| !option.is_empty()) {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        if let Some(place) = find(name, options)? {
            return Ok(Kind::Known { place, value });
        }
    }
    let is_negative =
        word[1..].parse::<f64>().is_ok() && word[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    Ok(if is_negative || word.contains(' ') { Kind::Positional } else { Kind::Unknown })
}

/// The option of that name, or the only one that begins so.
fn find(name: &str, options: &[(&str, Takes)]) -> Result<Option<usize>, UsageError> {
    if let Some(place) = options.iter().position(|(known, _)| *known == name) {
        return Ok(Some(place));
    }
    let matching: Vec<usize> = (0..options.len()).filter(|place| options[*place].0.starts_with(name)).collect();
    match matching.as_slice() {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        several => {
            let names: Vec<String> = several.iter().map(|place| format!("--{}", options[*place].0)).collect();
            Err(UsageError::grammar(&format!("ambiguous option: --{name} could match {}", names.join(", "))))
        }
    }
}
