//! The form of a custom attribute's date and time.
//!
//! Such attributes can be made only by the API, and which literals an import accepts is not known. What can be told
//! is whether a text is any date and time at all.

use super::{iso_8601, number};

/// What a date and time looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateTimeForm {
    /// ISO 8601, extended or basic: a date with hyphens, or a date and a time with or without a zone.
    Iso8601,
    /// A number: epoch seconds or milliseconds, perhaps with a fraction or an exponent. The API itself writes its
    /// times as `1.667864578676E9`.
    Numeric,
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
/// assert_eq!(date_time::form("yesterday"), DateTimeForm::Other);
/// ```
pub fn form(value: &str) -> DateTimeForm {
    if iso_8601::parse(value).is_some() {
        DateTimeForm::Iso8601
    } else if number::is_number(value) {
        DateTimeForm::Numeric
    } else {
        DateTimeForm::Other
    }
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
    fn everything_else_is_other() {
        for text in [
            "",
            "yesterday",
            "01/31/2024",
            "31 Jan 2024",
            "2024-13-01",
            "08:30",
            "2024-01-31T25:00",
            "NaN",
        ] {
            assert_eq!(form(text), DateTimeForm::Other, "{text}");
        }
    }
}
