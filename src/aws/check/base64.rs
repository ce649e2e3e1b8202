//! Checks that a text is base64 as AWS wants it: padded, of its alphabet, and without bits left over.
//!
//! The text is not decoded here; that happens once, when the request is read.

/// The bytes that a text which [`check`] accepts stands for.
pub fn decoded_length(text: &str) -> usize {
    text.len() / 4 * 3 - padding(text)
}

/// Accepts base64, or tells why a text is none.
pub fn check(text: &str) -> Result<(), String> {
    let bytes = text.as_bytes();
    let body = &bytes[..bytes.len() - padding(text)];
    // Without leaving early: so it is sixteen bytes at a time.
    let is_clean = body.iter().fold(true, |clean, byte| clean & is_digit(*byte));
    if bytes.len().is_multiple_of(4) && is_clean && has_no_bits_left(body) {
        return Ok(());
    }
    Err(format!("'{text}' can not be converted to a Blob: {}", fault(text)))
}

/// Which of AWS's three complaints it is.
fn fault(text: &str) -> String {
    // Java counts a text in UTF-16 units.
    let length = text.encode_utf16().count();
    if !length.is_multiple_of(4) {
        return format!("Base64 encoded length is expected a multiple of 4 bytes but found: {length}");
    }
    let mut following = text.chars().skip(1);
    let wrong = text.chars().find(|character| {
        let next = following.next();
        match character {
            '=' => next.is_some_and(|next| next != '='),
            other => !other.is_ascii() || !is_digit(*other as u8),
        }
    });
    match wrong {
        Some(character) => format!("Invalid Base64 character: '{character}'"),
        // AWS writes it so.
        None => "Invalid last non-pad Base64 character dectected".to_owned(),
    }
}

/// How many `=` end the text, of which there may be two.
fn padding(text: &str) -> usize {
    text.bytes().rev().take(2).take_while(|byte| *byte == b'=').count()
}

const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/')
}

/// Whether the bits that the last digit has beyond whole bytes are zero.
fn has_no_bits_left(body: &[u8]) -> bool {
    let bits_left = match body.len() % 4 {
        0 => 0,
        2 => 4,
        3 => 2,
        _ => return false,
    };
    body.last().is_none_or(|last| value(*last).trailing_zeros() >= bits_left)
}

/// The six bits that a digit stands for.
const fn value(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        _ => 63,
    }
}
