//! Tells text from what is not text by the first bytes of a file, and names what it looks like.

use super::ImportError;

/// First bytes of common files that people take for tables, and what to call those.
const SIGNATURES: [(&[u8], &str); 14] = [
    (b"\x1f\x8b", "a gzip file"),
    (b"PK\x03\x04", "a zip file or an Office document"),
    (b"PAR1", "a Parquet file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
];

/// The first chunk as text, without a byte order mark and without a character that the chunk's end cuts.
pub(super) fn text(first_chunk: &[u8]) -> Result<&str, ImportError> {
    let not_text = |looks_like: &str| ImportError::NotText { looks_like: looks_like.to_owned() };
    if is_workbook(first_chunk) {
        return Err(not_text("an Excel workbook"));
    }
    for (signature, name) in SIGNATURES {
        // A short signature of letters may well begin a text; then nothing but letters follows.
        let is_letters = signature.is_ascii() && !signature.iter().any(u8::is_ascii_control);
        if first_chunk.starts_with(signature) && !(is_letters && is_plain(first_chunk)) {
            return Err(not_text(name));
        }
    }
    if first_chunk.contains(&0) {
        return Err(not_text("a binary file or UTF-16 text"));
    }
    let valid = match str::from_utf8(first_chunk) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            str::from_utf8(&first_chunk[..error.valid_up_to()]).expect("bytes before the first wrong one are UTF-8")
        }
        Err(error) => {
            return Err(ImportError::NotUtf8 { offset: error.valid_up_to() as u64 });
        }
    };
    let text = valid.trim_start_matches('\u{feff}');
    let start: String = text.trim_start().chars().take(9).collect::<String>().to_ascii_lowercase();
    if start == "<!doctype" || start.starts_with("<html") || start.starts_with("<?xml") {
        return Err(not_text("a web page or an XML file"));
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(text)
}

/// Whether the zip file is an Excel workbook, whose folder `xl/` or list of contents stands in its first entries.
fn is_workbook(first_chunk: &[u8]) -> bool {
    let start = &first_chunk[..first_chunk.len().min(4096)];
    first_chunk.starts_with(b"PK\x03\x04") && start.windows(3).any(|window| window == b"xl/")
}

fn is_plain(first_chunk: &[u8]) -> bool {
    let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let cut_only = |error: std::str::Utf8Error| error.error_len().is_none();
    !first_chunk.iter().any(is_control) && str::from_utf8(first_chunk).err().is_none_or(cut_only)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        for (bytes, expected) in [
            (b"\x1f\x8b\x08\x00".as_slice(), "gzip"),
            (b"PK\x03\x04\x14\x00..xl/workbook.xml", "Excel"),
            (b"PK\x03\x04\x14\x00..a.csv", "zip"),
            (b"PAR1\x15\x00\x15\x10", "Parquet"),
            (b"\xff\xfek\x00e\x00y\x00", "UTF-16"),
            (b"k\x00e\x00y\x00", "UTF-16"),
            (b"<!DOCTYPE html><html>", "web page"),
        ] {
            match text(bytes) {
                Err(ImportError::NotText { looks_like }) => assert!(looks_like.contains(expected), "{looks_like}"),
                other => panic!("{expected}: {other:?}"),
            }
        }
        assert_eq!(text(b"name\nM\xfcller\n"), Err(ImportError::NotUtf8 { offset: 6 }));
        assert_eq!(text(b""), Err(ImportError::Empty));
        assert_eq!(text(b"\xef\xbb\xbf \r\n\t"), Err(ImportError::Empty));
    }

    #[test]
    fn text_is_text_even_when_it_begins_like_something_else() {
        assert_eq!(text(b"ORC,count\n"), Ok("ORC,count\n"));
        assert_eq!(text(b"\xef\xbb\xbfkey\n"), Ok("key\n"));
        assert_eq!(text(b"caf\xc3\xa9 \xe2\x82"), Ok("caf\u{e9} "));
    }
}
