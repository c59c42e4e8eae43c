//! Seconds since 1970, which `updated_at` wants (GUIDE), and what people write in their place.

use super::{calendar::Date, iso_8601};

const SECONDS_A_DAY: i64 = 86_400;

/// The epoch seconds of an ISO 8601 moment with a time of day and a zone; a fraction of a second is cut off.
///
/// `None` without a zone, since the moment is then not known; also for a day that its month lacks, for a leap second
/// (which epoch seconds cannot tell from the next second), and before 1970.
///
/// ```
/// use cognito_preflight::values::epoch;
///
/// assert_eq!(epoch::from_iso_timestamp("2016-08-17T17:04:31Z"), Some(1_471_453_471));
/// assert_eq!(epoch::from_iso_timestamp("2016-08-17T19:04:31.9+02:00"), Some(1_471_453_471));
/// assert_eq!(epoch::from_iso_timestamp("2016-08-17T17:04:31"), None);
/// ```
pub fn from_iso_timestamp(value: &str) -> Option<i64> {
    let moment = iso_8601::parse(value)?;
    let time = moment.time?;
    let zone = time.zone?;
    if !moment.date.exists() || time.second > 59 {
        return None;
    }
    let second_of_day = i64::from(time.hour * 3600 + time.minute * 60 + time.second);
    let seconds = moment.date.days_since_epoch() * SECONDS_A_DAY + second_of_day - zone;
    (seconds >= 0).then_some(seconds)
}

/// The epoch seconds of a moment in epoch milliseconds: exactly 13 ASCII digits, the first not zero, which is a time
/// between September 2001 and November 2286. A fraction of a second is cut off.
///
/// ```
/// use cognito_preflight::values::epoch;
///
/// assert_eq!(epoch::from_milliseconds("1471453471123"), Some(1_471_453_471));
/// assert_eq!(epoch::from_milliseconds("1471453471"), None);
/// ```
pub fn from_milliseconds(value: &str) -> Option<i64> {
    if value.len() != 13
        || value.starts_with('0')
        || !value.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    value
        .parse::<i64>()
        .ok()
        .map(|milliseconds| milliseconds / 1000)
}

/// Whether the value can be read as epoch milliseconds by [`from_milliseconds`]. Read as seconds it would lie in the
/// year 33658 or later.
pub fn looks_like_milliseconds(value: &str) -> bool {
    from_milliseconds(value).is_some()
}

/// The day of a number of seconds since the epoch, in UTC, such as `2026-11-27`. `None` beyond the years 0 to 9999.
///
/// ```
/// use cognito_preflight::values::epoch::day;
///
/// assert_eq!(day(1_795_804_933).as_deref(), Some("2026-11-27"));
/// ```
pub fn day(seconds: i64) -> Option<String> {
    Date::of_days_since_epoch(seconds.div_euclid(SECONDS_A_DAY)).map(Date::iso)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_with_a_zone_become_seconds() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T00:00:00.999Z", 0),
            ("2016-08-17T17:04:31Z", 1_471_453_471),
            ("2016-08-17t17:04:31z", 1_471_453_471),
            ("2016-08-17 17:04:31+00", 1_471_453_471),
            ("2016-08-17T13:34:31-03:30", 1_471_453_471),
            ("2016-08-17T17:04Z", 1_471_453_440),
            ("20160817T170431Z", 1_471_453_471),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("1969-12-31T23:00:00-02:00", 3600),
        ] {
            assert_eq!(from_iso_timestamp(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn a_moment_that_is_not_known_or_not_real_has_no_seconds() {
        for text in [
            "2016-08-17",
            "2016-08-17T17:04:31",
            "2016-08-17 17:04:31",
            "2023-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:30:00+01:00",
            "0000-01-01T00:00:00Z",
            "1471453471",
            "",
        ] {
            assert_eq!(from_iso_timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn milliseconds_have_thirteen_digits() {
        assert_eq!(from_milliseconds("1000000000000"), Some(1_000_000_000));
        assert_eq!(from_milliseconds("9999999999999"), Some(9_999_999_999));
        for text in [
            "",
            "0999999999999",
            "999999999999",
            "10000000000000",
            "1471453471.12",
            "+471453471123",
            "-471453471123",
            "147145347112a",
            "14714534711\u{e9}",
        ] {
            assert_eq!(from_milliseconds(text), None, "{text}");
            assert!(!looks_like_milliseconds(text), "{text}");
        }
        assert!(looks_like_milliseconds("1471453471123"));
    }
}
