//! The form of a number, and the order of numbers of any size.
//!
//! An import keeps numbers as texts (BOTO), and a pool's bounds are texts too. Whether fractions, exponents, a plus
//! sign and numbers beyond 64 bits are accepted is not known, so each has a name.

use std::cmp::Ordering;

/// What a number looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has one of these forms, and a rule says what it does with each"
)]
pub enum NumberForm {
    /// Digits, perhaps a minus sign before them, perhaps leading zeros: an integer that fits 64 bits with sign.
    Integer,
    /// An integer with a plus sign before it, of any size.
    SignedPlus,
    /// A number with a decimal point: `1.5`, `.5`, `1.`.
    Fraction,
    /// A number with an exponent: `1e1`, `1.5E-3`.
    Exponent,
    /// An integer that does not fit 64 bits with sign.
    BeyondSixtyFourBits,
    /// No number in ASCII digits: words, hexadecimal, `NaN`, digits of other scripts, an empty text.
    NotANumber,
}

/// Exponents beyond this are taken for this. It is larger than any text is long, so no digit outweighs it.
const EXPONENT_LIMIT: i128 = 1 << 100;

/// The form of the number. The value is taken as trimmed. An exponent counts before a fraction, and a fraction
/// before a plus sign.
///
/// ```
/// use cognito_preflight::values::number::{self, NumberForm};
///
/// assert_eq!(number::form("-007"), NumberForm::Integer);
/// assert_eq!(number::form("1.5"), NumberForm::Fraction);
/// assert_eq!(number::form("ten"), NumberForm::NotANumber);
/// ```
pub fn form(value: &str) -> NumberForm {
    let Some(number) = Number::parse(value) else {
        return NumberForm::NotANumber;
    };
    if number.has_exponent {
        NumberForm::Exponent
    } else if number.has_point {
        NumberForm::Fraction
    } else if value.starts_with('+') {
        NumberForm::SignedPlus
    } else if value.parse::<i64>().is_ok() {
        NumberForm::Integer
    } else {
        NumberForm::BeyondSixtyFourBits
    }
}

/// Whether the value is a number in any form: [`form`] is not [`NumberForm::NotANumber`].
pub fn is_number(value: &str) -> bool {
    Number::parse(value).is_some()
}

/// The order of two numbers in any form and of any size, exactly; `None` if one of them is not a number.
///
/// An exponent beyond ±2^100 is taken for ±2^100, so that only two numbers which both have such an exponent could
/// compare otherwise than they should.
///
/// ```
/// use cognito_preflight::values::number;
/// use std::cmp::Ordering;
///
/// assert_eq!(number::compare("99999999999999999999", "1e20"), Some(Ordering::Less));
/// assert_eq!(number::compare("0.10", ".1"), Some(Ordering::Equal));
/// assert_eq!(number::compare("1", "one"), None);
/// ```
pub fn compare(left: &str, right: &str) -> Option<Ordering> {
    let left = Number::parse(left)?;
    let right = Number::parse(right)?;
    let (Some(left_power), Some(right_power)) = (left.power(), right.power()) else {
        return Some(left.sign().cmp(&right.sign()));
    };
    if left.negative != right.negative {
        return Some(left.sign().cmp(&right.sign()));
    }
    let size = left_power
        .cmp(&right_power)
        .then_with(|| compare_digits(&left, &right));
    Some(if left.negative { size.reverse() } else { size })
}

/// Orders two numbers whose first significant digits have the same weight.
fn compare_digits(left: &Number<'_>, right: &Number<'_>) -> Ordering {
    let mut left = left.significant();
    let mut right = right.significant();
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (left_digit, right_digit) => {
                // A number that has ended goes on with zeros.
                let order = left_digit.unwrap_or(b'0').cmp(&right_digit.unwrap_or(b'0'));
                if order.is_ne() {
                    return order;
                }
            }
        }
    }
}

/// A number taken apart: `±whole.fraction × 10^exponent`.
#[derive(Clone, Copy, Debug)]
struct Number<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i128,
    has_point: bool,
    has_exponent: bool,
}

impl<'a> Number<'a> {
    fn parse(value: &'a str) -> Option<Self> {
        let (negative, rest) = sign(value.as_bytes());
        let (whole, rest) = digits(rest);
        let (has_point, fraction, rest) = match rest {
            [b'.', rest @ ..] => {
                let (fraction, rest) = digits(rest);
                (true, fraction, rest)
            }
            _ => (false, rest.get(..0)?, rest),
        };
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let (has_exponent, exponent) = match rest {
            [] => (false, 0),
            [b'e' | b'E', rest @ ..] => (true, parse_exponent(rest)?),
            _ => return None,
        };
        Some(Self {
            negative,
            whole,
            fraction,
            exponent,
            has_point,
            has_exponent,
        })
    }

    /// The power of ten of the digit before the first significant one; `None` for zero, which has no such digit.
    fn power(&self) -> Option<i128> {
        let zeros = self
            .whole
            .iter()
            .chain(self.fraction)
            .position(|&digit| digit != b'0')?;
        // Lengths of texts are far below 2^100, so neither conversion nor sum can overflow.
        let places = i128::try_from(self.whole.len()).ok()? - i128::try_from(zeros).ok()?;
        Some(self.exponent + places)
    }

    /// The digits from the first that is not zero.
    fn significant(&self) -> impl Iterator<Item = u8> {
        self.whole
            .iter()
            .chain(self.fraction)
            .copied()
            .skip_while(|&digit| digit == b'0')
    }

    /// -1, 0 or 1; zero has no sign.
    fn sign(&self) -> i8 {
        match (self.power(), self.negative) {
            (None, _) => 0,
            (Some(_), true) => -1,
            (Some(_), false) => 1,
        }
    }
}

fn parse_exponent(text: &[u8]) -> Option<i128> {
    let (negative, rest) = sign(text);
    let (digits, rest) = digits(rest);
    if digits.is_empty() || !rest.is_empty() {
        return None;
    }
    let size = digits.iter().fold(0_i128, |size, digit| {
        (size * 10 + i128::from(digit - b'0')).min(EXPONENT_LIMIT)
    });
    Some(if negative { -size } else { size })
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The ASCII digits that the text begins with, and what follows them.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.split_at_checked(count).unwrap_or((text, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_64_bits_are_integers() {
        for text in [
            "0",
            "-0",
            "7",
            "007",
            "-5",
            "9223372036854775807",
            "-9223372036854775808",
            "0000000000000000000000000005",
        ] {
            assert_eq!(form(text), NumberForm::Integer, "{text}");
        }
    }

    #[test]
    fn rarer_numbers_have_names() {
        for (text, expected) in [
            ("+5", NumberForm::SignedPlus),
            ("+99999999999999999999", NumberForm::SignedPlus),
            ("1.5", NumberForm::Fraction),
            (".5", NumberForm::Fraction),
            ("1.", NumberForm::Fraction),
            ("-1.0", NumberForm::Fraction),
            ("+1.5", NumberForm::Fraction),
            ("1e1", NumberForm::Exponent),
            ("1E+11", NumberForm::Exponent),
            ("1.23457E-3", NumberForm::Exponent),
            ("1.e5", NumberForm::Exponent),
            ("9223372036854775808", NumberForm::BeyondSixtyFourBits),
            ("-9223372036854775809", NumberForm::BeyondSixtyFourBits),
            ("99999999999999999999", NumberForm::BeyondSixtyFourBits),
        ] {
            assert_eq!(form(text), expected, "{text}");
            assert!(is_number(text), "{text}");
        }
    }

    #[test]
    fn everything_else_is_no_number() {
        for text in [
            "",
            "-",
            "+",
            ".",
            "-.",
            "e5",
            "1e",
            "1e+",
            "1e1.5",
            "1.5.2",
            "--1",
            "+-1",
            "ten",
            "0x1F",
            "NaN",
            "inf",
            "-Infinity",
            "1,000",
            "1 000",
            " 1",
            "1 ",
            "1_000",
            "\u{661}",
            "1\u{662}",
            "\u{2212}1",
            "1f",
        ] {
            assert_eq!(form(text), NumberForm::NotANumber, "{text}");
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_ordered_exactly() {
        let ascending = [
            "-1e999999999999999999999",
            "-100000000000000000000",
            "-99999999999999999999",
            "-1.5",
            "-1",
            "-0.001",
            "0",
            "1e-999999999999999999999",
            "0.0000000000000000000001",
            "0.1",
            "0.10000000000000000000000000000001",
            "1",
            "1.00000000000000000001",
            "9",
            "10",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "1e20",
            "100000000000000000001",
            "1e400",
            "2e400",
            "1e999999999999999999999",
        ];
        for (left_place, left) in ascending.iter().enumerate() {
            for (right_place, right) in ascending.iter().enumerate() {
                assert_eq!(
                    compare(left, right),
                    Some(left_place.cmp(&right_place)),
                    "{left} {right}"
                );
            }
        }
    }

    #[test]
    fn one_number_in_many_writings_is_equal() {
        for (left, right) in [
            ("0", "-0"),
            ("0", "0.000"),
            ("0e99999999999999999999999999999999999999999", "-0"),
            ("7", "007"),
            ("+7", "7.0"),
            ("10", "1e1"),
            ("1000", "0.001e6"),
            (".5", "50e-2"),
            ("-120", "-1.20e2"),
        ] {
            assert_eq!(
                compare(left, right),
                Some(Ordering::Equal),
                "{left} {right}"
            );
            assert_eq!(
                compare(right, left),
                Some(Ordering::Equal),
                "{left} {right}"
            );
        }
    }

    #[test]
    fn small_numbers_compare_as_machine_numbers_do() {
        for left in -120..120_i32 {
            for right in -120..120_i32 {
                assert_eq!(
                    compare(&left.to_string(), &right.to_string()),
                    Some(left.cmp(&right))
                );
                let (left_tenth, right_hundredth) = (format!("{left}e-1"), format!("{right}e-2"));
                assert_eq!(
                    compare(&left_tenth, &right_hundredth),
                    Some((left * 10).cmp(&right))
                );
            }
        }
    }

    #[test]
    fn a_huge_exponent_outweighs_a_long_text() {
        let long = "9".repeat(100_000);
        assert_eq!(compare(&long, "1e100001"), Some(Ordering::Less));
        assert_eq!(compare(&long, "1e99999"), Some(Ordering::Greater));
        let exponent = format!("1e{long}");
        assert_eq!(compare(&long, &exponent), Some(Ordering::Less));
        assert_eq!(compare(&format!("1e-{long}"), "0"), Some(Ordering::Greater));
    }

    #[test]
    fn what_is_no_number_has_no_order() {
        for text in ["", "ten", "NaN", "1e"] {
            assert_eq!(compare(text, "1"), None, "{text}");
            assert_eq!(compare("1", text), None, "{text}");
        }
    }
}
