//! The patterns that texts must satisfy: AWS's regular expressions, each with a matcher written by hand.
//!
//! Requests of 500 records are checked by the thousand, and there are a dozen patterns: matching them by hand is faster
//! than a regular expression engine and keeps one out of the download. As in AWS the whole text must match.
//! AWS's messages quote the expressions; those of hash keys and sequence numbers are quoted as they were recorded, which
//! is without the anchors that the published model of today puts around them.

mod firehose;

pub use firehose::FirehosePattern;

/// A pattern of the API models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after what it describes")]
pub enum Pattern {
    Any,
    Name,
    HashKey,
    SequenceNumber,
    StreamArn,
    StreamId,
    ConsumerArn,
    ResourceArn,
    KeyAlias,
    Principal,
    Namespace,
    Firehose(FirehosePattern),
}

impl Pattern {
    /// AWS's regular expression; `None`: any text.
    pub const fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::Any => return None,
            Self::Name => "[a-zA-Z0-9_.-]+",
            Self::HashKey => r"0|([1-9]\d{0,38})",
            Self::SequenceNumber => r"0|([1-9]\d{0,128})",
            Self::StreamArn => r"arn:aws.*:kinesis:.*:\d{12}:stream/\S+",
            Self::StreamId => "[a-z0-9]{20}-[a-z0-9]{3}",
            Self::ConsumerArn => {
                r"^(arn):aws.*:kinesis:.*:\d{12}:.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+"
            }
            Self::ResourceArn => r"arn:aws.*:kinesis:.*:\d{12}:.*(stream|channel|queue)/\S+",
            Self::KeyAlias => "^[a-zA-Z0-9:/_-]+$",
            Self::Principal => r"^[\w+=,.@:/-]+$",
            Self::Namespace => "[^:].*",
            Self::Firehose(pattern) => pattern.text(),
        })
    }

    /// Whether the whole of `text` satisfies the pattern.
    pub fn is_satisfied_by(self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Name => is_made_of(text, is_name_byte),
            Self::HashKey => is_decimal(text, 39),
            Self::SequenceNumber => is_decimal(text, 129),
            Self::StreamArn => is_kinesis_arn(text, |resource| resource.strip_prefix("stream/").is_some_and(is_solid)),
            Self::StreamId => is_stream_id(text),
            Self::ConsumerArn => is_kinesis_arn(text, is_consumer),
            Self::ResourceArn => is_kinesis_arn(text, is_resource),
            Self::KeyAlias => is_made_of(text, |byte| byte.is_ascii_alphanumeric() || b":/_-".contains(&byte)),
            Self::Principal => is_made_of(text, |byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte)),
            Self::Firehose(pattern) => pattern.is_satisfied_by(text),
            Self::Namespace => !text.is_empty() && !text.starts_with(':') && is_one_line(text),
        }
    }
}

fn is_made_of(text: &str, is_allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is_allowed)
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// `0`, or up to `digits_max` digits of which the first is not 0.
fn is_decimal(text: &str, digits_max: usize) -> bool {
    text == "0"
        || (text.len() <= digits_max && !text.starts_with('0') && is_made_of(text, |byte| byte.is_ascii_digit()))
}

fn is_stream_id(text: &str) -> bool {
    let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(front, back)| front.len() == 20 && back.len() == 3 && is_part(front) && is_part(back))
}

/// `arn:aws.*:kinesis:.*:\d{12}:` and a resource that satisfies `is_resource`, however the text can be divided so.
///
/// `.*` may hold colons, so every colon at which the resource may begin is tried.
fn is_kinesis_arn(text: &str, is_resource: impl Fn(&str) -> bool) -> bool {
    // A longer text breaks the bound on the length in any case, and trying every colon of it would take too long.
    const BYTES_MAX: usize = 8_192;
    let Some(rest) = text.strip_prefix("arn:aws").filter(|rest| rest.len() <= BYTES_MAX) else { return false };
    let ends_of_account = rest.match_indices(':').map(|(colon, _)| colon);
    let mut resources = ends_of_account.filter(|colon| is_before_resource(&rest[..*colon]));
    resources.any(|colon| is_resource(&rest[colon + 1..]))
}

/// `.*:kinesis:.*:\d{12}`, that is, what stands between `arn:aws` and the colon before the resource.
fn is_before_resource(text: &str) -> bool {
    let Some((front, account)) = text.rsplit_once(':') else { return false };
    // The Region needs a colon of its own before it, so `:kinesis:` must end within `front`.
    account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && front.contains(":kinesis:")
        && is_one_line(front)
}

/// `\S+`.
fn is_solid(text: &str) -> bool {
    is_made_of(text, |byte| !matches!(byte, b' ' | b'\t'..=b'\r'))
}

/// `.*`: Java's dot matches all but line ends.
fn is_one_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// `.*stream\/[a-zA-Z0-9_.-]+\/consumer\/[a-zA-Z0-9_.-]+:[0-9]+`.
fn is_consumer(resource: &str) -> bool {
    let Some((front, created)) = resource.rsplit_once(':') else { return false };
    let Some((stream, consumer)) = front.rsplit_once("/consumer/") else { return false };
    let Some((before, name)) = stream.rsplit_once("stream/") else { return false };
    is_made_of(created, |byte| byte.is_ascii_digit())
        && is_made_of(consumer, is_name_byte)
        && is_made_of(name, is_name_byte)
        && is_one_line(before)
}

/// `.*(stream|channel|queue)/\S+`.
fn is_resource(resource: &str) -> bool {
    ["stream/", "channel/", "queue/"].iter().any(|kind| {
        let mut places = resource.match_indices(kind);
        places.any(|(start, _)| is_one_line(&resource[..start]) && is_solid(&resource[start + kind.len()..]))
    })
}
