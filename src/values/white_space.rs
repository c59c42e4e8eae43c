//! White space, and invisible characters.
//!
//! Leading and trailing white space of an attribute value is trimmed by the import (GUIDE). Which characters count
//! as white space is not stated, so one decision is made here, in [`trim`], and everything else follows it.

/// Whether the import takes this character off both ends of a value: U+0009 to U+000D, and U+0020.
///
/// These are the white-space characters of ASCII, the vertical tab (U+000B) included. GUIDE says that white space is
/// trimmed and not which; a no-break space, for one, may or may not belong to it and is not counted here.
pub const fn is_ascii_white_space(character: char) -> bool {
    matches!(character, '\t'..='\r' | ' ')
}

/// The value without the ASCII white space at its ends: what the import keeps of it (GUIDE).
///
/// ```
/// use cognito_preflight::values::white_space;
///
/// assert_eq!(white_space::trim("\t ana \r\n"), "ana");
/// assert_eq!(white_space::trim("\u{a0}ana"), "\u{a0}ana");
/// ```
pub fn trim(value: &str) -> &str {
    // Hardly any value has white space at its ends, and this is asked about every value.
    let is_inked = |byte: Option<&u8>| byte.is_some_and(|byte| *byte > b' ');
    let bytes = value.as_bytes();
    if is_inked(bytes.first()) && is_inked(bytes.last()) {
        return value;
    }
    value.trim_matches(is_ascii_white_space)
}

/// Whether nothing is left of the value after [`trim`]. A blank value is an absent value.
pub fn is_blank(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| is_ascii_white_space(char::from(byte)))
}

/// The place of the first white-space character, ASCII or not (the Unicode property `White_Space`), counted in
/// characters from 0.
///
/// ```
/// use cognito_preflight::values::white_space;
///
/// assert_eq!(white_space::first("ana lopez"), Some(3));
/// assert_eq!(white_space::first("\u{5c71}\u{7530}\u{3000}"), Some(2));
/// assert_eq!(white_space::first("ana"), None);
/// ```
pub fn first(value: &str) -> Option<usize> {
    value.chars().position(char::is_whitespace)
}

/// Whether a character is invisible, as in a cell of a spreadsheet. ASCII is never meant.
///
/// | Characters | What they are |
/// |---|---|
/// | U+00AD | soft hyphen |
/// | U+180E | Mongolian vowel separator |
/// | U+200B to U+200F | zero-width space, non-joiner, joiner; left-to-right and right-to-left marks |
/// | U+202A to U+202E | directional embeddings and overrides |
/// | U+2060 to U+2064 | word joiner and invisible operators |
/// | U+2066 to U+2069 | directional isolates |
/// | U+FEFF | byte order mark, zero-width no-break space |
/// | U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000 | white space outside ASCII |
pub fn is_invisible(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    matches!(
        character,
        '\u{ad}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    ) || character.is_whitespace()
}

/// The place of the first [invisible](is_invisible) character, counted in characters from 0.
pub fn first_invisible(value: &str) -> Option<usize> {
    if value.is_ascii() {
        return None;
    }
    value.chars().position(is_invisible)
}

/// The value without ASCII white space and [invisible](is_invisible) characters at its ends.
///
/// Inside the value they stay: a zero-width non-joiner within a Persian name is spelling.
pub fn trim_invisible(value: &str) -> &str {
    value.trim_matches(|character| is_ascii_white_space(character) || is_invisible(character))
}

/// The value without ASCII white space and [invisible](is_invisible) characters at its ends, but for those that a
/// text may mean: what can be taken off a name or a note.
///
/// A joiner or non-joiner (U+200D, U+200C) beside a letter or mark outside ASCII chooses its shape, as at the end of
/// a Malayalam or Bengali name, and stays. So do the controls that begin and end a run of another writing direction
/// (U+202A to U+202E, U+2066 to U+2069) where some of them are left inside: without its partner, one of a pair would
/// turn the rest of the text about.
///
/// ```
/// use cognito_preflight::values::white_space;
///
/// assert_eq!(white_space::trim_invisible_text("\u{feff}ana\u{200d}"), "ana");
/// assert_eq!(white_space::trim_invisible_text("\u{9a4}\u{9cd}\u{200d}"), "\u{9a4}\u{9cd}\u{200d}");
/// assert_eq!(white_space::trim_invisible_text("\u{202a}ana\u{202c}"), "ana");
/// ```
pub fn trim_invisible_text(value: &str) -> &str {
    let bare = trim_but_joiners(value, |_| true);
    if bare.contains(is_direction_control) {
        trim_but_joiners(value, |character| !is_direction_control(character))
    } else {
        bare
    }
}

/// The value without those invisible characters at its ends that `goes` admits, and without white space.
fn trim_but_joiners(value: &str, goes: impl Fn(char) -> bool) -> &str {
    let goes = |character: char, neighbour: Option<char>| {
        let is_spelling =
            matches!(character, '\u{200c}' | '\u{200d}') && neighbour.is_some_and(has_shapes);
        is_ascii_white_space(character)
            || (is_invisible(character) && !is_spelling && goes(character))
    };
    let mut rest = value.chars();
    loop {
        let mut inner = rest.clone();
        match inner.next_back() {
            Some(last) if goes(last, inner.clone().next_back()) => rest = inner,
            _ => break,
        }
    }
    loop {
        let mut inner = rest.clone();
        match inner.next() {
            Some(first) if goes(first, inner.clone().next()) => rest = inner,
            _ => return rest.as_str(),
        }
    }
}

/// Whether the character opens or closes a run of text with a writing direction of its own.
const fn is_direction_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a joiner beside the character may be spelling: it may be a letter or mark outside ASCII. Blocks of signs
/// and of emoji alone are left out, and so are invisible characters.
fn has_shapes(character: char) -> bool {
    !is_invisible(character)
        && !matches!(
            character,
            '\0'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}'
        )
}

/// The value without any [invisible](is_invisible) character, or `None` if it has none. ASCII white space stays.
pub fn without_invisible(value: &str) -> Option<String> {
    first_invisible(value)?;
    Some(
        value
            .chars()
            .filter(|&character| !is_invisible(character))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_takes_ascii_white_space_from_both_ends_only() {
        assert_eq!(trim(" \t\u{b}\u{c}\r\nana maria \n"), "ana maria");
        assert_eq!(trim("ana"), "ana");
        assert_eq!(trim(""), "");
        assert_eq!(trim(" \t "), "");
        assert_eq!(trim(" \u{e9} "), "\u{e9}");
    }

    #[test]
    fn trimming_leaves_other_white_space_and_controls() {
        for kept in [
            "\u{a0}ana\u{3000}",
            "\u{85}ana",
            "\u{1c}ana\u{0}",
            "\u{feff}ana",
        ] {
            assert_eq!(trim(kept), kept);
        }
    }

    #[test]
    fn blank_means_that_trimming_leaves_nothing() {
        for text in ["", " ", "\t\r\n", "\u{b}\u{c}"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", " a ", "\u{a0}", "\u{200b}", "\u{1c}"] {
            assert!(!is_blank(text), "{text:?}");
        }
        for character in (0..0x3100).filter_map(char::from_u32) {
            let text = character.to_string();
            assert_eq!(is_blank(&text), trim(&text).is_empty(), "{character:?}");
        }
    }

    #[test]
    fn the_first_white_space_is_counted_in_characters() {
        assert_eq!(first("\u{1f600}\u{e9} x"), Some(2));
        assert_eq!(first(" "), Some(0));
        assert_eq!(first("ana\tsilva"), Some(3));
        assert_eq!(first("ana\u{a0}silva"), Some(3));
        assert_eq!(first("ana\u{200b}silva"), None);
        assert_eq!(first(""), None);
    }

    #[test]
    fn ascii_is_never_invisible() {
        assert!((0..0x80_u8).all(|byte| !is_invisible(char::from(byte))));
    }

    #[test]
    fn the_invisible_characters_are_those_of_the_table() {
        let listed = [
            (0x85, 0x85),
            (0xa0, 0xa0),
            (0xad, 0xad),
            (0x1680, 0x1680),
            (0x180e, 0x180e),
            (0x2000, 0x200f),
            (0x2028, 0x202f),
            (0x205f, 0x2064),
            (0x2066, 0x2069),
            (0x3000, 0x3000),
            (0xfeff, 0xfeff),
        ];
        for character in '\0'..=char::MAX {
            let code_point = u32::from(character);
            let expected = listed
                .iter()
                .any(|&(low, high)| (low..=high).contains(&code_point));
            assert_eq!(is_invisible(character), expected, "U+{code_point:04X}");
        }
    }

    #[test]
    fn the_first_invisible_character_is_counted_in_characters() {
        assert_eq!(first_invisible("\u{e9}a\u{200b}"), Some(2));
        assert_eq!(first_invisible("\u{e9}a b"), None);
        assert_eq!(first_invisible("ana silva"), None);
    }

    #[test]
    fn trimming_invisible_characters_keeps_those_inside() {
        assert_eq!(trim_invisible("\u{feff} \u{200b}ana\u{a0}\t"), "ana");
        assert_eq!(
            trim_invisible("\u{645}\u{200c}\u{646}"),
            "\u{645}\u{200c}\u{646}"
        );
        assert_eq!(trim_invisible("\u{200b}"), "");
    }

    #[test]
    fn a_joiner_beside_a_letter_or_mark_is_spelling() {
        for kept in [
            "\u{d30}\u{d3e}\u{d1c}\u{d28}\u{d4d}\u{200d}",
            "\u{9a4}\u{9cd}\u{200d}",
            "\u{647}\u{200d}",
            "\u{200d}\u{647}",
            "\u{647}\u{200c}",
            "\u{9a4}\u{9bc}\u{200d}",
        ] {
            assert_eq!(trim_invisible_text(kept), kept, "{kept:?}");
            for around in ["\u{200b}", " ", "\u{a0}", "\u{feff}\u{200f}"] {
                let value = format!("{around}{kept}{around}");
                assert_eq!(trim_invisible_text(&value), kept, "{value:?}");
            }
        }
        for (value, trimmed) in [
            ("ana\u{200d}", "ana"),
            ("\u{200c}ana", "ana"),
            ("\u{647}\u{200d}\u{200d}", "\u{647}\u{200d}"),
            ("\u{647}\u{200b}\u{200d}", "\u{647}"),
            ("\u{1f600}\u{200d}", "\u{1f600}"),
            ("\u{2764}\u{fe0f}\u{200d}", "\u{2764}\u{fe0f}"),
            ("\u{200d}", ""),
            ("\u{200d} \u{200c}", ""),
        ] {
            assert_eq!(trim_invisible_text(value), trimmed, "{value:?}");
        }
    }

    #[test]
    fn a_control_of_direction_goes_only_with_all_others() {
        for (value, trimmed) in [
            ("\u{202a}ana\u{202c}", "ana"),
            ("\u{2067} ana\u{2069} ", "ana"),
            ("\u{202b}\u{202a}ana\u{202c}\u{202c}", "ana"),
            ("\u{202a}\u{202c}", ""),
            (
                "\u{5d0} \u{202a}ana\u{202c}\u{200b} ",
                "\u{5d0} \u{202a}ana\u{202c}",
            ),
            (
                "\u{200b}\u{2066}ana\u{2069} \u{5d0}",
                "\u{2066}ana\u{2069} \u{5d0}",
            ),
            (
                "\u{202a}a\u{202c} \u{202a}b\u{202c}",
                "\u{202a}a\u{202c} \u{202a}b\u{202c}",
            ),
            ("\u{5d0}!\u{200f}", "\u{5d0}!"),
        ] {
            assert_eq!(trim_invisible_text(value), trimmed, "{value:?}");
            assert_eq!(trim_invisible_text(trimmed), trimmed, "{value:?}");
        }
    }

    #[test]
    fn removing_invisible_characters_keeps_ascii_white_space() {
        assert_eq!(
            without_invisible("a\u{200b}n\u{a0}a b").as_deref(),
            Some("ana b")
        );
        assert_eq!(without_invisible("\u{feff}").as_deref(), Some(""));
        assert_eq!(without_invisible("ana b"), None);
        assert_eq!(without_invisible("\u{e9}"), None);
    }
}
