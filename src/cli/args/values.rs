//! Values of options that need more than their type's own reading.

use std::str::FromStr;

use clap::ValueEnum;

use crate::{
    dialect::Encoding,
    repairs::Words,
    values::{birthdate::DateOrder, face_value},
};

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A summary for a person.
    Human,
    /// One JSON document on standard output.
    Json,
}

/// The dialect of the input of `clean`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// Decided from the first MiB of the file.
    Auto,
    /// Cognito's own: a backslash before a comma, no quoting.
    Cognito,
    /// RFC 4180 and its kin: quotation marks, any delimiter.
    Rfc4180,
    /// What PostgreSQL's COPY writes as text: tabs, \N for no value, backslashes that escape.
    PostgresText,
    /// What MySQL's SELECT INTO OUTFILE writes: the same.
    Mysql,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal only.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    pub(crate) fn apply(self) {
        match self {
            Self::Auto => {}
            Self::Always => anstream::ColorChoice::Always.write_global(),
            Self::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}

/// How many rows may not be imported before the exit status is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Allowance {
    /// This many.
    Rows(u64),
    /// This share of all rows, in hundredths of a percent.
    Share(u64),
}

impl Allowance {
    /// Whether this many rows of so many are allowed not to be imported.
    pub(crate) fn admits(self, rows: u64, of: u64) -> bool {
        match self {
            Self::Rows(allowed) => rows <= allowed,
            Self::Share(share) => u128::from(rows) * 10_000 <= u128::from(of) * u128::from(share),
        }
    }
}

impl FromStr for Allowance {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected a number of rows or a percentage, such as 100 or 0.5%";
        let Some(percent) = text.strip_suffix('%') else {
            return text.parse().map(Self::Rows).map_err(|_| EXPECTED);
        };
        let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || fraction.len() > 2 {
            return Err(EXPECTED);
        }
        let whole: u64 = whole.parse().map_err(|_| EXPECTED)?;
        let fraction: u64 = format!("{fraction:0<2}").parse().map_err(|_| EXPECTED)?;
        match whole.checked_mul(100).map(|whole| whole + fraction) {
            Some(share) if share <= 10_000 => Ok(Self::Share(share)),
            _ => Err("a percentage is at most 100%"),
        }
    }
}

/// What a backslash does in the input of `clean`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Escape {
    /// It escapes the character after it: \n is a line break, \N no value.
    Backslash,
}

/// `--date-order`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AskedDateOrder {
    /// This one.
    Named(DateOrder),
    /// The one that the column shows.
    FromColumn,
}

pub(crate) fn date_order(text: &str) -> Result<AskedDateOrder, &'static str> {
    match text {
        "from-column" => Ok(AskedDateOrder::FromColumn),
        order => order
            .parse()
            .map(AskedDateOrder::Named)
            .map_err(|_| "expected dmy, mdy or from-column"),
    }
}

/// `--encoding`: a name that the WHATWG knows.
pub(crate) fn encoding(text: &str) -> Result<Encoding, String> {
    text.parse()
        .map_err(|error: crate::dialect::UnknownEncoding| error.to_string())
}

/// Parses `WORDS` or `COLUMN=WORDS`, with commas between the words.
pub(crate) fn words(text: &str) -> Result<Words, String> {
    let (column, words) = match text.split_once('=') {
        Some((column, words)) => (Some(column.trim().to_owned()), words),
        None => (None, text),
    };
    let words: Vec<String> = words
        .split(',')
        .map(|word| word.trim().to_owned())
        .collect();
    if words.iter().any(String::is_empty) {
        return Err("expected words with commas between them, such as ja,oui".to_owned());
    }
    Ok(Words::new(column, words))
}

/// Parses `COLUMN=VALUES`, with commas between the values.
pub(crate) fn choice(text: &str) -> Result<(String, Vec<String>), &'static str> {
    let (column, values) = pair(text)?;
    Ok((
        column,
        values
            .split(',')
            .map(|value| value.trim().to_owned())
            .collect(),
    ))
}

/// The texts that one word of `--null` stands for.
pub(crate) fn null_markers(text: &str) -> Vec<String> {
    if text == "common" {
        face_value::NULL_MARKERS
            .iter()
            .map(|text| (*text).to_owned())
            .collect()
    } else {
        vec![text.to_owned()]
    }
}

/// `--rename OLD=NEW` and `--set COLUMN=VALUE`.
pub(crate) fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected two parts with = between them"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_is_rows_or_a_share() {
        assert_eq!("100".parse(), Ok(Allowance::Rows(100)));
        assert_eq!("0.5%".parse(), Ok(Allowance::Share(50)));
        assert_eq!("100%".parse(), Ok(Allowance::Share(10_000)));
        for text in ["", "%", "-1", "1.234%", "101%", "ten", "1.5", ".5%"] {
            assert!(text.parse::<Allowance>().is_err(), "{text}");
        }
        assert!(Allowance::Rows(2).admits(2, 2));
        assert!(!Allowance::Rows(2).admits(3, 100));
        assert!(Allowance::Share(50).admits(5, 1000));
        assert!(!Allowance::Share(50).admits(6, 1000));
        assert!(Allowance::Share(0).admits(0, 0));
    }

    #[test]
    fn pairs_are_cut_at_the_first_sign() {
        assert_eq!(pair("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(pair("=b").is_err() && pair("a").is_err());
    }
}
