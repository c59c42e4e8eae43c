//! The form of a birth date.
//!
//! The import wants `mm/dd/yyyy` (GUIDE). The attribute's own page says `YYYY-MM-DD` (ATTR), and the schema checks no
//! more than ten characters (SCHEMA), so the ISO form is named apart. Whether the service asks the calendar is not
//! known.

use std::{fmt, str::FromStr};

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

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
        })
    }
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

/// A date with the year first as `mm/dd/yyyy`: `yyyy-mm-dd` or with `/` or `.`, month and day of one digit or two,
/// perhaps with a midnight after it, which carries no information. `None` for any other form, and for a day that
/// its month lacks.
///
/// ```
/// use cognito_preflight::values::birthdate;
///
/// assert_eq!(birthdate::from_year_first("1985-02-01").as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_year_first("1985/2/1").as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_year_first("1985-02-01T00:00:00.000Z").as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_year_first("1985-02-01T10:04:00Z"), None);
/// assert_eq!(birthdate::from_year_first("1985-02-30"), None);
/// ```
pub fn from_year_first(value: &str) -> Option<String> {
    let mut digits = Digits::of(value);
    let year = digits.number(4)?;
    let separator = digits.any_mark(SEPARATORS)?;
    let month = digits.one_or_two()?;
    digits.mark(separator)?;
    let date = Date::in_range(year, month, digits.one_or_two()?)?;
    (ends_or_is_midnight(&mut digits) && date.exists()).then(|| date.month_day_year())
}

/// The date as `mm/dd/yyyy`, if it has a day and a month of one or two digits in this order, then a year of four,
/// with `/`, `.` or `-` twice between them, and nothing or midnight after it.
///
/// `None` for any other form, for a day that its month lacks, and if nothing would change.
///
/// ```
/// use cognito_preflight::values::birthdate::{self, DateOrder};
///
/// assert_eq!(birthdate::from_ordered("1.2.1985", DateOrder::DayMonthYear).as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_ordered("1/2/1985 0:00", DateOrder::MonthDayYear).as_deref(), Some("01/02/1985"));
/// assert_eq!(birthdate::from_ordered("01/02/1985", DateOrder::MonthDayYear), None);
/// ```
pub fn from_ordered(value: &str, order: DateOrder) -> Option<String> {
    let date = Ordered::read(value)?.date(order)?;
    Some(date.month_day_year()).filter(|written| written != value)
}

/// The date as `mm/dd/yyyy`, if it is one with slashes, which are month first where nothing else is known of them.
///
/// ```
/// use cognito_preflight::values::birthdate;
///
/// assert_eq!(birthdate::from_slashes("2/1/1985").as_deref(), Some("02/01/1985"));
/// assert_eq!(birthdate::from_slashes("2.1.1985"), None);
/// ```
pub fn from_slashes(value: &str) -> Option<String> {
    Ordered::read(value)
        .filter(|ordered| ordered.separator == b'/')
        .and_then(|_| from_ordered(value, DateOrder::MonthDayYear))
}

/// What a date with the year at its end shows of the order of its day and its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a date can be read in one way or in two"
)]
pub enum ShownOrder {
    /// It can only be day first: 31/12/1990.
    DayFirst,
    /// It can only be month first: 12/31/1990.
    MonthFirst,
    /// It can be read in two ways, as two days: 03/04/1990.
    Either,
}

/// What a date shows of its order. `None` where it shows nothing: with the year first, with a day that no month
/// has, and where both readings are the same day, as in 05/05/1990.
///
/// ```
/// use cognito_preflight::values::birthdate::{ShownOrder, shown_order};
///
/// assert_eq!(shown_order("31.12.1990"), Some(ShownOrder::DayFirst));
/// assert_eq!(shown_order("3/4/1990 0:00"), Some(ShownOrder::Either));
/// assert_eq!(shown_order("05/05/1990"), None);
/// ```
pub fn shown_order(value: &str) -> Option<ShownOrder> {
    let ordered = Ordered::read(value)?;
    let day_first = ordered.date(DateOrder::DayMonthYear);
    let month_first = ordered.date(DateOrder::MonthDayYear);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => None,
        (Some(_), Some(_)) => Some(ShownOrder::Either),
        (Some(_), None) => Some(ShownOrder::DayFirst),
        (None, Some(_)) => Some(ShownOrder::MonthFirst),
        (None, None) => None,
    }
}

/// What may be between the numbers of a date.
const SEPARATORS: &[u8] = b"/.-";

/// A date with the year at its end, whose day and month are not told apart yet.
#[derive(Clone, Copy)]
struct Ordered {
    first: u32,
    second: u32,
    year: u32,
    separator: u8,
}

impl Ordered {
    fn read(value: &str) -> Option<Self> {
        let mut digits = Digits::of(value);
        let first = digits.one_or_two()?;
        let separator = digits.any_mark(SEPARATORS)?;
        let second = digits.one_or_two()?;
        digits.mark(separator)?;
        let year = digits.number(4)?;
        ends_or_is_midnight(&mut digits).then_some(Self {
            first,
            second,
            year,
            separator,
        })
    }

    /// The date in this order, where it is one.
    fn date(self, order: DateOrder) -> Option<Date> {
        let (day, month) = match order {
            DateOrder::DayMonthYear => (self.first, self.second),
            DateOrder::MonthDayYear => (self.second, self.first),
        };
        Date::in_range(self.year, month, day).filter(|date| date.exists())
    }
}

/// Whether nothing follows a date, or the first moment of that day: ` 00:00:00`, `T00:00:00.000Z`, ` 0:00`,
/// ` 12:00:00 AM`.
fn ends_or_is_midnight(digits: &mut Digits<'_>) -> bool {
    digits.at_end() || midnight(digits).is_some()
}

fn midnight(digits: &mut Digits<'_>) -> Option<()> {
    digits.any_mark(b"T ")?;
    let hour = digits.one_or_two()?;
    digits.mark(b':')?;
    let mut is_zero = digits.number(2)? == 0;
    if digits.mark(b':').is_some() {
        is_zero &= digits.number(2)? == 0;
        if digits.mark(b'.').is_some() {
            is_zero &= digits.number(1)? == 0;
            while let Some(digit) = digits.number(1) {
                is_zero &= digit == 0;
            }
        }
    }
    let is_morning = digits.any_word(&[" AM"]).is_some();
    // The day is that of the place where it was midnight, whatever its zone.
    if !is_morning && !digits.at_end() {
        let _ = digits.mark(b' ');
        iso_8601::zone(digits)?;
    }
    let is_first_hour = hour == if is_morning { 12 } else { 0 };
    (is_zero && is_first_hour && digits.at_end()).then_some(())
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
    fn a_date_with_the_year_first_becomes_what_the_import_wants() {
        for (text, expected) in [
            ("2024-02-29", "02/29/2024"),
            ("0985-12-31", "12/31/0985"),
            ("1990/04/03", "04/03/1990"),
            ("1990.4.3", "04/03/1990"),
            ("1990-04-03 00:00:00", "04/03/1990"),
        ] {
            assert_eq!(from_year_first(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "2023-02-29",
            "1985-04-31",
            "02/01/1985",
            "1985-02-01T10:00Z",
            "1985-02/01",
            "85/02/01",
            "1985/13/01",
            "19850201",
            "",
        ] {
            assert_eq!(from_year_first(text), None, "{text}");
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
            assert_eq!(
                form(&from_year_first(text).unwrap()),
                BirthdateForm::MonthDayYear
            );
        }
    }

    #[test]
    fn midnight_carries_no_information() {
        for time in [
            " 0:00",
            " 00:00",
            " 00:00:00",
            "T00:00:00Z",
            "T00:00:00.000Z",
            " 00:00:00.000000+00",
            "T00:00:00+02:00",
            " 00:00:00 +0000",
            " 12:00:00 AM",
            " 12:00 am",
        ] {
            let date = from_year_first(&format!("1990-04-03{time}"));
            assert_eq!(date.as_deref(), Some("04/03/1990"), "{time}");
            let date = from_ordered(&format!("4/3/1990{time}"), DateOrder::MonthDayYear);
            assert_eq!(date.as_deref(), Some("04/03/1990"), "{time}");
        }
        for time in [
            " ",
            "T",
            " 0",
            " 0:0",
            " 00:01",
            " 01:00:00",
            " 00:00:00.001",
            " 00:00:00.",
            " 0:00 AM",
            " 12:00",
            " 12:00 PM",
            " 00:00 x",
            "0:00",
        ] {
            assert_eq!(
                from_year_first(&format!("1990-04-03{time}")),
                None,
                "{time}"
            );
        }
    }

    #[test]
    fn a_date_shows_its_order_where_one_number_is_no_month() {
        use ShownOrder::{DayFirst, Either, MonthFirst};
        for (text, expected) in [
            ("31/12/1990", Some(DayFirst)),
            ("13.1.1990", Some(DayFirst)),
            ("29-02-2024", Some(DayFirst)),
            ("12/31/1990", Some(MonthFirst)),
            ("2/29/2024 0:00", Some(MonthFirst)),
            ("03/04/1990", Some(Either)),
            ("5/5/1990", None),
            ("29/02/2023", None),
            ("31/04/1990", None),
            ("00/01/1990", None),
            ("32/01/1990", None),
            ("1990-04-03", None),
            ("3/4/90", None),
            ("", None),
        ] {
            assert_eq!(shown_order(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_with_slashes_is_month_first() {
        assert_eq!(from_slashes("4/3/1990").as_deref(), Some("04/03/1990"));
        assert_eq!(
            from_slashes("04/03/1990 0:00").as_deref(),
            Some("04/03/1990")
        );
        for text in ["04/03/1990", "4-3-1990", "4.3.1990", "31/12/1990", "4/3/90"] {
            assert_eq!(from_slashes(text), None, "{text}");
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
