//! The patterns of the Firehose model.

use super::{is_made_of, is_name_byte, is_one_line, is_solid};

/// A pattern of the Firehose model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after what it describes")]
pub enum FirehosePattern {
    OneLine,
    NotBlank,
    Solid,
    Digits,
    DestinationId,
    RoleArn,
    SourceArn,
    KeyOrAliasArn,
    BucketArn,
    DomainArn,
    SecretArn,
    Https,
    HttpsUrl,
    ClusterUrl,
    LogGroup,
    LogStream,
    FileExtension,
    TimeZone,
    TagKey,
    TagValue,
}

impl FirehosePattern {
    /// AWS's regular expression.
    pub const fn text(self) -> &'static str {
        match self {
            Self::OneLine => ".*",
            Self::NotBlank => r"^(?!\s*$).+",
            Self::Solid => r"^\S+$",
            Self::Digits => "[0-9]+",
            Self::DestinationId => "[a-zA-Z0-9-]+",
            Self::RoleArn => r"arn:.*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+",
            Self::SourceArn => r"arn:.*:kinesis:[a-zA-Z0-9\-]+:\d{12}:stream/[a-zA-Z0-9_.-]+",
            Self::KeyOrAliasArn => r"arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\-_/]+",
            Self::BucketArn => r"arn:.*:s3:::[\w\.\-]{1,255}",
            Self::DomainArn => r"arn:.*:es:[a-zA-Z0-9\-]+:\d{12}:domain/[a-z][-0-9a-z]{2,27}",
            Self::SecretArn => r"arn:.*:secretsmanager:[a-zA-Z0-9\-]+:\d{12}:secret:[a-zA-Z0-9\-/_+=.@!]+",
            Self::Https => "https:.*",
            Self::HttpsUrl => "https://.*",
            Self::ClusterUrl => {
                r"jdbc:(redshift|postgresql)://((?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)+(redshift(-serverless)?)\.([a-zA-Z0-9\.\-]+):\d{1,5}/[a-zA-Z0-9_$-]+"
            }
            Self::LogGroup => r"[\.\-_/#A-Za-z0-9]*",
            Self::LogStream => "[^:*]*",
            Self::FileExtension => r"^$|\.[0-9a-z!\-_.*'()]+",
            Self::TimeZone => "^$|[a-zA-Z/_]+",
            Self::TagKey => r"^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$",
            Self::TagValue => r"^[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$",
        }
    }

    /// Whether the whole of `text` satisfies the pattern.
    pub fn is_satisfied_by(self, text: &str) -> bool {
        match self {
            Self::OneLine => is_one_line(text),
            Self::NotBlank => is_one_line(text) && text.bytes().any(|byte| !is_blank(byte)),
            Self::Solid => is_solid(text),
            Self::Digits => is_made_of(text, |byte| byte.is_ascii_digit()),
            Self::DestinationId => is_made_of(text, |byte| byte.is_ascii_alphanumeric() || byte == b'-'),
            Self::RoleArn => is_arn(text, "iam", false, |rest| after(rest, "role/", is_path)),
            Self::SourceArn => {
                is_arn(text, "kinesis", true, |rest| after(rest, "stream/", |name| is_made_of(name, is_name_byte)))
            }
            Self::KeyOrAliasArn => {
                is_arn(text, "kms", true, |rest| after(rest, "key/", is_path) || after(rest, "alias/", is_path))
            }
            Self::BucketArn => is_bucket(text),
            Self::DomainArn => is_arn(text, "es", true, |rest| after(rest, "domain/", is_domain)),
            Self::SecretArn => is_arn(text, "secretsmanager", true, |rest| {
                let is_secret = |byte: u8| byte.is_ascii_alphanumeric() || b"-/_+=.@!".contains(&byte);
                after(rest, "secret:", |name| is_made_of(name, is_secret))
            }),
            Self::Https => after(text, "https:", is_one_line),
            Self::HttpsUrl => after(text, "https://", is_one_line),
            Self::ClusterUrl => is_cluster_url(text),
            Self::LogGroup => text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_/#".contains(&byte)),
            Self::LogStream => !text.contains([':', '*']),
            Self::FileExtension => text.is_empty() || after(text, ".", |rest| is_made_of(rest, is_extension)),
            Self::TimeZone => text.bytes().all(|byte| byte.is_ascii_alphabetic() || b"/_".contains(&byte)),
            Self::TagKey => !text.starts_with("aws:") && text.chars().all(is_tag_character),
            Self::TagValue => text.chars().all(is_tag_character),
        }
    }
}

/// `\s`.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn after(text: &str, start: &str, is_rest: impl Fn(&str) -> bool) -> bool {
    text.strip_prefix(start).is_some_and(is_rest)
}

/// `[a-zA-Z_0-9+=,.@\-_/]+`.
fn is_path(text: &str) -> bool {
    is_made_of(text, |byte| byte.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&byte))
}

const fn is_extension(byte: u8) -> bool {
    byte.is_ascii_digit()
        || byte.is_ascii_lowercase()
        || matches!(byte, b'!' | b'-' | b'_' | b'.' | b'*' | b'\'' | b'(' | b')')
}

/// `arn:.*:service:region:\d{12}:` and a resource, however the text can be divided so. IAM has no Region.
fn is_arn(text: &str, service: &str, has_region: bool, is_resource: impl Fn(&str) -> bool) -> bool {
    let Some(rest) = text.strip_prefix("arn:") else { return false };
    let service = format!(":{service}:");
    let mut places = rest.match_indices(service.as_str());
    places.any(|(place, found)| {
        let mut parts = rest[place + found.len()..].splitn(3, ':');
        let (Some(region), Some(account), Some(resource)) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let is_region = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (if has_region { is_made_of(region, is_region) } else { region.is_empty() })
            && account.len() == 12
            && account.bytes().all(|byte| byte.is_ascii_digit())
            && is_one_line(&rest[..place])
            && is_resource(resource)
    })
}

/// `arn:.*:s3:::[\w\.\-]{1,255}`.
fn is_bucket(text: &str) -> bool {
    let Some((front, name)) = text.rsplit_once(":s3:::") else { return false };
    front.starts_with("arn:") && is_one_line(front) && name.len() <= 255 && is_made_of(name, is_name_byte)
}

fn is_domain(name: &str) -> bool {
    (3..=28).contains(&name.len())
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Labels, `redshift` or `redshift-serverless`, the rest of the host, a port and a database.
fn is_cluster_url(text: &str) -> bool {
    let rest = text.strip_prefix("jdbc:redshift://").or_else(|| text.strip_prefix("jdbc:postgresql://"));
    let Some((host, rest)) = rest.and_then(|rest| rest.split_once(':')) else { return false };
    let Some((port, database)) = rest.split_once('/') else { return false };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_label = |label: &str| {
        label.len() <= 63 && is_made_of(label, is_letter) && !label.starts_with('-') && !label.ends_with('-')
    };
    let is_host = |name: &str| {
        host.match_indices(name).any(|(place, name)| {
            let (front, back) = (&host[..place], &host[place + name.len()..]);
            front.split('.').all(is_label) && is_made_of(back, |byte| is_letter(byte) || byte == b'.')
        })
    };
    (is_host(".redshift.") || is_host(".redshift-serverless."))
        && port.len() <= 5
        && is_made_of(port, |byte| byte.is_ascii_digit())
        && is_made_of(database, |byte| byte.is_ascii_alphanumeric() || b"_$-".contains(&byte))
}

/// Letters, numbers and separators of any script, and a few signs.
fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric()
        || (character.is_whitespace() && !character.is_control())
        || "_.:/=+-@%".contains(character)
}
