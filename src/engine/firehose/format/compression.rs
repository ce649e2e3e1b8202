//! Compression of objects, as S3 buckets of delivery streams have it.
//!
//! Documented: the names of the formats. Observed by others who compared with AWS's objects: `ZIP` has one deflated entry
//! whose name is a UUID; `Snappy` is the stream of the Java library, not Snappy's own framing; `HADOOP_SNAPPY` is what
//! Hadoop's codec reads, and both are cut into blocks of 32 KiB. Assumed: the level of deflate, and no times inside, since
//! the same records are to give the same bytes.

use serde::{Deserialize, Serialize};

/// How an object is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// It is not.
    #[default]
    Uncompressed,
    /// gzip.
    Gzip,
    /// A ZIP archive of one file.
    Zip,
    /// The stream of the Java library of Snappy.
    Snappy,
    /// Snappy in blocks, as Hadoop reads it.
    HadoopSnappy,
}

const DEFLATE_LEVEL: u8 = 6;
const SNAPPY_BLOCK_BYTES: usize = 32 << 10;
/// What opens the stream of the Java library: its mark, its version and the one that it can be read by.
const SNAPPY_JAVA_HEADER: [u8; 16] = *b"\x82SNAPPY\0\0\0\0\x01\0\0\0\x01";
/// Magic, deflate, no flags, no time, nothing about the level, no operating system.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
/// Version 2.0, a name in UTF-8, deflate, midnight of 1 January 1980: what both headers of a ZIP entry say.
const ZIP_ENTRY: [u8; 10] = [20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0];

/// The object of these bytes; `file_name` is what an archive calls them.
pub fn compress(compression: Compression, file_name: &str, bytes: &[u8]) -> Vec<u8> {
    match compression {
        Compression::Uncompressed => bytes.to_vec(),
        Compression::Gzip => gzip(bytes),
        Compression::Zip => zip(file_name, bytes),
        Compression::Snappy => bytes.chunks(SNAPPY_BLOCK_BYTES).fold(SNAPPY_JAVA_HEADER.to_vec(), |mut out, block| {
            push_block(&mut out, block);
            out
        }),
        Compression::HadoopSnappy => bytes.chunks(SNAPPY_BLOCK_BYTES).fold(Vec::new(), |mut out, block| {
            out.extend((block.len() as u32).to_be_bytes());
            push_block(&mut out, block);
            out
        }),
    }
}

/// These bytes as gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GZIP_HEADER.to_vec();
    out.extend(deflate(bytes));
    out.extend(crc32(bytes).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

/// These bytes deflated, with nothing around.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec(bytes, DEFLATE_LEVEL)
}

/// These bytes as one block of Snappy, with nothing around.
pub fn snappy(bytes: &[u8]) -> Vec<u8> {
    snap::raw::Encoder::new().compress_vec(bytes).expect("a block is far below 4 GiB")
}

fn push_block(out: &mut Vec<u8>, block: &[u8]) {
    let compressed = snappy(block);
    out.extend((compressed.len() as u32).to_be_bytes());
    out.extend(compressed);
}

/// An archive of one file: its header and data, the directory, and where that is.
fn zip(file_name: &str, bytes: &[u8]) -> Vec<u8> {
    let deflated = deflate(bytes);
    let mut entry = ZIP_ENTRY.to_vec();
    for number in [crc32(bytes), deflated.len() as u32, bytes.len() as u32] {
        entry.extend(number.to_le_bytes());
    }
    // The length of the name, and nothing extra.
    entry.extend((file_name.len() as u32).to_le_bytes());
    let mut out = [b"PK\x03\x04", &entry[..], file_name.as_bytes(), &deflated].concat();
    let directory_at = out.len() as u32;
    // Made by version 2.0; no comment, first disk, no attributes, at offset 0.
    out.extend([b"PK\x01\x02\x14\0", &entry[..], &[0; 14], file_name.as_bytes()].concat());
    let directory_bytes = out.len() as u32 - directory_at;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(directory_bytes.to_le_bytes());
    out.extend(directory_at.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// The check sum of gzip and ZIP.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = crc_table();
    !bytes.iter().fold(!0, |crc, &byte| TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8))
}

const fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let (mut crc, mut bit) = (index as u32, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn check_sums_are_those_of_gzip() {
        assert_eq!(crc32(b""), 0);
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_is_empty_has_headers_alone() {
        let lengths = [
            (Compression::Uncompressed, 0),
            (Compression::Gzip, 20),
            (Compression::Snappy, 16),
            (Compression::HadoopSnappy, 0),
        ];
        for (compression, length) in lengths {
            assert_eq!(compress(compression, "x", b"").len(), length, "{compression:?}");
        }
    }

    /// The raw blocks of a stream that begins behind `header` bytes, put together again.
    fn unsnapped(object: &[u8], header: usize, has_size: bool) -> Vec<u8> {
        let (mut rest, mut bytes) = (&object[header..], Vec::new());
        while !rest.is_empty() {
            let mut number = || {
                let (number, behind) = rest.split_first_chunk::<4>().unwrap();
                rest = behind;
                u32::from_be_bytes(*number) as usize
            };
            let size = has_size.then(&mut number);
            let length = number();
            let block = snap::raw::Decoder::new().decompress_vec(&rest[..length]).unwrap();
            assert!(size.is_none_or(|size| size == block.len()) && block.len() <= SNAPPY_BLOCK_BYTES);
            bytes.extend(block);
            rest = &rest[length..];
        }
        bytes
    }

    proptest! {
        #[test]
        fn what_is_compressed_comes_back(part: Vec<u8>, times in 0..2_000_usize) {
            let bytes = part.repeat(times);
            let gzip = compress(Compression::Gzip, "", &bytes);
            let inflated = miniz_oxide::inflate::decompress_to_vec(&gzip[10..gzip.len() - 8]).unwrap();
            prop_assert!(inflated == bytes);
            prop_assert!(unsnapped(&compress(Compression::Snappy, "", &bytes), 16, false) == bytes);
            prop_assert!(unsnapped(&compress(Compression::HadoopSnappy, "", &bytes), 0, true) == bytes);
        }
    }
}
