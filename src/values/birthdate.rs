//! The form of a birth date.
//!
//! The import wants `mm/dd/yyyy` (GUIDE). The attribute's own page says `YYYY-MM-DD` (ATTR), and the schema checks no
//! more than ten characters (SCHEMA), so the ISO form is named apart. Whether the service asks the calendar is not
//! known.

use std::str::FromStr;

use super::calendar::Date;
use super::digits::Digits;
use super::iso_8601;

/// What a birth date looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has one of these forms, and a rule says what it does with each"
)]
pub enum BirthdateForm {
    /// `mm/dd/yyyy` in ASCII digits, and a day that its month has.
    MonthDayYear,
    /// `mm/dd/yyyy` with month 01 to 12 and day 01 to 31, but a day that this month lacks: 02/30, 04/31, 02/29 in a
    /// year without it.
    DayNotInMonth,
    /// `yyyy-mm-dd` with month 01 to 12 and day 01 to 31.
    Iso,
    /// Anything else.
    Other,
}

/// Which of day and month comes first in the dates of a source system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "year first needs no order to be told"
)]
pub enum DateOrder {
    /// 31/12/1990, written `dmy`.
    DayMonthYear,
    /// 12/31/1990, written `mdy`.
    MonthDayYear,
}

/// A text is neither `dmy` nor `mdy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `dmy` or `mdy`")]
#[non_exhaustive]
pub struct UnknownDateOrder;

impl FromStr for DateOrder {
    type Err = UnknownDateOrder;

    fn from_str(order: &str) -> Result<Self, Self::Err> {
        match order {
            "dmy" => Ok(Self::DayMonthYear),
            "mdy" => Ok(Self::MonthDayYear),
            _ => Err(UnknownDateOrder),
        }
    }
}

/// The form of the birth date. The value is taken as trimmed.
///
/// ```
/// use cognito_preflight::values::birthdate::{self, BirthdateForm};
///
/// assert_eq!(birthdate::form("02/01/1985"), BirthdateForm::MonthDayYear);
/// assert_eq!(birthdate::form("1985-02-01"), BirthdateForm::Iso);
/// assert_eq!(birthdate::form("2/1/85"), BirthdateForm::Other);
/// ```
pub fn form(value: &str) -> BirthdateForm {
    if let Some(date) = month_day_year(value) {
        return if date.exists() {
            BirthdateForm::MonthDayYear
        } else {
            BirthdateForm::DayNotInMonth
        };
    }
    if iso_date(value).is_some() {
        BirthdateForm::Iso
    } else {
        BirthdateForm::Other
    }
}

/// The date `yyyy-mm-dd` as `mm/dd/yyyy`; `None` for any other form, and for a day that its month lacks.
///
/// ```
/// use cognito_preflight::values::birthdate;
///
/// assert_eq!(birthdate::from_iso("1985-02-01").as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_iso("1985-02-30"), None);
/// ```
pub fn from_iso(value: &str) -> Option<String> {
    iso_date(value)
        .filter(|date| date.exists())
        .map(Date::month_day_year)
}

/// The date as `mm/dd/yyyy`, if it has a day and a month of one or two digits in this order, then a year of four,
/// with `/`, `.` or `-` twice between them.
///
/// `None` for any other form, for a day that its month lacks, and if nothing would change.
///
/// ```
/// use cognito_preflight::values::birthdate::{self, DateOrder};
///
/// assert_eq!(birthdate::from_ordered("1.2.1985", DateOrder::DayMonthYear).as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_ordered("1/2/1985", DateOrder::MonthDayYear).as_deref(), Some("01/02/1985"));
/// assert_eq!(birthdate::from_ordered("01/02/1985", DateOrder::MonthDayYear), None);
/// ```
pub fn from_ordered(value: &str, order: DateOrder) -> Option<String> {
    let mut digits = Digits::of(value);
    let first = digits.one_or_two()?;
    let separator = digits.any_mark(b"/.-")?;
    let second = digits.one_or_two()?;
    digits.mark(separator)?;
    let year = digits.number(4)?;
    let (day, month) = match order {
        DateOrder::DayMonthYear => (first, second),
        DateOrder::MonthDayYear => (second, first),
    };
    let date = Date::in_range(year, month, day)?;
    if !digits.at_end() || !date.exists() {
        return None;
    }
    Some(date.month_day_year()).filter(|written| written != value)
}

fn month_day_year(value: &str) -> Option<Date> {
    let mut digits = Digits::of(value);
    let month = digits.number(2)?;
    digits.mark(b'/')?;
    let day = digits.number(2)?;
    digits.mark(b'/')?;
    let year = digits.number(4)?;
    if digits.at_end() {
        Date::in_range(year, month, day)
    } else {
        None
    }
}

fn iso_date(value: &str) -> Option<Date> {
    let moment = iso_8601::parse(value)?;
    if moment.time.is_none() {
        Some(moment.date)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_day_year_has_ten_characters_and_a_real_day() {
        for text in ["02/01/1985", "12/31/1990", "02/29/2024", "01/01/0001"] {
            assert_eq!(form(text), BirthdateForm::MonthDayYear, "{text}");
        }
    }

    #[test]
    fn a_day_that_the_month_lacks_is_named_apart() {
        for text in [
            "02/30/1985",
            "02/29/2023",
            "02/29/1900",
            "04/31/1985",
            "02/31/2024",
        ] {
            assert_eq!(form(text), BirthdateForm::DayNotInMonth, "{text}");
        }
    }

    #[test]
    fn iso_needs_month_and_day_in_range_only() {
        for text in ["1985-02-01", "1985-02-30", "2024-12-31"] {
            assert_eq!(form(text), BirthdateForm::Iso, "{text}");
        }
        for text in [
            "1985-13-01",
            "1985-00-01",
            "1985-01-32",
            "1985-01-00",
            "85-02-01",
            "1985-2-1",
            "1985-02-01T00:00",
        ] {
            assert_eq!(form(text), BirthdateForm::Other, "{text}");
        }
    }

    #[test]
    fn every_other_writing_is_other() {
        for text in [
            "",
            "2/1/1985",
            "02/01/85",
            "1/1/90",
            "13/01/1985",
            "00/01/1985",
            "01/00/1985",
            "01/32/1985",
            "31/12/1990",
            "02-01-1985",
            "02.01.1985",
            "1 Feb 1985",
            "02/01/19850",
            " 02/01/1985",
            "02/01/1985 ",
            "19850201",
            "\u{660}2/01/1985",
            "02/01/198\u{665}",
        ] {
            assert_eq!(form(text), BirthdateForm::Other, "{text}");
        }
    }

    #[test]
    fn an_iso_date_becomes_what_the_import_wants() {
        assert_eq!(from_iso("2024-02-29").as_deref(), Some("02/29/2024"));
        assert_eq!(from_iso("0985-12-31").as_deref(), Some("12/31/0985"));
        for text in [
            "2023-02-29",
            "1985-04-31",
            "02/01/1985",
            "1985-02-01T10:00Z",
            "19850201",
            "",
        ] {
            assert_eq!(from_iso(text), None, "{text}");
        }
    }

    #[test]
    fn an_ordered_date_follows_its_order() {
        use DateOrder::{DayMonthYear, MonthDayYear};
        for (text, order, expected) in [
            ("31/12/1990", DayMonthYear, Some("12/31/1990")),
            ("31/12/1990", MonthDayYear, None),
            ("01/02/1985", DayMonthYear, Some("02/01/1985")),
            ("1-2-1985", DayMonthYear, Some("02/01/1985")),
            ("1.2.1985", MonthDayYear, Some("01/02/1985")),
            ("12-31-1990", MonthDayYear, Some("12/31/1990")),
            ("05/05/1985", DayMonthYear, None),
            ("5/05/1985", DayMonthYear, Some("05/05/1985")),
            ("29/2/2023", DayMonthYear, None),
            ("29/2/2024", DayMonthYear, Some("02/29/2024")),
            ("1/2.1985", DayMonthYear, None),
            ("1/2/85", DayMonthYear, None),
            ("001/2/1985", DayMonthYear, None),
            ("1/2/19855", DayMonthYear, None),
            ("0/2/1985", DayMonthYear, None),
            ("1 2 1985", DayMonthYear, None),
            ("1985-02-01", DayMonthYear, None),
            ("", DayMonthYear, None),
        ] {
            assert_eq!(
                from_ordered(text, order).as_deref(),
                expected,
                "{text} {order:?}"
            );
        }
    }

    #[test]
    fn what_a_repair_writes_has_the_wanted_form() {
        for text in ["1985-02-01", "2024-02-29", "1999-12-31"] {
            assert_eq!(form(&from_iso(text).unwrap()), BirthdateForm::MonthDayYear);
        }
    }

    #[test]
    fn orders_have_two_names() {
        assert_eq!("dmy".parse(), Ok(DateOrder::DayMonthYear));
        assert_eq!("mdy".parse(), Ok(DateOrder::MonthDayYear));
        assert_eq!("DMY".parse::<DateOrder>(), Err(UnknownDateOrder));
        assert_eq!("ymd".parse::<DateOrder>(), Err(UnknownDateOrder));
    }
}
