//! The encodings in which people really have their files.

use std::{borrow::Cow, fmt, str::FromStr};

use thiserror::Error;

use crate::bug;

/// The character encoding of a file.
///
/// Line ends, delimiters and quotation marks are found in the bytes themselves, so only encodings
/// are accepted in which those bytes always mean themselves: UTF-8, UTF-16 and every encoding of the WHATWG
/// list but ISO-2022-JP, which switches its alphabet on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

/// The name is not that of an encoding that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "not an encoding that can be read; expected a name such as utf-8, utf-16le, windows-1252, \
     iso-8859-15 or shift_jis"
)]
#[non_exhaustive]
pub struct UnknownEncoding;

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// UTF-16, the lower byte first.
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16, the higher byte first.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);

    /// The encoding's name, as the WHATWG spells it.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// How many bytes the smallest unit of text has: 2 for UTF-16, otherwise 1.
    pub fn unit(self) -> usize {
        if self == Self::UTF_16LE || self == Self::UTF_16BE {
            2
        } else {
            1
        }
    }

    /// Whether it is neither UTF-8 nor UTF-16: an encoding in which text in UTF-8 decodes to other text.
    pub fn is_single_byte(self) -> bool {
        self != Self::UTF_8 && self.unit() == 1
    }

    /// The encoding that a byte order mark at the start of a file announces, with the mark's length
    /// in bytes.
    pub fn of_byte_order_mark(start: &[u8]) -> Option<(Self, usize)> {
        encoding_rs::Encoding::for_bom(start).map(|(encoding, length)| (Self(encoding), length))
    }

    /// The bytes' text, or the offset of the first byte that does not decode in this encoding.
    ///
    /// # Errors
    ///
    /// The offset in bytes; nothing is ever replaced silently.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
        if self == Self::UTF_8 {
            return match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(error) => Err(error.valid_up_to()),
            };
        }
        self.0
            .decode_without_bom_handling_and_without_replacement(bytes)
            .ok_or_else(|| self.first_invalid(bytes))
    }

    /// The bytes' text, in the other encoding where they are no text in this one, and whether the other
    /// was needed.
    ///
    /// # Errors
    ///
    /// The offset in bytes of what is text in neither, as this encoding has it.
    pub fn decode_or(
        self,
        fallback: Option<Self>,
        bytes: &[u8],
    ) -> Result<(Cow<'_, str>, bool), usize> {
        match (self.decode(bytes), fallback) {
            (Ok(text), _) => Ok((text, false)),
            (Err(place), None) => Err(place),
            (Err(place), Some(other)) => match other.decode(bytes) {
                Ok(text) => Ok((text, true)),
                Err(_) => Err(place),
            },
        }
    }

    /// UTF-16 without a byte order mark: a beginning in which every other byte is zero for most
    /// characters, as they are where the text is mostly ASCII.
    pub fn utf_16_without_mark(start: &[u8]) -> Option<Self> {
        const UNITS_LOOKED_AT: usize = 512;
        const FEWEST_UNITS: usize = 4;
        let (units, _) = start.as_chunks::<2>();
        let units = units.get(..UNITS_LOOKED_AT.min(units.len()))?;
        if units.len() < FEWEST_UNITS {
            return None;
        }
        let zeros = |place: usize| {
            let is_zero = |unit: &&[u8; 2]| unit.get(place) == Some(&0);
            units.iter().filter(is_zero).count()
        };
        match (zeros(0), zeros(1)) {
            (0, second) if 2 * second > units.len() => Some(Self::UTF_16LE),
            (first, 0) if 2 * first > units.len() => Some(Self::UTF_16BE),
            _ => None,
        }
    }

    /// The text, with U+FFFD for whatever does not decode: to guess from, never to write.
    pub fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        self.0.decode_without_bom_handling(bytes).0
    }

    /// The offset of the first byte of the first sequence that does not decode. The decoder reports how
    /// far it has read and how long that sequence is, which is all that is needed.
    fn first_invalid(self, bytes: &[u8]) -> usize {
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let mut sink = vec![0_u8; 1024];
        let mut read_so_far = 0;
        loop {
            let rest = bug::slice(bytes, read_so_far..);
            let (result, read, _) =
                decoder.decode_to_utf8_without_replacement(rest, &mut sink, true);
            read_so_far += read;
            match result {
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::InputEmpty => return bytes.len(),
                encoding_rs::DecoderResult::Malformed(length, after) => {
                    return read_so_far.saturating_sub(usize::from(length) + usize::from(after));
                }
            }
        }
    }

    /// Appends ASCII text in this encoding.
    pub fn encode_ascii(self, text: &str, bytes: &mut Vec<u8>) {
        if self == Self::UTF_16LE {
            bytes.extend(text.bytes().flat_map(|byte| [byte, 0]));
        } else if self == Self::UTF_16BE {
            bytes.extend(text.bytes().flat_map(|byte| [0, byte]));
        } else {
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(label: &str) -> Result<Self, Self::Err> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).ok_or(UnknownEncoding)?;
        if encoding == encoding_rs::ISO_2022_JP || encoding == encoding_rs::REPLACEMENT {
            return Err(UnknownEncoding);
        }
        Ok(Self(encoding))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named_by_its_first_byte() {
        for (name, bytes, place) in [
            ("utf-8", &b"ab\xffc"[..], 2),
            // A low surrogate alone, and a high one that a letter follows.
            ("utf-16le", b"a\0\x00\xdcb\0", 2),
            ("utf-16le", b"a\0\x00\xd8b\0", 2),
            ("utf-16be", b"\0a\0b\xd8\x00\0c", 4),
            ("shift_jis", b"abc\x82\x20", 3),
            // What begins as four bytes and is not: the bytes after the first are text again.
            ("gb18030", b"abc\x81\x30 d", 3),
            ("windows-1253", b"abcd\xaa", 4),
        ] {
            let encoding: Encoding = name.parse().unwrap();
            assert_eq!(encoding.decode(bytes), Err(place), "{name}");
        }
        let mut long = "a\0".repeat(5_000).into_bytes();
        long.extend_from_slice(b"\x00\xdcb\0");
        assert_eq!(Encoding::UTF_16LE.decode(&long), Err(10_000));
    }

    #[test]
    fn lossy_text_shows_what_is_there() {
        assert_eq!(Encoding::UTF_8.decode_lossy(b"a\xffb"), "a\u{fffd}b");
        assert_eq!(Encoding::UTF_16BE.decode_lossy(b"\0a\0b"), "ab");
    }

    #[test]
    fn utf_16_shows_without_a_mark() {
        for (bytes, encoding) in [
            (&b"e\0m\0a\0i\0l\0,\0"[..], Some(Encoding::UTF_16LE)),
            (b"\0e\0m\0a\0i\0l\0,", Some(Encoding::UTF_16BE)),
            (b"email,name\n", None),
            (b"\0\0\0\0\0\0\0\0\0\0", None),
            (b"e\0", None),
        ] {
            assert_eq!(Encoding::utf_16_without_mark(bytes), encoding, "{bytes:?}");
        }
    }

    #[test]
    fn another_encoding_is_asked_only_about_what_is_no_text() {
        let fallback: Encoding = "windows-1252".parse().unwrap();
        let decode = |bytes| Encoding::UTF_8.decode_or(Some(fallback), bytes);
        assert_eq!(decode(b"J\xc3\xbcrgen"), Ok(("J\u{fc}rgen".into(), false)));
        assert_eq!(decode(b"Jos\xe9"), Ok(("Jos\u{e9}".into(), true)));
        assert_eq!(Encoding::UTF_8.decode_or(None, b"Jos\xe9"), Err(3));
    }

    #[test]
    fn an_encoding_is_called_as_the_whatwg_calls_it() {
        for (label, name) in [("latin1", "windows-1252"), ("UTF-16LE", "UTF-16LE")] {
            let encoding: Encoding = label.parse().unwrap();
            assert_eq!(encoding.to_string(), name);
            assert_eq!(format!("{encoding:?}"), name);
        }
        // One switches its alphabet on the way, one must never be decoded, one does not exist.
        for label in ["iso-2022-jp", "iso-2022-kr", "klingon"] {
            assert_eq!(label.parse::<Encoding>(), Err(UnknownEncoding), "{label}");
        }
    }
}
