//! `Prefix` and `ErrorOutputPrefix`: what stands before the names of objects.
//!
//! Documented: `!{timestamp:…}`, `!{firehose:random-string}`, `!{firehose:error-output-type}` (for errors alone),
//! `!{partitionKeyFromQuery:…}` and `!{partitionKeyFromLambda:…}`; the error prefix is needed as soon as the prefix has an
//! expression, and needs its type as soon as it has one itself; `yyyy/MM/dd/HH/` follows a prefix that tells no time. By
//! AWS's example none follows one with partition keys. Observed: what follows is put on as it is, without a slash, and an
//! error prefix without expressions is followed by its type, a slash and the time. Leaves out: other time zones.

use super::timestamp::{Pattern, PatternFault};
use crate::engine::random::draw;
use serde::{Deserialize, Serialize};

const TIME: &str = "yyyy/MM/dd/HH/";
const RANDOM_CHARACTERS: usize = 11;

/// Both prefixes, ready to be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefixes {
    data: Vec<Piece>,
    errors: Vec<Piece>,
    /// Which has expressions, as it was written; the first.
    expressions: Option<Which>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Time(Pattern),
    Random,
    ErrorType,
    /// The folder of that, where nothing else is said.
    ErrorFolder,
    Key(KeySource, String),
}

/// Who finds a partition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Inline parsing.
    Query,
    /// The function that transforms records.
    Lambda,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// `Prefix`.
    Prefix,
    /// `ErrorOutputPrefix`.
    ErrorOutputPrefix,
}

/// Why prefixes are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrefixFault {
    /// An expression is none that is known: its text, from `!{` on.
    Expression(Which, String),
    /// The pattern of a time is wrong: its text, and why.
    Pattern(Which, String, PatternFault),
    /// `ErrorOutputPrefix` cannot be empty when `Prefix` has expressions.
    ErrorPrefixMissing,
    /// `ErrorOutputPrefix` has expressions, but not `!{firehose:error-output-type}`.
    ErrorTypeMissing,
    /// `Prefix` has `!{firehose:error-output-type}`.
    ErrorTypeInPrefix,
    /// `ErrorOutputPrefix` has a partition key.
    KeyInErrorPrefix(String),
    /// A partition key is in `Prefix`, but no query finds one of this name.
    UnknownKey(String),
    /// A partition key is not in `Prefix`.
    UnusedKey(String),
    /// A partition key is in `Prefix`, but there is no dynamic partitioning.
    KeyWithoutPartitioning(String),
    /// There is dynamic partitioning, but no partition key in `Prefix`.
    NoKey,
    /// A cluster copies the objects, and cannot where the prefix has expressions.
    ExpressionForCluster(Which),
}

/// Why records are among the errors: `error-output-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorOutput {
    /// A function, or inline parsing, failed.
    Processing,
    /// They do not fit into columns.
    FormatConversion,
    /// There are too many active partitions.
    ActivePartitions,
    /// Elasticsearch did not take them.
    Elasticsearch,
    /// `OpenSearch` did not take them.
    OpenSearch,
    /// Splunk did not take them.
    Splunk,
    /// The HTTP endpoint did not take them.
    HttpEndpoint,
}

impl PrefixFault {
    /// In which of the two it is.
    pub const fn which(&self) -> Which {
        match self {
            Self::Expression(which, _) | Self::Pattern(which, ..) | Self::ExpressionForCluster(which) => *which,
            Self::ErrorPrefixMissing | Self::ErrorTypeMissing | Self::KeyInErrorPrefix(_) => Which::ErrorOutputPrefix,
            Self::ErrorTypeInPrefix
            | Self::UnknownKey(_)
            | Self::UnusedKey(_)
            | Self::KeyWithoutPartitioning(_)
            | Self::NoKey => Which::Prefix,
        }
    }

    /// The part that is wrong, where it is not the prefix as a whole.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Expression(_, text)
            | Self::Pattern(_, text, _)
            | Self::KeyInErrorPrefix(text)
            | Self::UnknownKey(text)
            | Self::UnusedKey(text)
            | Self::KeyWithoutPartitioning(text) => Some(text),
            Self::ErrorPrefixMissing
            | Self::ErrorTypeMissing
            | Self::ErrorTypeInPrefix
            | Self::NoKey
            | Self::ExpressionForCluster(_) => None,
        }
    }
}

/// The characters that a prefix has at least once it is evaluated: what stands outside of expressions, and one for each.
pub fn least_length(prefix: &str) -> u64 {
    let mut parts = prefix.split("!{");
    let first = parts.next().unwrap_or_default().chars().count();
    let rest = parts.map(|part| 1 + part.split_once('}').map_or(part, |(_, text)| text).chars().count());
    (first + rest.sum::<usize>()) as u64
}

impl ErrorOutput {
    /// AWS's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Processing => "processing-failed",
            Self::FormatConversion => "format-conversion-failed",
            Self::ActivePartitions => "activePartitionExceeded",
            Self::Elasticsearch => "elasticsearch-failed",
            Self::OpenSearch => "AmazonOpenSearchService-failed",
            Self::Splunk => "splunk-failed",
            Self::HttpEndpoint => "http-endpoint-failed",
        }
    }
}

impl ErrorOutput {
    /// The folder below which they lie where `ErrorOutputPrefix` says nothing: for search domains AWS's guide writes it
    /// with an underscore.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Elasticsearch => "elasticsearch_failed",
            Self::OpenSearch => "AmazonOpenSearchService_failed",
            other => other.name(),
        }
    }
}

impl Prefixes {
    /// Reads both.
    pub fn parse(prefix: &str, error_output_prefix: &str) -> Result<Self, PrefixFault> {
        let mut data = pieces(prefix, Which::Prefix)?;
        let mut errors = pieces(error_output_prefix, Which::ErrorOutputPrefix)?;
        if data.contains(&Piece::ErrorType) {
            return Err(PrefixFault::ErrorTypeInPrefix);
        }
        let has = |pieces: &[Piece], which| has_expressions(pieces).then_some(which);
        let expressions = has(&data, Which::Prefix).or_else(|| has(&errors, Which::ErrorOutputPrefix));
        if errors.is_empty() {
            if has_expressions(&data) {
                return Err(PrefixFault::ErrorPrefixMissing);
            }
            errors.clone_from(&data);
        }
        if let Some((_, key)) = keys(&errors).next() {
            return Err(PrefixFault::KeyInErrorPrefix(key.to_owned()));
        }
        let time = || Piece::Time(Pattern::parse(TIME).expect("it is a pattern"));
        if !has_expressions(&errors) {
            errors.extend([Piece::ErrorFolder, Piece::Text("/".to_owned()), time()]);
        } else if !errors.contains(&Piece::ErrorType) {
            return Err(PrefixFault::ErrorTypeMissing);
        }
        if !data.iter().any(|piece| matches!(piece, Piece::Time(_) | Piece::Key(..))) {
            data.push(time());
        }
        Ok(Self { data, errors, expressions })
    }

    /// Which of the two has expressions; the first.
    pub const fn expressions(&self) -> Option<Which> {
        self.expressions
    }

    /// Checks that each of these keys of inline parsing is in the prefix, and no other.
    pub fn check_keys<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> Result<(), PrefixFault> {
        let unknown =
            self.keys().find(|(source, key)| *source == KeySource::Query && !names.clone().any(|name| name == *key));
        if let Some((_, key)) = unknown {
            return Err(PrefixFault::UnknownKey(key.to_owned()));
        }
        let mut names = names;
        let unused = names.find(|name| !self.keys().any(|key| key == (KeySource::Query, name)));
        unused.map_or(Ok(()), |name| Err(PrefixFault::UnusedKey(name.to_owned())))
    }

    /// The partition keys in the prefix.
    pub fn keys(&self) -> impl Iterator<Item = (KeySource, &str)> {
        keys(&self.data)
    }

    /// The prefix of an object whose oldest record came so many seconds after 1970, with some chance and the values of
    /// partition keys; a key without a value is empty.
    pub fn data(&self, unix_s: u64, chance: u64, keys: &[(KeySource, &str, &str)]) -> String {
        let of_key = |source: KeySource, name: &str| {
            keys.iter().find(|key| (key.0, key.1) == (source, name)).map_or("", |(_, _, value)| *value)
        };
        evaluated(&self.data, unix_s, chance, None, of_key)
    }

    /// The prefix of an object of errors.
    pub fn errors(&self, unix_s: u64, chance: u64, output: ErrorOutput) -> String {
        evaluated(&self.errors, unix_s, chance, Some(output), |_, _| "")
    }
}

fn evaluated<'a>(
    pieces: &[Piece],
    unix_s: u64,
    chance: u64,
    error: Option<ErrorOutput>,
    key: impl Fn(KeySource, &str) -> &'a str,
) -> String {
    let mut text = String::new();
    for (piece, ordinal) in pieces.iter().zip(0..) {
        match piece {
            Piece::Text(plain) => text.push_str(plain),
            Piece::Time(pattern) => pattern.push(&mut text, unix_s),
            Piece::Random => text.push_str(&format!("{:016x}", draw(chance, ordinal))[..RANDOM_CHARACTERS]),
            Piece::ErrorType => text.push_str(error.map_or("", ErrorOutput::name)),
            Piece::ErrorFolder => text.push_str(error.map_or("", ErrorOutput::folder)),
            Piece::Key(source, name) => text.push_str(key(*source, name)),
        }
    }
    text
}

fn has_expressions(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| !matches!(piece, Piece::Text(_)))
}

fn keys(pieces: &[Piece]) -> impl Iterator<Item = (KeySource, &str)> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Key(source, name) => Some((*source, name.as_str())),
        _ => None,
    })
}

fn pieces(text: &str, which: Which) -> Result<Vec<Piece>, PrefixFault> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find("!{") {
        let unknown = || PrefixFault::Expression(which, rest[start..].to_owned());
        let inner = &rest[start + 2..];
        let end = inner.find('}').ok_or_else(unknown)?;
        let (namespace, value) = inner[..end].split_once(':').ok_or_else(unknown)?;
        let key = |source| if value.is_empty() { Err(unknown()) } else { Ok(Piece::Key(source, value.to_owned())) };
        let piece = match (namespace, value) {
            ("timestamp", pattern) => Piece::Time(
                Pattern::parse(pattern).map_err(|fault| PrefixFault::Pattern(which, pattern.to_owned(), fault))?,
            ),
            ("firehose", "random-string") => Piece::Random,
            ("firehose", "error-output-type") => Piece::ErrorType,
            ("partitionKeyFromQuery", _) => key(KeySource::Query)?,
            ("partitionKeyFromLambda", _) => key(KeySource::Lambda)?,
            _ => return Err(unknown()),
        };
        push_text(&mut pieces, &rest[..start]);
        pieces.push(piece);
        rest = &inner[end + 1..];
    }
    push_text(&mut pieces, rest);
    Ok(pieces)
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 27 August 2018, 10:30.
    const AT: u64 = 1_535_365_800;

    fn both(prefix: &str, errors: &str) -> (String, String) {
        let prefixes = Prefixes::parse(prefix, errors).unwrap_or_else(|fault| panic!("{prefix}, {errors}: {fault:?}"));
        (
            prefixes.data(AT, 7, &[(KeySource::Lambda, "id", "no"), (KeySource::Query, "id", "42")]),
            prefixes.errors(AT, 7, ErrorOutput::Processing),
        )
    }

    /// Most are the examples of AWS's guide.
    #[test]
    fn prefixes_are_evaluated() {
        for (prefix, errors, data, failed) in [
            ("", "", "2018/08/27/10/", "processing-failed/2018/08/27/10/"),
            ("my", "", "my2018/08/27/10/", "myprocessing-failed/2018/08/27/10/"),
            ("", "failures/!{firehose:error-output-type}/", "2018/08/27/10/", "failures/processing-failed/"),
            ("a/", "failures/", "a/2018/08/27/10/", "failures/processing-failed/2018/08/27/10/"),
            (
                "myPrefix/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/",
                "errors/!{timestamp:'year='yyyy'/month='MM}/!{firehose:error-output-type}",
                "myPrefix/year=2018/month=08/day=27/",
                "errors/year=2018/month=08/processing-failed",
            ),
            (
                "customer_id=!{partitionKeyFromQuery:id}/!{partitionKeyFromLambda:none}",
                "!{firehose:error-output-type}/",
                "customer_id=42/",
                "processing-failed/",
            ),
        ] {
            assert_eq!(both(prefix, errors), (data.to_owned(), failed.to_owned()), "{prefix}");
        }
    }

    #[test]
    fn random_strings_differ_and_replay() {
        let errors = "!{firehose:error-output-type}/!{firehose:random-string}";
        let prefixes = Prefixes::parse("!{firehose:random-string}/!{firehose:random-string}/", errors).unwrap();
        let text = prefixes.data(AT, 7, &[]);
        let (first, rest) = text.split_once('/').unwrap();
        assert_eq!(first.len(), RANDOM_CHARACTERS);
        assert!(!rest.starts_with(first) && rest.ends_with("/2018/08/27/10/"), "{text}");
        assert_eq!(text, prefixes.data(AT, 7, &[]));
        assert_ne!(text, prefixes.data(AT, 8, &[]));
    }

    #[test]
    fn what_breaks_a_rule_is_named() {
        let fault = |prefix: &str, errors: &str| Prefixes::parse(prefix, errors).unwrap_err();
        let expression = |text: &str| PrefixFault::Expression(Which::Prefix, text.to_owned());
        assert_eq!(fault("!{timestamp:yyyy/MM/dd}", ""), PrefixFault::ErrorPrefixMissing);
        assert_eq!(fault("", "x/!{timestamp:yyyy}/"), PrefixFault::ErrorTypeMissing);
        assert_eq!(fault("!{firehose:error-output-type}", "x"), PrefixFault::ErrorTypeInPrefix);
        let errors = "!{firehose:error-output-type}/!{partitionKeyFromQuery:id}";
        assert_eq!(fault("", errors), PrefixFault::KeyInErrorPrefix("id".to_owned()));
        for text in ["!{", "!{x}", "!{firehose:x}", "!{clock:yyyy}", "!{partitionKeyFromQuery:}"] {
            assert_eq!(fault(text, "x/"), expression(text));
        }
        let wrong = PrefixFault::Pattern(Which::ErrorOutputPrefix, "VV".to_owned(), PatternFault::Letter('V'));
        assert_eq!(fault("", "!{timestamp:VV}"), wrong);
    }

    #[test]
    fn keys_are_those_of_the_queries() {
        let prefix = "!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}/!{partitionKeyFromLambda:c}/";
        let prefixes = Prefixes::parse(prefix, "!{firehose:error-output-type}/").unwrap();
        assert_eq!(prefixes.check_keys(["b", "a"].into_iter()), Ok(()));
        assert_eq!(prefixes.check_keys(["a"].into_iter()), Err(PrefixFault::UnknownKey("b".to_owned())));
        assert_eq!(prefixes.check_keys(["a", "b", "d"].into_iter()), Err(PrefixFault::UnusedKey("d".to_owned())));
        assert_eq!(prefixes.keys().count(), 3);
    }
}
