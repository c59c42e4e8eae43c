//! How long a text is, in each unit that a limit may mean.
//!
//! The sources give limits in characters (ATTR, BOTO) or bytes (QUOTA) and never say which characters.

/// The length of one text in three units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Length {
    /// Unicode scalar values, as Rust and Python count.
    pub code_points: u64,
    /// UTF-16 code units, as Java and JavaScript count: a character outside the basic plane is two.
    pub utf16_units: u64,
    /// Bytes of UTF-8.
    pub bytes: u64,
}

/// Measures the text.
///
/// ```
/// use cognito_preflight::values::length;
///
/// let length = length::of("\u{1f600}\u{e9}x");
/// assert_eq!((length.code_points, length.utf16_units, length.bytes), (3, 4, 7));
/// ```
pub fn of(value: &str) -> Length {
    let bytes = value.len() as u64;
    if value.is_ascii() {
        return Length {
            code_points: bytes,
            utf16_units: bytes,
            bytes,
        };
    }
    let mut code_points = 0;
    let mut outside_basic_plane = 0;
    for byte in value.bytes() {
        // Each character has one byte that is not 0b10xx_xxxx; only four-byte characters begin with 0xF0 and above.
        code_points += u64::from(byte & 0xC0 != 0x80);
        outside_basic_plane += u64::from(byte >= 0xF0);
    }
    Length {
        code_points,
        utf16_units: code_points + outside_basic_plane,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_agrees_with_the_standard_library() {
        for text in [
            "",
            "ana",
            "\u{e9}",
            "\u{5c71}\u{7530}",
            "\u{1f600}",
            "a\u{e9}\u{20ac}\u{10ffff}z",
            "\u{d7ff}\u{e000}",
        ] {
            let length = of(text);
            assert_eq!(length.code_points, text.chars().count() as u64, "{text}");
            assert_eq!(
                length.utf16_units,
                text.encode_utf16().count() as u64,
                "{text}"
            );
            assert_eq!(length.bytes, text.len() as u64, "{text}");
        }
    }

    #[test]
    fn every_character_is_measured_right() {
        let mut buffer = [0; 4];
        for character in '\0'..=char::MAX {
            let length = of(character.encode_utf8(&mut buffer));
            assert_eq!(length.code_points, 1);
            assert_eq!(length.utf16_units, character.len_utf16() as u64);
            assert_eq!(length.bytes, character.len_utf8() as u64);
        }
    }
}
