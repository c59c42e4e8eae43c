//! Phone numbers: what the importer demands of their form, and whether they can be dialled.

mod dialability;
mod national;
mod one_number;

pub use self::{
    dialability::{Dialability, dialability},
    national::{Region, UnknownRegion, to_e164},
};
use one_number::one_number;

/// The most digits that E.164 gives a number. Whether Cognito refuses more is not known.
pub const E164_DIGITS: usize = 15;

/// The form of a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has exactly one of these forms"
)]
pub enum PhoneNumberForm {
    /// A plus and 1 to 15 digits, the first of them not zero.
    International,
    /// It does not begin with a plus.
    MissingPlus,
    /// A plus with nothing after it.
    NoDigits,
    /// Something other than a digit follows the plus.
    OtherCharacter {
        /// How many characters precede it.
        at: usize,
    },
    /// A plus and more than 15 digits.
    TooLong {
        /// How many digits there are.
        digits: usize,
    },
    /// A plus and digits that begin with zero, as no country code does.
    LeadingZero,
}

/// The form of a phone number without surrounding white space.
///
/// ```
/// use cognito_preflight::values::phone_number::{PhoneNumberForm, form};
///
/// assert_eq!(form("+12065550100"), PhoneNumberForm::International);
/// assert_eq!(form("12065550100"), PhoneNumberForm::MissingPlus);
/// assert_eq!(form("+1 2065550100"), PhoneNumberForm::OtherCharacter { at: 2 });
/// ```
pub fn form(number: &str) -> PhoneNumberForm {
    let Some(digits) = number.strip_prefix('+') else {
        return PhoneNumberForm::MissingPlus;
    };
    if digits.is_empty() {
        return PhoneNumberForm::NoDigits;
    }
    if let Some(at) = digits.chars().position(|c| !c.is_ascii_digit()) {
        return PhoneNumberForm::OtherCharacter { at: at + 1 };
    }
    if digits.starts_with('0') {
        return PhoneNumberForm::LeadingZero;
    }
    if digits.len() > E164_DIGITS {
        return PhoneNumberForm::TooLong {
            digits: digits.len(),
        };
    }
    PhoneNumberForm::International
}

/// Whether a spreadsheet has turned the number into one like `1.23457E+11`, whose last digits
/// are lost.
pub fn is_scientific_notation(number: &str) -> bool {
    let number = number.strip_prefix(['+', '\'']).unwrap_or(number);
    let Some((mantissa, exponent)) = number.split_once(['E', 'e']) else {
        return false;
    };
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    is_digits(whole) && is_digits(fraction) && is_digits(exponent) && exponent.len() <= 3
}

/// An international number without the punctuation that people write into it, or `None` where
/// it has other characters or no plus before it.
///
/// A zero in parentheses, as in `+44 (0)20`, is dialled inside some countries only and everywhere in
/// others: there the numbering plan decides, and a number that it does not know is left alone. It
/// also decides whether digits after a slash or a hyphen belong to the number or follow it. Decimals
/// that are zero, which a program writes that took the column for quantities, are dropped.
///
/// ```
/// use cognito_preflight::values::phone_number::without_punctuation;
///
/// assert_eq!(without_punctuation("+1 (206) 555-0100").as_deref(), Some("+12065550100"));
/// assert_eq!(without_punctuation("+12065550100.0").as_deref(), Some("+12065550100"));
/// assert_eq!(without_punctuation("+12065550100/01"), None);
/// assert_eq!(without_punctuation("(206) 555-0100"), None);
/// ```
pub fn without_punctuation(number: &str) -> Option<String> {
    let number = one_number(number, |number| {
        bare(number).is_some_and(|number| dialability(&number) != Dialability::NotDialable)
    })?;
    bare(number)
}

/// An international number without anything between its digits, wherever they come from.
fn bare(number: &str) -> Option<String> {
    let rest = number.trim_start_matches(is_punctuation);
    // A full-width plus is what an East Asian keyboard types.
    let rest = rest.strip_prefix(['+', '\u{FF0B}'])?;
    if rest.contains("(0)") {
        // Without the punctuation the zero looks like the other digits.
        plain_digits(rest)?;
        return national::international_to_e164(&format!("+{rest}"));
    }
    plain_digits(rest)
}

/// A plus and the digits, where nothing but punctuation is between them.
fn plain_digits(rest: &str) -> Option<String> {
    let mut plain = String::with_capacity(rest.len() + 1);
    plain.push('+');
    for character in rest.chars() {
        if character.is_ascii_digit() {
            plain.push(character);
        } else if !is_punctuation(character) {
            return None;
        }
    }
    (form(&plain) == PhoneNumberForm::International).then_some(plain)
}

fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '-' | '.' | '/' | '(' | ')' | '[' | ']' | '\u{2010}'..='\u{2015}' | '\u{2212}'
    ) || (!character.is_ascii() && character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_known() {
        for (number, expected) in [
            ("+1", PhoneNumberForm::International),
            ("+123456789012345", PhoneNumberForm::International),
            ("+1234567890123456", PhoneNumberForm::TooLong { digits: 16 }),
            ("", PhoneNumberForm::MissingPlus),
            ("0012065550100", PhoneNumberForm::MissingPlus),
            ("+", PhoneNumberForm::NoDigits),
            ("+0", PhoneNumberForm::LeadingZero),
            ("++1", PhoneNumberForm::OtherCharacter { at: 1 }),
            ("+1x206", PhoneNumberForm::OtherCharacter { at: 2 }),
            ("+1\u{663}", PhoneNumberForm::OtherCharacter { at: 2 }),
        ] {
            assert_eq!(form(number), expected, "{number}");
        }
    }

    #[test]
    fn scientific_notation_is_known_in_every_spelling_of_a_spreadsheet() {
        for number in [
            "1.23457E+11",
            "4,91512E+12",
            "1E+11",
            "1.2e11",
            "+1.23457E+11",
        ] {
            assert!(is_scientific_notation(number), "{number}");
        }
        for number in ["+12065550100", "E", "1E", "E5", "1.E5", "1.2E+1234", "one"] {
            assert!(!is_scientific_notation(number), "{number}");
        }
    }

    #[test]
    fn only_punctuation_is_taken_out() {
        for (number, plain) in [
            ("+1 (206) 555-0100", Some("+12065550100")),
            ("+44 (0)20 7946 0018", Some("+442079460018")),
            ("+39 (0)6 698 12345", Some("+390669812345")),
            ("+44 (0)1", None),
            ("+49/30.123\u{2011}456", Some("+4930123456")),
            ("\u{FF0B}1206\u{a0}5550100", Some("+12065550100")),
            ("(+1) 206 555 0100", Some("+12065550100")),
            ("206 555 0100", None),
            ("+1 206 555 0100 ext 5", None),
            ("+", None),
            ("+1+2", None),
            ("+12065550100.0", Some("+12065550100")),
            ("+12065550100,00", Some("+12065550100")),
            ("+12065550100.5", None),
            ("+12065550100.000", None),
            ("+1.206.555.0100.0", None),
            ("+49.30.901820", Some("+4930901820")),
            ("+4930.901820", Some("+4930901820")),
            ("+33.1.42.68.53.00", Some("+33142685300")),
            ("+33 1 42 68 53.00", Some("+33142685300")),
            ("+49 30 901820/21", None),
            ("+49 30 901820/901821", None),
            ("+49 30/901820", Some("+4930901820")),
            ("+49 30 901820-21", Some("+493090182021")),
            ("+44 20 7946 0018/9", None),
            ("+44 (0)20 7946 0018/9", None),
            ("+12065550100/01", None),
            ("+1 206-555-0100-12", None),
            ("+1 206-555-0100 1234", None),
            ("+1 206-555-01-00", Some("+12065550100")),
        ] {
            assert_eq!(without_punctuation(number).as_deref(), plain, "{number}");
        }
    }
}
