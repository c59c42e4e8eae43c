//! Percent-encoding, for what has to be read back byte by byte.

use std::fmt::Write as _;

/// The bytes with everything encoded that is not unreserved in a URI or a slash.
pub(crate) fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            text.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// The bytes that were encoded; nothing where a percent sign is not followed by two digits.
pub(crate) fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_and_slashes_stay() {
        assert_eq!(encoded(b"a/b-1.csv"), "a/b-1.csv");
        assert_eq!(encoded(b"\xFF %"), "%FF%20%25");
    }

    #[test]
    fn what_is_encoded_can_be_read_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decoded(&encoded(&all)), Some(all));
        for cut in ["%", "%F", "%zz", "%+1"] {
            assert_eq!(decoded(cut), None);
        }
    }
}
