//! Whether a written number is one number, and where it ends.
//!
//! A slash may come after an area code or between two numbers, a hyphen before the last digits of a
//! number or before an extension, a full stop between groups or before the decimals of a column that
//! was taken for quantities. The text alone does not say which, and digits that are joined wrongly
//! make the number of another person. So the numbering plan is asked, and what it leaves open is left
//! alone.

use super::E164_DIGITS;

/// More digits than any number has, with what is dialled before it.
const TOO_MANY_DIGITS: usize = 2 * E164_DIGITS;
/// So few digits after a slash are the last ones of a second number.
const DIGITS_OF_ANOTHER_ENDING: usize = 3;
/// As many decimals as a price has are not a group of a number that has no other group.
const DECIMALS: usize = 2;

/// The text of the one number, without decimals that are zero, or `None` where it may
/// be more than one number or less.
///
/// `is_complete` says whether the numbering plan has numbers like this text.
pub(super) fn one_number(text: &str, is_complete: impl Fn(&str) -> bool) -> Option<&str> {
    if text.bytes().filter(u8::is_ascii_digit).count() > TOO_MANY_DIGITS {
        return None;
    }
    let text = without_decimals(text, &is_complete)?;
    let is_second =
        |(front, separator): (&str, &str)| separator.contains('/') && is_complete(front);
    if fronts(text).any(is_second) {
        return None;
    }
    if is_complete(text) {
        return Some(text);
    }
    let is_ending = |after: &str| {
        (1..=DIGITS_OF_ANOTHER_ENDING).contains(&after.len())
            && after.bytes().all(|byte| byte.is_ascii_digit())
    };
    if text
        .rsplit_once('/')
        .is_some_and(|(_, after)| is_ending(after.trim()))
        || fronts(text).any(|(front, _)| is_complete(front))
    {
        return None;
    }
    Some(text)
}

/// The text without its decimals, where it has some and they are zero. `None` where it has others, or
/// where that is not clear.
fn without_decimals(text: &str, is_complete: impl Fn(&str) -> bool) -> Option<&str> {
    let is_mark = |c: char| matches!(c, '.' | ',');
    let Some((whole, decimals)) = text.split_once(is_mark) else {
        return Some(text);
    };
    // More than one mark groups digits, and a quantity ends in digits.
    if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text);
    }
    let is_zero = decimals.bytes().all(|byte| byte == b'0');
    let run = whole.strip_prefix(['+', '\u{FF0B}']).unwrap_or(whole);
    let is_quantity = run.bytes().all(|byte| byte.is_ascii_digit());
    match (is_quantity, decimals.len() <= DECIMALS) {
        (true, true) => (is_zero && is_complete(whole)).then_some(whole),
        (true, false) => {
            let may_be_decimals = is_complete(whole) && (is_zero || !is_complete(text));
            (!may_be_decimals).then_some(text)
        }
        (false, true) if is_zero => (!is_complete(whole) && is_complete(text)).then_some(text),
        (false, _) => Some(text),
    }
}

/// For each place that separates digits, what comes before it, and what separates them.
fn fronts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut end = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(end..)?;
            let digits = end + rest.find(is_digit)?;
            let separator = text.get(end..digits)?;
            let front = text.get(..end)?;
            let after = text.get(digits..)?;
            end = digits + after.find(|c| !is_digit(c)).unwrap_or(after.len());
            if !front.is_empty() {
                return Some((front, separator));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plan in which every number has six digits.
    fn read(text: &str) -> Option<&str> {
        one_number(text, |text| {
            text.bytes().filter(u8::is_ascii_digit).count() == 6
        })
    }

    /// A plan in which every number has six digits or more.
    fn read_in_open_plan(text: &str) -> Option<&str> {
        one_number(text, |text| {
            text.bytes().filter(u8::is_ascii_digit).count() >= 6
        })
    }

    #[test]
    fn decimals_go_only_if_they_are_zero_and_a_number_is_left() {
        for text in ["123456.0", "+123456.00", "123456,0", "\u{FF0B}123456,00"] {
            let whole = text.split(['.', ',']).next();
            assert_eq!(read(text), whole, "{text}");
            assert_eq!(read_in_open_plan(text), whole, "{text}");
        }
        for text in [
            "123456.5",
            "123456,25",
            "030.0",
            "030.00",
            "030.9",
            "1234.56",
            "123456.000",
            "123456.123",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["123456.000", "030.0", "1234567.5"] {
            assert_eq!(read_in_open_plan(text), None, "{text}");
        }
    }

    #[test]
    fn a_full_stop_between_groups_is_no_decimal_mark() {
        for text in [
            "030.901",
            "+12.3456",
            "01.02.00",
            "12.34.56",
            "+1.23.456",
            "12 34.56",
            "12 34.00",
            "(12)3.456",
        ] {
            assert_eq!(read(text), Some(text), "{text}");
        }
        // Either the group or the decimals may be what was meant.
        assert_eq!(read("12 34 56.00"), None);
        assert_eq!(read_in_open_plan("123 456.00"), None);
        assert_eq!(read_in_open_plan("01.02.03.04.00"), Some("01.02.03.04.00"));
    }

    #[test]
    fn a_slash_parts_an_area_code_and_never_two_numbers() {
        for text in ["030/901", "12/34/56", "+1234/56", "1/23456", "12345/6"] {
            assert_eq!(read(text), Some(text), "{text}");
        }
        for text in [
            "123456/57",
            "123456/7",
            "123456/123457",
            "12 34 56 / 57",
            "123456/57-0",
            "12/3456/57",
            "1234/5",
            "1234 / 5",
            "123456/57/58",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read_in_open_plan("123456/57"), None);
        assert_eq!(read_in_open_plan("030/901820"), Some("030/901820"));
    }

    #[test]
    fn what_follows_a_number_is_no_part_of_it() {
        for text in ["123456-12", "123456 (12)", "123-456-12-34", "12 34 56 7"] {
            assert_eq!(read(text), None, "{text}");
            assert_eq!(read_in_open_plan(text), Some(text), "{text}");
        }
        // No plan knows these, so nothing prevents reading them as one.
        for text in ["12-3", "+1 2", "1234567", "", "+", "-"] {
            assert_eq!(read(text), Some(text), "{text}");
        }
    }

    #[test]
    fn a_text_of_many_digits_or_signs_is_read_once() {
        assert_eq!(read(&"1/".repeat(1_000_000)), None);
        assert_eq!(read(&"1".repeat(1_000_000)), None);
        let signs = "/".repeat(1_000_000);
        assert!(read(&signs).is_some_and(|read| read == signs));
        assert_eq!(read(&format!("1{signs}2")), None);
    }
}
