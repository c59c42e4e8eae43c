//! Texts that are not what they say: what programs write where there is no value, what a spreadsheet makes of an
//! identifier, and what is left of text that was decoded wrongly.

use std::borrow::Cow;

/// What programs write where there is no value.
pub const NULL_MARKERS: [&str; 12] = [
    "NULL",
    "null",
    "\\N",
    "None",
    "NaN",
    "nan",
    "NA",
    "N/A",
    "#N/A",
    "(null)",
    "undefined",
    "[object Object]",
];

/// Whether a program wrote that there is no value.
///
/// ```
/// use cognito_preflight::values::face_value::is_null_marker;
///
/// assert!(is_null_marker("NaN") && !is_null_marker("Nan") && !is_null_marker("Null Island"));
/// ```
pub fn is_null_marker(value: &str) -> bool {
    NULL_MARKERS.contains(&value)
}

/// What a spreadsheet or a data frame made of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ruin {
    /// `4.2E+15`: a long number, of which only the first digits are left.
    ScientificNotation,
    /// `#REF!`, `#NAME?`, `########`: an error, or a column that was too narrow.
    ErrorText,
    /// `42.0`: a whole number that was taken for a fraction.
    Fraction,
    /// `2-Mar`: a text that was taken for a day.
    Day,
}

/// What a spreadsheet or a data frame made of a value, by its look.
///
/// ```
/// use cognito_preflight::values::face_value::{Ruin, ruin};
///
/// assert_eq!(ruin("4.2E+15"), Some(Ruin::ScientificNotation));
/// assert_eq!(ruin("64e10"), None);
/// ```
pub fn ruin(value: &str) -> Option<Ruin> {
    if let Some(error) = value.strip_prefix('#') {
        let is_narrow = error.len() >= 2 && error.bytes().all(|byte| byte == b'#');
        return (is_narrow || is_error(error)).then_some(Ruin::ErrorText);
    }
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, rest) = digits(unsigned);
    if whole.is_empty() {
        return None;
    }
    if rest == ".0" {
        return Some(Ruin::Fraction);
    }
    if whole.len() <= 2
        && let Some(month) = rest.strip_prefix('-')
        && MONTHS.contains(&month)
    {
        return Some(Ruin::Day);
    }
    let rest = match rest.strip_prefix(['.', ',']) {
        Some(rest) => digits(rest).1,
        None => rest,
    };
    // A sign tells it from an identifier in hexadecimal digits.
    let exponent = rest.strip_prefix(['E', 'e'])?.strip_prefix(['+', '-'])?;
    let (exponent, rest) = digits(exponent);
    (!exponent.is_empty() && rest.is_empty()).then_some(Ruin::ScientificNotation)
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The digits at the start of a text, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

/// Whether this is the name of an error without its first character: `REF!`, `NAME?`, `DIV/0!`.
fn is_error(text: &str) -> bool {
    text.strip_suffix(['!', '?']).is_some_and(|name| {
        name.len() >= 3
            && name
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, '/' | '0' | '_'))
    })
}

/// The text in a formula `="…"`, which keeps a spreadsheet from reading digits as a number. `None` where the value
/// is not such a formula.
///
/// ```
/// use cognito_preflight::values::face_value::in_formula;
///
/// assert_eq!(in_formula("=\"007\"").as_deref(), Some("007"));
/// assert_eq!(in_formula("=\"a\"&\"b\""), None);
/// ```
pub fn in_formula(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix("=\"")?.strip_suffix('"')?;
    if !inner.contains('"') {
        return Some(Cow::Borrowed(inner));
    }
    let mut pieces = inner.split('"');
    let mut text = pieces.next()?.to_owned();
    // Quotation marks are doubled, so that there is nothing between the two.
    while let Some(between) = pieces.next() {
        if !between.is_empty() {
            return None;
        }
        text.push('"');
        text.push_str(pieces.next()?);
    }
    Some(Cow::Owned(text))
}

/// What stands for a character that could not be decoded.
pub const REPLACEMENT_CHARACTER: char = '\u{fffd}';

/// Whether the value has a character whose UTF-8 was read as Windows-1252: `Ã¼` for ü, `â€™` for an apostrophe.
///
/// ```
/// use cognito_preflight::values::face_value::was_decoded_twice;
///
/// assert!(was_decoded_twice("JÃ¼rgen") && was_decoded_twice("itâ€™s"));
/// assert!(!was_decoded_twice("Jürgen") && !was_decoded_twice("São Tomé"));
/// ```
pub fn was_decoded_twice(value: &str) -> bool {
    if value.is_ascii() {
        return false;
    }
    let mut characters = value.chars();
    while let Some(first) = characters.next() {
        let following = match windows_1252(first) {
            // Latin, Greek, Cyrillic, Hebrew and Arabic letters. Other bytes before a quotation mark or
            // three dots are what people write in capitals: CAFÉ….
            Some(0xC2..=0xC5 | 0xCE..=0xD1 | 0xD7..=0xD9) => 1,
            Some(0xE0..=0xEF) => 2,
            Some(0xF0..=0xF4) => 3,
            _ => continue,
        };
        let mut next = characters.clone().take(following).map(windows_1252);
        let is_continued =
            |byte: Option<u8>| byte.is_some_and(|byte| (0x80..=0xBF).contains(&byte));
        if characters.clone().count() >= following && next.all(is_continued) {
            return true;
        }
    }
    false
}

/// The byte that Windows-1252 has for a character outside of ASCII.
fn windows_1252(character: char) -> Option<u8> {
    /// The characters of 0x80 to 0x9F; those that have none are control characters.
    const UPPER: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    if let Ok(byte @ 0xA0..) = u8::try_from(character) {
        return Some(byte);
    }
    (0x80..)
        .zip(UPPER)
        .find_map(|(byte, known)| (known == character).then_some(byte))
}

/// Whether a text in ASCII is surely none of these, by its first byte.
pub(crate) const fn begins_plainly(first: u8) -> bool {
    const PLAIN: [bool; 256] = {
        let mut plain = [true; 256];
        // An apostrophe is looked at by the same rules as these.
        let mut odd: &[u8] = b"'Nnu#([\\0123456789+-.";
        while let [first, rest @ ..] = odd {
            let (_, from) = plain.split_at_mut(*first as usize);
            if let [place, ..] = from {
                *place = false;
            }
            odd = rest;
        }
        plain
    };
    let (_, from) = PLAIN.split_at(first as usize);
    matches!(from, [true, ..])
}

/// Whether a text outside of ASCII, but without U+0080 to U+00BF, is surely none of these.
pub(crate) fn is_surely_decoded(text: &[u8]) -> bool {
    !text.windows(3).any(|window| match window {
        // A letter of Latin-1 before one of the characters that only Windows-1252 has.
        [0xC3, _, 0xC5 | 0xC6 | 0xCB | 0xE2] => true,
        window => window == "\u{fffd}".as_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_leaves_these() {
        for (value, expected) in [
            ("4.2E+15", Some(Ruin::ScientificNotation)),
            ("4,2E+15", Some(Ruin::ScientificNotation)),
            ("-1e-05", Some(Ruin::ScientificNotation)),
            ("1E15", None),
            ("1E+", None),
            ("1E+15x", None),
            ("E+15", None),
            ("#REF!", Some(Ruin::ErrorText)),
            ("#NAME?", Some(Ruin::ErrorText)),
            ("#DIV/0!", Some(Ruin::ErrorText)),
            ("#ÜBERLAUF!", Some(Ruin::ErrorText)),
            ("########", Some(Ruin::ErrorText)),
            ("#1!", None),
            ("#ref!", None),
            ("#", None),
            ("##", None),
            ("#mood", None),
            ("42.0", Some(Ruin::Fraction)),
            ("42.00", None),
            ("42.5", None),
            (".0", None),
            ("2-Mar", Some(Ruin::Day)),
            ("31-Dec", Some(Ruin::Day)),
            ("100-Dec", None),
            ("2-March", None),
            ("", None),
        ] {
            assert_eq!(ruin(value), expected, "{value}");
        }
    }

    #[test]
    fn a_formula_of_one_text_gives_its_text() {
        for (value, expected) in [
            ("=\"a\"", Some("a")),
            ("=\"\"", Some("")),
            ("=\"a \"\"b\"\"\"", Some("a \"b\"")),
            ("=\"\"\"\"", Some("\"")),
            ("=\"a\"b\"", None),
            ("=\"a\"\"b\"&\"c\"", None),
            ("=\"", None),
            ("\"a\"", None),
            ("=A1", None),
        ] {
            assert_eq!(in_formula(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn text_was_decoded_twice_where_its_bytes_are_utf_8() {
        for original in ["ü", "É", "’", "Ł", "Ж", "花子", "🎉", "Zoë Müller"] {
            let wrong: String = original
                .bytes()
                .map(|byte| {
                    let is_of = |c: &char| windows_1252(*c) == Some(byte);
                    let beyond_ascii = ('\u{80}'..'\u{2200}').find(is_of);
                    beyond_ascii.unwrap_or(char::from(byte))
                })
                .collect();
            assert!(was_decoded_twice(&wrong), "{wrong}");
            assert!(!was_decoded_twice(original), "{original}");
        }
        for text in ["", "CAFÉ…", "Ã", "naïve", "„É”", "é’"] {
            assert!(!was_decoded_twice(text), "{text}");
        }
    }

    #[test]
    fn the_fast_answers_are_right() {
        for value in NULL_MARKERS
            .iter()
            .chain(&["4.2E+15", "#REF!", "42.0", "2-Mar", "'x"])
        {
            assert!(!begins_plainly(value.as_bytes()[0]), "{value}");
        }
        assert!(begins_plainly(b'a') && begins_plainly(b'A'));
        // What has a character of U+0080 to U+00BF is not asked about.
        for text in ["â€™", "Ã‰", "\u{fffd}", "aâ€œb", "Ã…"] {
            assert!(!is_surely_decoded(text.as_bytes()), "{text}");
        }
        for text in ["Jürgen", "花子", "Żuk", "é"] {
            assert!(is_surely_decoded(text.as_bytes()), "{text}");
        }
    }
}
