//! What the values of a column look like.

use super::SampleOfFile;

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Email,
    Phone,
    Boolean,
    Moment,
    Date,
    Hash,
    Text,
}

impl Shape {
    /// The shape that the values of a column of a pool have, where it has one.
    pub(super) fn of_column(column: &str) -> Option<Self> {
        match column {
            "email" => Some(Self::Email),
            "phone_number" => Some(Self::Phone),
            "email_verified" | "phone_number_verified" | "cognito:mfa_enabled" => {
                Some(Self::Boolean)
            }
            "birthdate" => Some(Self::Date),
            "password_hash" => Some(Self::Hash),
            _ => None,
        }
    }

    pub(super) fn of_value(value: &str) -> Self {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let digits = value.bytes().filter(|byte| is_digit(byte)).count();
        let separators = value
            .bytes()
            .filter(|byte| matches!(byte, b'-' | b'/' | b'.'))
            .count();
        let is_flag = ["true", "false", "t", "f", "1", "0", "yes", "no", "y", "n"]
            .iter()
            .any(|word| value.eq_ignore_ascii_case(word));
        let is_moment = value.len() >= 16
            && digits >= 10
            && value.contains(':')
            && value.as_bytes().first().is_some_and(is_digit);
        if is_flag {
            Self::Boolean
        } else if crate::values::password_hash::source::recognise(value).is_some() {
            Self::Hash
        } else if value.contains('@') && !value.contains(' ') {
            Self::Email
        } else if is_moment {
            Self::Moment
        } else if (6..=8).contains(&digits) && separators == 2 && value.len() <= 10 {
            Self::Date
        } else if digits >= 7
            && value
                .bytes()
                .all(|byte| is_digit(&byte) || b"+-() ./x".contains(&byte))
        {
            Self::Phone
        } else {
            Self::Text
        }
    }

    pub(super) const fn plural(self) -> &'static str {
        match self {
            Self::Email => "e-mail addresses",
            Self::Phone => "phone numbers",
            Self::Boolean => "words for true or false",
            Self::Moment => "moments",
            Self::Date => "dates",
            Self::Hash => "password hashes",
            Self::Text => "texts",
        }
    }
}

/// A column's values, counted.
pub(super) struct Counted {
    pub(super) filled: usize,
    pub(super) of_shape: usize,
    pub(super) moments: usize,
}

impl SampleOfFile {
    /// The values of a column that are not blank.
    pub(super) fn values(&self, place: usize) -> impl Iterator<Item = &str> {
        let values = self
            .records
            .iter()
            .filter_map(move |record| record.get(place));
        let values = values.map(|value| value.trim());
        values.filter(|value| !value.is_empty() && !matches!(*value, "NULL" | "\\N" | "null"))
    }

    /// How many values a column has, and how many of them have a shape.
    pub(super) fn count(&self, place: usize, shape: Shape) -> Counted {
        let mut counted = Counted {
            filled: 0,
            of_shape: 0,
            moments: 0,
        };
        for value in self.values(place) {
            counted.filled += 1;
            let own = Shape::of_value(value);
            counted.of_shape += usize::from(own == shape);
            counted.moments += usize::from(own == Shape::Moment || own == Shape::Date);
        }
        counted
    }
}
