//! What was counted of the values of a column: how many show what, and no value.

use std::fmt;

use crate::values::birthdate::ShownOrder;

/// How many birthdates show which order of day and month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct BirthdateCounts {
    /// They can only be day first.
    pub day_first: u64,
    /// They can only be month first.
    pub month_first: u64,
    /// They can be read in two ways.
    pub either: u64,
}

impl BirthdateCounts {
    /// Counts one date.
    #[inline]
    pub fn add(&mut self, shown: Option<ShownOrder>) {
        match shown {
            None => {}
            Some(ShownOrder::DayFirst) => self.day_first += 1,
            Some(ShownOrder::MonthFirst) => self.month_first += 1,
            Some(ShownOrder::Either) => self.either += 1,
        }
    }

    /// Adds the counts of other rows.
    pub const fn merge(&mut self, other: Self) {
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.either += other.either;
    }

    /// All of them.
    pub const fn dates(self) -> u64 {
        self.day_first + self.month_first + self.either
    }
}

/// `2 of 4 can only be day first, none only month first`.
impl fmt::Display for BirthdateCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day_first {
            0 => f.write_str("none")?,
            number => write!(f, "{number}")?,
        }
        write!(f, " of {} can only be day first, ", self.dates())?;
        match self.month_first {
            0 => f.write_str("none only month first"),
            number => write!(f, "{number} only month first"),
        }
    }
}

/// How many values of a column begin with an apostrophe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ApostropheCounts {
    /// Values that are not blank.
    pub values: u64,
    /// Those that begin with one.
    pub before: u64,
    /// Those that begin with one and end with another.
    pub around: u64,
    /// Those of which an e-mail address, or nothing but digits, follows it.
    pub plain: u64,
}

impl ApostropheCounts {
    /// Counts one value, white space around it aside.
    pub fn add(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.values += 1;
        let Some(rest) = value.strip_prefix('\'') else {
            return;
        };
        self.before += 1;
        self.around += u64::from(rest.ends_with('\''));
        let is_number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
        self.plain += u64::from(is_number || rest.contains('@'));
    }

    /// Adds the counts of other rows.
    pub const fn merge(&mut self, other: Self) {
        self.values += other.values;
        self.before += other.before;
        self.around += other.around;
        self.plain += other.plain;
    }

    /// Whether each value begins with one, as far as there are any.
    pub const fn are_everywhere(self) -> bool {
        self.before == self.values
    }

    /// Whether they guard the values of the column: each begins with one, and there are enough to tell.
    pub const fn are_guards(self) -> bool {
        let enough = if self.plain == self.values { 2 } else { 3 };
        self.are_everywhere() && self.values >= enough && self.around < self.values
    }

    /// Whether they quote the values of the column.
    pub const fn are_quotes(self) -> bool {
        self.are_everywhere() && self.values >= 2 && self.around == self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdates_are_counted_in_words() {
        let counts = |day_first, month_first, either| BirthdateCounts {
            day_first,
            month_first,
            either,
        };
        for (counts, text) in [
            (
                counts(2, 0, 2),
                "2 of 4 can only be day first, none only month first",
            ),
            (
                counts(0, 1, 0),
                "none of 1 can only be day first, 1 only month first",
            ),
        ] {
            assert_eq!(counts.to_string(), text);
        }
    }

    #[test]
    fn apostrophes_are_guards_where_each_of_enough_values_has_one_before_it() {
        for (values, guards, quotes) in [
            (&["'a", "'b", "'c"][..], true, false),
            (&["'a", "", "'b", "'c'"], true, false),
            (&["'a", "'b"], false, false),
            (&["'1", "'2"], true, false),
            (&["'a@example.com", "'b@example.com"], true, false),
            (&["'1"], false, false),
            (&["'a", "'b", "c"], false, false),
            (&["'a'", "'b'"], false, true),
            (&["'a'", "'b'", "'c'"], false, true),
            (&["'", "'", "'"], true, false),
            (&["", ""], false, false),
        ] {
            let mut counts = ApostropheCounts::default();
            for value in values {
                counts.add(value);
            }
            assert_eq!(counts.are_guards(), guards, "{values:?}");
            assert_eq!(counts.are_quotes(), quotes, "{values:?}");
        }
    }
}
