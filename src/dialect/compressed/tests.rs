//! Tests of what is read in compressed files.

use std::io::Write;

use flate2::{Compression as Level, write::GzEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    compress_to_vec(text, CompressionLevel::Fastest)
}

/// A frame that is to be skipped.
const SKIPPED: &[u8] = b"\x50\x2A\x4D\x18\x03\0\0\0abc";

/// A reader that hands its bytes on one at a time.
struct OneByOne<'a>(&'a [u8]);

impl Read for OneByOne<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

fn read(file: &[u8]) -> io::Result<Vec<u8>> {
    let mut found = Vec::new();
    Decompressed::new(file)?.read_to_end(&mut found)?;
    let mut one_by_one = Vec::new();
    Decompressed::new(OneByOne(file))?.read_to_end(&mut one_by_one)?;
    assert_eq!(found, one_by_one);
    Ok(found)
}

#[test]
fn a_file_that_is_not_compressed_is_handed_on() {
    for text in [&b""[..], b"a", b"abc", b"abcd", b"email,name\n"] {
        assert_eq!(read(text).unwrap(), text);
    }
}

#[test]
fn all_parts_of_a_compressed_file_are_read() {
    let text = "ana@example.com,true\n".repeat(20_000).into_bytes();
    for pack in [gzip, zstandard] {
        assert_eq!(read(&pack(b"")).unwrap(), b"");
        let one = pack(&text);
        assert_eq!(read(&one).unwrap(), text);
        let several = [one.clone(), pack(b""), one, pack(b"end")].concat();
        assert_eq!(
            read(&several).unwrap(),
            [&text, &text, &b"end"[..]].concat()
        );
    }
    let frames = [
        SKIPPED,
        &zstandard(b"one"),
        SKIPPED,
        &zstandard(b"two"),
        SKIPPED,
    ]
    .concat();
    assert_eq!(read(&frames).unwrap(), b"onetwo");
}

#[test]
fn a_compressed_file_that_is_cut_anywhere_is_an_error() {
    for pack in [gzip, zstandard] {
        let one = pack(b"ana@example.com,true\nbo@example.com,true\n");
        let whole = [one.as_slice(), &one].concat();
        for end in MAGIC_BYTES..whole.len() {
            let result = read(&whole[..end]);
            if end == one.len() {
                assert!(result.is_ok(), "{end}");
            } else {
                let error = result.unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{end}: {error}");
                let begins = if end < one.len() { 0 } else { one.len() };
                let place = format!("ends at byte {end}, inside the ");
                assert!(error.to_string().contains(&place), "{error}");
                assert!(
                    error
                        .to_string()
                        .ends_with(&format!("begins at byte {begins}")),
                    "{error}"
                );
            }
        }
    }
}

#[test]
fn an_error_stays_one() {
    let whole = gzip(b"ana@example.com,true\n");
    let mut reader = Decompressed::new(&whole[..whole.len() - 1]).unwrap();
    let mut found = Vec::new();
    for _ in 0..3 {
        let error = reader.read_to_end(&mut found).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}

#[test]
fn a_changed_byte_is_an_error() {
    let text = b"ana@example.com,true\nbo@example.com,true\n".repeat(20);
    for pack in [gzip, zstandard] {
        let whole = pack(&text);
        for place in MAGIC_BYTES..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 0x10;
            // A byte of the header that says nothing about the data may change.
            if let Ok(read) = read(&changed) {
                assert_eq!(read, text, "{place}");
            }
        }
    }
}

#[test]
fn only_zeros_may_follow_the_last_part() {
    for pack in [gzip, zstandard] {
        let whole = pack(b"ana");
        let mut padded = whole.clone();
        padded.extend([0; 700]);
        assert_eq!(read(&padded).unwrap(), b"ana");
        for rest in [&b"x"[..], b"\0\0x", b"email\n"] {
            let error = read(&[whole.as_slice(), rest].concat()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidData);
            let at = whole.len() + rest.iter().take_while(|byte| **byte == 0).count();
            assert!(
                error.to_string().contains(&format!("byte {at} ")),
                "{error}"
            );
        }
    }
}

#[test]
fn the_error_of_the_reader_is_handed_on() {
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("the disk is gone")),
                count => Ok(count),
            }
        }
    }
    for pack in [gzip, zstandard] {
        let whole = pack(b"ana@example.com,true\n");
        for end in [MAGIC_BYTES, whole.len() / 2, whole.len()] {
            let mut found = Vec::new();
            let mut reader = Decompressed::new(Failing(&whole[..end])).unwrap();
            let error = reader.read_to_end(&mut found).unwrap_err();
            assert_eq!(error.to_string(), "the disk is gone", "{end}");
        }
    }
}
