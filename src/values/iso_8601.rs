//! Dates and moments as ISO 8601 writes them, for [`date_time`](super::date_time) and [`epoch`](super::epoch).

use super::calendar::Date;
use super::digits::Digits;

/// A date, perhaps with a time of day, perhaps with a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The day as written, which its month may lack.
    pub(super) date: Date,
    /// The time of day, if one is given.
    pub(super) time: Option<Time>,
}

/// A time of day, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// 0 to 23.
    pub(super) hour: u32,
    /// 0 to 59.
    pub(super) minute: u32,
    /// 0 to 60: the last is a leap second.
    pub(super) second: u32,
    /// Seconds that the zone is ahead of UTC; `None` if no zone is given.
    pub(super) zone: Option<i64>,
}

/// Reads `yyyy-mm-dd`, `yyyy-mm-ddThh:mm[:ss[.fff]][zone]` or the basic form `yyyymmddThhmm[ss[.fff]][zone]`.
///
/// A space may replace the `T`, and both letters may be small (RFC 3339). A zone is `Z`, `±hh`, `±hh:mm` or
/// `±hhmm`. Eight digits without a time are a number rather than a date and are not read.
pub(super) fn parse(value: &str) -> Option<Moment> {
    let mut digits = Digits::of(value);
    let year = digits.number(4)?;
    let extended = digits.mark(b'-').is_some();
    let month = digits.number(2)?;
    if extended {
        digits.mark(b'-')?;
    }
    let date = Date::in_range(year, month, digits.number(2)?)?;
    let time = if extended && digits.at_end() {
        None
    } else {
        digits.any_mark(b"Tt ")?;
        Some(time(&mut digits, extended)?)
    };
    digits.at_end().then_some(Moment { date, time })
}

/// The time of day up to the end: with colons where it is `extended`.
pub(super) fn time(digits: &mut Digits<'_>, extended: bool) -> Option<Time> {
    let hour = digits.number(2)?;
    if extended {
        digits.mark(b':')?;
    }
    let minute = digits.number(2)?;
    let second = if extended {
        match digits.mark(b':') {
            Some(()) => Some(digits.number(2)?),
            None => None,
        }
    } else {
        digits.number(2)
    };
    if second.is_some() && digits.any_mark(b".,").is_some() {
        digits.skip_digits()?;
    }
    let zone = if digits.at_end() {
        None
    } else {
        Some(zone(digits)?)
    };
    let second = second.unwrap_or(0);
    (hour <= 23 && minute <= 59 && second <= 60).then_some(Time {
        hour,
        minute,
        second,
        zone,
    })
}

/// Seconds that the zone is ahead of UTC.
pub(super) fn zone(digits: &mut Digits<'_>) -> Option<i64> {
    let sign = match digits.any_mark(b"Zz+-")? {
        b'+' => 1,
        b'-' => -1,
        _ => return Some(0),
    };
    let hours = digits.number(2)?;
    let minutes = if digits.at_end() {
        0
    } else {
        // The colon is left out in the basic form and by many programs in the extended one.
        let _ = digits.mark(b':');
        digits.number(2)?
    };
    (hours <= 23 && minutes <= 59)
        .then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone_of(value: &str) -> Option<i64> {
        parse(value)?.time?.zone
    }

    #[test]
    fn a_date_alone_needs_its_hyphens() {
        let date = parse("1985-02-01").unwrap();
        assert_eq!(
            (date.date.year, date.date.month, date.date.day),
            (1985, 2, 1)
        );
        assert_eq!(date.time, None);
        assert_eq!(parse("19850201"), None);
    }

    #[test]
    fn extended_and_basic_forms_are_not_mixed() {
        for text in [
            "1985-02-01T1004",
            "19850201T10:04",
            "1985-0201",
            "198502-01",
            "1985-0201T10:04",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("1985-02-01T10:04:05Z"), parse("19850201T100405Z"));
        assert_eq!(parse("1985-02-01T10:04"), parse("19850201T1004"));
    }

    #[test]
    fn a_zone_is_seconds_ahead_of_utc() {
        assert_eq!(zone_of("1985-02-01T10:04:05Z"), Some(0));
        assert_eq!(zone_of("1985-02-01t10:04:05z"), Some(0));
        assert_eq!(zone_of("1985-02-01T10:04:05+02:00"), Some(7200));
        assert_eq!(zone_of("1985-02-01 10:04:05.25-0330"), Some(-12_600));
        assert_eq!(zone_of("1985-02-01T10:04+01"), Some(3600));
        assert_eq!(zone_of("1985-02-01T10:04:05"), None);
    }

    #[test]
    fn what_is_broken_or_out_of_range_is_not_read() {
        for text in [
            "",
            "1985",
            "1985-13-01",
            "1985-00-01",
            "1985-01-32",
            "1985-1-1",
            "1985-02-01T",
            "1985-02-01T10",
            "1985-02-01T24:00",
            "1985-02-01T10:60",
            "1985-02-01T10:04:61",
            "1985-02-01T10:04:05.",
            "1985-02-01T10:04.5",
            "1985-02-01T10:04:05+",
            "1985-02-01T10:04:05+2",
            "1985-02-01T10:04:05+24:00",
            "1985-02-01T10:04:05+02:60",
            "1985-02-01T10:04:05Zx",
            "1985-02-01T10:04:05 Z",
            "1985-02-01x10:04:05Z",
            "+1985-02-01",
            " 1985-02-01",
            "1985-02-01 ",
            "\u{661}985-02-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
