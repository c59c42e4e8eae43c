//! Base64 texts inside a hash, recognised without decoding them.

/// What a base64 text is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Base64 {
    /// How many bytes the text encodes.
    pub(super) bytes: usize,
    /// It has a `+`.
    pub(super) plus: bool,
    /// It has a `.`.
    pub(super) dot: bool,
    /// It ends in `=`.
    pub(super) padded: bool,
}

/// Reads a base64 text in the standard alphabet, where a `.` may also mean a `+`.
///
/// `None` if it is empty, has another character, has a length that no number of bytes gives, or a padding that does
/// not fill it up to a multiple of four.
pub(super) fn read(text: &str) -> Option<Base64> {
    let unpadded = text.trim_end_matches('=');
    let padding = text.len() - unpadded.len();
    let (groups, rest) = (unpadded.len() / 4, unpadded.len() % 4);
    let bytes = match (rest, padding) {
        (0, 0) if !text.is_empty() => groups * 3,
        (2, 0 | 2) => groups * 3 + 1,
        (3, 0 | 1) => groups * 3 + 2,
        _ => return None,
    };
    let mut base64 = Base64 {
        bytes,
        padded: padding > 0,
        ..Base64::default()
    };
    for byte in unpadded.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' => {}
            b'+' => base64.plus = true,
            b'.' => base64.dot = true,
            _ => return None,
        }
    }
    Some(base64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_from_the_length() {
        for (text, bytes) in [
            ("AA", 1),
            ("AAA", 2),
            ("AAAA", 3),
            ("AAAAAA", 4),
            ("K8mQBZRzRI5uvUQqoWv6oA", 16),
        ] {
            assert_eq!(
                read(text),
                Some(Base64 {
                    bytes,
                    ..Base64::default()
                }),
                "{text}"
            );
        }
    }

    #[test]
    fn padding_fills_up_to_four() {
        assert_eq!(
            read("AA==").map(|base64| (base64.bytes, base64.padded)),
            Some((1, true))
        );
        assert_eq!(
            read("AAA=").map(|base64| (base64.bytes, base64.padded)),
            Some((2, true))
        );
        for text in [
            "AA=", "AAA==", "AAAA=", "AAAA====", "A===", "=", "====", "A=A=", "AA==AA",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_and_characters_that_cannot_be_are_refused() {
        for text in ["", "A", "AAAAA", "AA-A", "AA_A", "AA A", "AA\u{e9}", "AA,A"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn plus_and_dot_are_noticed() {
        assert_eq!(
            read("A+/A"),
            Some(Base64 {
                bytes: 3,
                plus: true,
                ..Base64::default()
            })
        );
        assert_eq!(
            read("A./A"),
            Some(Base64 {
                bytes: 3,
                dot: true,
                ..Base64::default()
            })
        );
    }
}
