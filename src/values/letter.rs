//! Letters and digits outside ASCII.

/// Whether a character is a letter or a digit of some script: what [`char::is_alphanumeric`] says, faster
/// for the scripts that most names are written in.
///
/// ```
/// use cognito_preflight::values::letter::is_letter_or_digit;
///
/// assert!(is_letter_or_digit('\u{e9}') && is_letter_or_digit('\u{5c71}') && is_letter_or_digit('7'));
/// assert!(!is_letter_or_digit('\u{200b}') && !is_letter_or_digit('\u{d7}'));
/// ```
#[inline]
pub fn is_letter_or_digit(character: char) -> bool {
    // Each of these ranges holds letters only.
    matches!(
        character,
        // Latin, but for the signs of multiplication and division.
        '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}'
        // Greek, Cyrillic.
        | '\u{3a3}'..='\u{3f5}' | '\u{400}'..='\u{481}'
        // Hebrew, Arabic.
        | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{657}'
        // Hiragana, Katakana, Chinese characters, Hangul.
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
    ) || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_what_the_standard_library_says() {
        for character in '\0'..=char::MAX {
            assert_eq!(
                is_letter_or_digit(character),
                character.is_alphanumeric(),
                "{character:?}"
            );
        }
    }
}
