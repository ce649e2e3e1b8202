//! Shard iterators and tokens for the next page: opaque texts that carry where to go on.
//!
//! Documented: opaque, at most 512 characters, valid for 5 minutes. Observed: eight bytes 00 … 01, then a cipher. Here the
//! rest is the position, veiled and with a check sum, so that a text that this world did not give is refused; it is no
//! secret.

use crate::engine::ids::{ShardId, StreamId};
use crate::engine::random::mix;
use crate::engine::time::SimTime;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const HEAD: [u8; 8] = [0, 0, 0, 0, 0, 0, 0, 1];
const FIXED: usize = 8 + 4 + 4 + 8 + 8;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A shard iterator.
    Iterator = 1,
    /// The next page of `ListShards`.
    ListShards = 2,
    /// The next page of `ListStreams`.
    ListStreams = 3,
    /// The next page of `ListStreamConsumers`.
    ListStreamConsumers = 4,
}

/// Where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is for.
    pub kind: TokenKind,
    /// When it was given.
    pub issued: SimTime,
    /// The stream; meaningless for `ListStreams`.
    pub stream: StreamId,
    /// The shard: to be read, or the last that was listed.
    pub shard: ShardId,
    /// The index of the next record, or what else a listing needs.
    pub index: u64,
    /// The stream's name, or the last name that was listed.
    pub name: String,
}

impl Token {
    /// The text.
    pub fn encode(&self) -> String {
        let mut body = Vec::with_capacity(FIXED + self.name.len() + 8);
        body.extend(self.issued.0.to_be_bytes());
        body.extend(self.stream.0.to_be_bytes());
        body.extend(self.shard.0.to_be_bytes());
        body.extend(self.index.to_be_bytes());
        body.extend((self.kind as u64).to_be_bytes());
        body.extend(self.name.as_bytes());
        let sum = check_sum(&body);
        veil(&mut body, sum);
        let mut bytes = HEAD.to_vec();
        bytes.extend(sum.to_be_bytes());
        bytes.extend(body);
        STANDARD.encode(bytes)
    }

    /// Reads a text of this kind back.
    pub fn decode(kind: TokenKind, text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        let (sum, body) = bytes.strip_prefix(&HEAD)?.split_at_checked(8)?;
        let sum = number(sum);
        let mut body = body.to_vec();
        veil(&mut body, sum);
        let (fixed, name) = body.split_at_checked(FIXED)?;
        if check_sum(&body) != sum || number(&fixed[24..]) != kind as u64 {
            return None;
        }
        Some(Self {
            kind,
            issued: SimTime(number(&fixed[..8])),
            stream: StreamId(number(&fixed[8..12]) as u32),
            shard: ShardId(number(&fixed[12..16]) as u32),
            index: number(&fixed[16..24]),
            name: String::from_utf8(name.to_vec()).ok()?,
        })
    }
}

/// Up to eight bytes as a big-endian number.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn check_sum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(mix(bytes.len() as u64), |sum, chunk| mix(sum ^ number(chunk)))
}

/// Hides the bytes behind noise that the check sum gives; doing it twice undoes it.
fn veil(bytes: &mut [u8], sum: u64) {
    for (place, chunk) in (1..).zip(bytes.chunks_mut(8)) {
        for (byte, noise) in chunk.iter_mut().zip(mix(sum ^ place).to_be_bytes()) {
            *byte ^= noise;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        let (issued, stream, shard) = (SimTime(123_456_789), StreamId(7), ShardId(300));
        Token { kind: TokenKind::Iterator, issued, stream, shard, index: 1 << 40, name: "orders".into() }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = token().encode();
        assert!(text.len() <= 512 && text.starts_with("AAAAAAAAAA"));
        assert_eq!(Token::decode(TokenKind::Iterator, &text), Some(token()));
        assert_eq!(Token::decode(TokenKind::ListShards, &text), None);
        let longest = Token { name: "n".repeat(128), ..token() };
        assert!(longest.encode().len() <= 512);
    }

    #[test]
    fn a_changed_text_is_refused() {
        let text = token().encode();
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'Q' { b'R' } else { b'Q' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Token::decode(TokenKind::Iterator, &changed), None, "{place}");
        }
        for wrong in ["", "A", "AAAAAAAAAAE=", "not base64!"] {
            assert_eq!(Token::decode(TokenKind::Iterator, wrong), None, "{wrong}");
        }
    }
}
