//! Days of the Gregorian calendar, carried back before its beginning as ISO 8601 does.

/// A day as written. It may be one that its month lacks; see [`Date::exists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// 0 to 9999.
    pub(super) year: u32,
    /// 1 to 12.
    pub(super) month: u32,
    /// 1 to 31.
    pub(super) day: u32,
}

impl Date {
    /// A day whose month lies within 1 to 12 and whose day within 1 to 31.
    pub(super) fn in_range(year: u32, month: u32, day: u32) -> Option<Self> {
        let fits = year <= 9999 && (1..=12).contains(&month) && (1..=31).contains(&day);
        fits.then_some(Self { year, month, day })
    }

    /// Whether the month has this day.
    pub(super) const fn exists(self) -> bool {
        self.day <= days_in_month(self.year, self.month)
    }

    /// Days from 1970-01-01 to this day, negative before it.
    pub(super) fn days_since_epoch(self) -> i64 {
        const DAYS_BEFORE_1970: i64 = 719_528;
        let year = i64::from(self.year);
        // Leap days of the years 0 to `year - 1`; the year 0 is one of them.
        let leap_days = if year == 0 {
            0
        } else {
            (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1
        };
        let earlier_months: u32 = (1..self.month)
            .map(|month| days_in_month(self.year, month))
            .sum();
        year * 365 + leap_days + i64::from(earlier_months) + i64::from(self.day)
            - 1
            - DAYS_BEFORE_1970
    }

    /// The day with this number, from March of the year 0 on; `None` before it and after the year 9999.
    pub(super) fn of_days_since_epoch(days: i64) -> Option<Self> {
        // Years that begin with March, so that the leap day is the last; 400 of them are always as long.
        let days = u32::try_from(days.checked_add(719_468)?).ok()?;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        let year = era * 400 + year_of_era + u32::from(month <= 2);
        (year <= 9999).then_some(Self { year, month, day })
    }

    /// The day as ISO 8601 writes it, such as `2026-11-27`.
    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The day as `mm/dd/yyyy`, the form that the import wants of a birth date (GUIDE).
    pub(super) fn month_day_year(self) -> String {
        format!("{:02}/{:02}/{:04}", self.month, self.day, self.year)
    }
}

const fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap_year(year) => 29,
        2 => 28,
        _ => 31,
    }
}

const fn is_leap_year(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exists(year: u32, month: u32, day: u32) -> bool {
        Date::in_range(year, month, day).is_some_and(Date::exists)
    }

    #[test]
    fn february_has_29_days_in_leap_years_only() {
        assert!(exists(2024, 2, 29) && exists(2000, 2, 29));
        assert!(!exists(2023, 2, 29) && !exists(1900, 2, 29) && !exists(2024, 2, 30));
    }

    #[test]
    fn months_have_30_or_31_days() {
        for (month, last) in [
            (1, 31),
            (3, 31),
            (4, 30),
            (6, 30),
            (7, 31),
            (8, 31),
            (9, 30),
            (11, 30),
            (12, 31),
        ] {
            assert!(exists(1985, month, last), "{month}");
            assert!(!exists(1985, month, last + 1), "{month}");
        }
    }

    #[test]
    fn months_and_days_out_of_range_are_no_dates() {
        for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 32)] {
            assert_eq!(Date::in_range(1985, month, day), None);
        }
    }

    #[test]
    fn known_days_have_their_number() {
        for (year, month, day, days) in [
            (1970, 1, 1, 0),
            (1969, 12, 31, -1),
            (2000, 3, 1, 11_017),
            (2024, 2, 29, 19_782),
            (0, 1, 1, -719_528),
        ] {
            assert_eq!(
                Date::in_range(year, month, day).unwrap().days_since_epoch(),
                days,
                "{year}"
            );
        }
    }

    #[test]
    fn each_day_is_one_more_than_the_day_before() {
        let mut expected = -719_528;
        for year in 0..=2500 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Date { year, month, day };
                    assert_eq!(date.days_since_epoch(), expected);
                    let back = Date::of_days_since_epoch(expected).map(Date::iso);
                    if expected >= -719_468 {
                        assert_eq!(back, Some(date.iso()));
                    }
                    expected += 1;
                }
            }
        }
    }
}
