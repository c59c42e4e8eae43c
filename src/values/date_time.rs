//! The form of a custom attribute's date and time.
//!
//! Such attributes can be made only by the API, and which literals an import accepts is not known. What can be told
//! is whether a text is any date and time at all.

use super::{calendar::Date, digits::Digits, iso_8601, number};

/// What a date and time looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has one of these forms, and a rule says what it does with each"
)]
pub enum DateTimeForm {
    /// ISO 8601, extended or basic: a date with hyphens, or a date and a time with or without a zone.
    Iso8601,
    /// A number: epoch seconds or milliseconds, perhaps with a fraction or an exponent. The API itself writes its
    /// times as `1.667864578676E9`.
    Numeric,
    /// `mm/dd/yyyy`, as the import wants a birth date (GUIDE), or `yyyy/mm/dd`, alone or with a time of day.
    Slashed,
    /// `Wed, 31 Jan 2024 08:30:00 GMT`, as in the head of a letter or of an answer on the web (RFC 1123).
    Rfc1123,
    /// Anything else.
    Other,
}

/// The form of the date and time. The value is taken as trimmed.
///
/// Months, days, hours and the like must lie in their ranges; whether the month has that day is not asked.
///
/// ```
/// use cognito_preflight::values::date_time::{self, DateTimeForm};
///
/// assert_eq!(date_time::form("2024-01-31T08:30:00Z"), DateTimeForm::Iso8601);
/// assert_eq!(date_time::form("1706689800"), DateTimeForm::Numeric);
/// assert_eq!(date_time::form("01/31/2024"), DateTimeForm::Slashed);
/// assert_eq!(date_time::form("yesterday"), DateTimeForm::Other);
/// ```
pub fn form(value: &str) -> DateTimeForm {
    if iso_8601::parse(value).is_some() {
        DateTimeForm::Iso8601
    } else if number::is_number(value) {
        DateTimeForm::Numeric
    } else if slashed(value).is_some() {
        DateTimeForm::Slashed
    } else if rfc_1123(value).is_some() {
        DateTimeForm::Rfc1123
    } else {
        DateTimeForm::Other
    }
}

/// Reads `mm/dd/yyyy` or `yyyy/mm/dd`, perhaps with the time of day as ISO 8601 writes it.
fn slashed(value: &str) -> Option<()> {
    let mut digits = Digits::of(value);
    let year_in_front = digits.number(4);
    if year_in_front.is_some() {
        digits.mark(b'/')?;
    }
    let month = digits.one_or_two()?;
    digits.mark(b'/')?;
    let day = digits.one_or_two()?;
    let year = if let Some(year) = year_in_front {
        year
    } else {
        digits.mark(b'/')?;
        digits.number(4)?
    };
    Date::in_range(year, month, day)?;
    if !digits.at_end() {
        digits.any_mark(b" T")?;
        iso_8601::time(&mut digits, true)?;
    }
    digits.at_end().then_some(())
}

/// Reads `[ddd, ]d mmm yyyy hh:mm[:ss] zone`. Whether the day of the week is the right one is not asked.
fn rfc_1123(value: &str) -> Option<()> {
    const DAYS: &[&str] = &[
        "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, ",
    ];
    const MONTHS: &[&str] = &[
        " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ",
        " Nov ", " Dec ",
    ];
    let (date_and_time, zone) = value.rsplit_once(' ')?;
    let mut digits = Digits::of(date_and_time);
    let _ = digits.any_word(DAYS);
    let day = digits.one_or_two()?;
    let month = digits.any_word(MONTHS)? + 1;
    Date::in_range(digits.number(4)?, month, day)?;
    digits.mark(b' ')?;
    let time = iso_8601::time(&mut digits, true)?;
    let is_zone = is_named_zone(zone) || offset(zone).is_some();
    (is_zone && time.zone.is_none() && digits.at_end()).then_some(())
}

fn is_named_zone(zone: &str) -> bool {
    ["GMT", "UTC", "UT", "Z"]
        .iter()
        .any(|name| name.eq_ignore_ascii_case(zone))
}

/// Reads `±hhmm`.
fn offset(zone: &str) -> Option<()> {
    let mut digits = Digits::of(zone);
    digits.any_mark(b"+-")?;
    let (hours, minutes) = (digits.number(2)?, digits.number(2)?);
    (hours <= 23 && minutes <= 59 && digits.at_end()).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_and_basic_iso_8601_are_recognised() {
        for text in [
            "2024-01-31",
            "2024-01-31T08:30",
            "2024-01-31T08:30:00",
            "2024-01-31 08:30:00",
            "2024-01-31T08:30:00.123Z",
            "2024-01-31T08:30:00,5+01:00",
            "2024-01-31T08:30-05:00",
            "20240131T083000Z",
            "20240131T0830+0100",
            "2024-02-30",
            "2016-12-31T23:59:60Z",
        ] {
            assert_eq!(form(text), DateTimeForm::Iso8601, "{text}");
        }
    }

    #[test]
    fn numbers_are_numeric() {
        for text in [
            "1706689800",
            "1706689800.5",
            "-1",
            "20240131",
            "1.667864578676E9",
            "+5",
        ] {
            assert_eq!(form(text), DateTimeForm::Numeric, "{text}");
        }
    }

    #[test]
    fn dates_with_slashes_have_a_year_of_four_digits_at_either_end() {
        for text in [
            "01/31/2024",
            "1/31/2024",
            "02/30/2024",
            "2024/01/31",
            "01/31/2024 08:30",
            "01/31/2024T08:30:00.5Z",
            "2024/01/31 08:30:00+01:00",
        ] {
            assert_eq!(form(text), DateTimeForm::Slashed, "{text}");
        }
    }

    #[test]
    fn the_form_of_a_letters_head_has_a_time_and_a_zone() {
        for text in [
            "Wed, 31 Jan 2024 08:30:00 GMT",
            "wed, 31 jan 2024 08:30:00 gmt",
            "31 Jan 2024 08:30 UT",
            "Sun, 1 Dec 2024 08:30:00 +0100",
            "Sun, 01 Dec 2024 08:30:00 -0530",
        ] {
            assert_eq!(form(text), DateTimeForm::Rfc1123, "{text}");
        }
    }

    #[test]
    fn everything_else_is_other() {
        for text in [
            "",
            "yesterday",
            "31 Jan 2024",
            "31/01/2024",
            "13/01/2024",
            "01/32/2024",
            "00/31/2024",
            "2024/13/01",
            "2024/01/32",
            "01/31/24",
            "01/31/20244",
            "01/31-2024",
            "01/31/2024 25:00",
            "01/31/2024 08",
            "01/31/2024 ",
            "01/31/2024 08:30 yesterday",
            "Wed, 31 Jan 2024 08:30:00",
            "Wed, 32 Jan 2024 08:30:00 GMT",
            "Wed, 31 Foo 2024 08:30:00 GMT",
            "Wed, 31 Jan 24 08:30:00 GMT",
            "Wed, 31 Jan 2024 24:30:00 GMT",
            "Wed, 31 Jan 2024 08:30:00 +01:00",
            "Wed, 31 Jan 2024 08:30:00 +2500",
            "Wed, 31 Jan 2024 08:30:00Z GMT",
            "Wed, 31 Jan 2024 GMT",
            "GMT",
            "2024-13-01",
            "08:30",
            "2024-01-31T25:00",
            "NaN",
        ] {
            assert_eq!(form(text), DateTimeForm::Other, "{text}");
        }
    }
}
