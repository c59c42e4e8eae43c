//! What a caller may ask of the repairs: on the command line, in a mapping, or by the library.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, de};

use crate::values::{
    birthdate::DateOrder, password_hash::source::Pbkdf2Alphabet, phone_number::Region,
};

/// What a caller may ask of the repairs. A mapping has it as a table, under the names of the options.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a request of its own"
)]
#[non_exhaustive]
pub struct RepairOptions {
    /// `--default-region`: the region whose national phone numbers are made international.
    #[serde(deserialize_with = "parsed")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub default_region: Option<Region>,
    /// `--date-order`: how dates with separators are meant.
    #[serde(deserialize_with = "parsed")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub date_order: Option<DateOrder>,
    /// `--date-order from-column`: dates are meant as those of the file show that can be read in one way only. A
    /// mapping knows the order of its source.
    #[serde(skip)]
    pub date_order_from_column: bool,
    /// `--newlines-to-space`: line breaks inside a value become spaces.
    pub newlines_to_space: bool,
    /// `--backslash-to-slash`: backslashes that the dialect cannot express become slashes.
    pub backslash_to_slash: bool,
    /// `--strip-leading-quotes`: quotation marks at the start of a value are removed.
    pub strip_leading_quotes: bool,
    /// Columns of the input to rename: old name, new name. In a mapping they are its columns.
    #[serde(skip)]
    pub renames: Vec<(String, String)>,
    /// Values for columns that are blank or absent: column, value.
    #[serde(rename = "set", deserialize_with = "pairs")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub sets: Vec<(String, String)>,
    /// Whether columns that the CSVHeader does not have are left out of the cleaned file. With a mapping they are.
    #[serde(skip)]
    pub drop_unknown_columns: bool,
    /// Columns of the input that are used a second time: the column, and the column of the CSVHeader. In a mapping they
    /// are its columns.
    #[serde(skip)]
    pub copies: Vec<(String, String)>,
    /// Texts that mean that there is no value. In a mapping they are part of its input.
    #[serde(skip)]
    pub null: Vec<String>,
    /// Words for true. In a mapping they are part of its input.
    #[serde(skip)]
    pub yes: Vec<Words>,
    /// Words for false. In a mapping they are part of its input.
    #[serde(skip)]
    pub no: Vec<Words>,
    /// Values for all rows of a column: column, value.
    #[serde(rename = "override", deserialize_with = "pairs")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub overrides: Vec<(String, String)>,
    /// Columns whose letters become lower case.
    pub lower_case: Vec<String>,
    /// Whether moments without a zone are UTC. In a mapping, `time_zone = "UTC"`.
    #[serde(rename = "time_zone", deserialize_with = "utc")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub assume_utc: bool,
    /// Columns of which a value that would fail its row becomes blank.
    pub blank_invalid: Vec<String>,
    /// The alphabet in which PBKDF2 is written where a hash is converted.
    #[serde(skip)]
    pub pbkdf2_alphabet: Pbkdf2Alphabet,
}

/// Words for true or for false, in one column or in all that have one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// The column; all columns of that kind where there is none.
    pub column: Option<String>,
    /// The words, letter case aside. For true, `present` means any value that is not blank.
    pub words: Vec<String>,
}

impl Words {
    /// Words in one column, or in all.
    pub const fn new(column: Option<String>, words: Vec<String>) -> Self {
        Self { column, words }
    }
}

impl RepairOptions {
    /// Adds what a mapping asks for. What is asked for here is stronger.
    pub(crate) fn complete(&mut self, other: &Self) {
        // Each request has to be named here, so none can be forgotten.
        let Self {
            default_region,
            date_order,
            date_order_from_column,
            newlines_to_space,
            backslash_to_slash,
            strip_leading_quotes,
            renames,
            sets,
            drop_unknown_columns,
            copies,
            null,
            yes,
            no,
            overrides,
            lower_case,
            assume_utc,
            blank_invalid,
            // A mapping has it beside its hashes.
            pbkdf2_alphabet: _,
        } = other;
        self.default_region = self.default_region.or(*default_region);
        if !self.date_order_from_column {
            self.date_order = self.date_order.or(*date_order);
        }
        self.date_order_from_column |= date_order_from_column;
        self.newlines_to_space |= newlines_to_space;
        self.backslash_to_slash |= backslash_to_slash;
        self.strip_leading_quotes |= strip_leading_quotes;
        self.drop_unknown_columns |= drop_unknown_columns;
        self.assume_utc |= assume_utc;
        add_pairs(&mut self.sets, sets, |pair| &pair.0);
        add_pairs(&mut self.overrides, overrides, |pair| &pair.0);
        add_pairs(&mut self.renames, renames, |pair| &pair.1);
        add_pairs(&mut self.copies, copies, |pair| &pair.1);
        add(&mut self.null, null);
        add(&mut self.yes, yes);
        add(&mut self.no, no);
        add(&mut self.lower_case, lower_case);
        add(&mut self.blank_invalid, blank_invalid);
    }
}

fn add<T: Clone + PartialEq>(own: &mut Vec<T>, other: &[T]) {
    for value in other {
        if !own.contains(value) {
            own.push(value.clone());
        }
    }
}

/// Adds pairs of which this part is not there yet.
fn add_pairs(
    own: &mut Vec<(String, String)>,
    other: &[(String, String)],
    part: fn(&(String, String)) -> &String,
) {
    for pair in other {
        if !own.iter().any(|known| part(known) == part(pair)) {
            own.push(pair.clone());
        }
    }
}

fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(de::Error::custom)
}

fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
    Ok(BTreeMap::deserialize(deserializer)?.into_iter().collect())
}

fn utc<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "UTC" => Ok(true),
        _ => Err(de::Error::custom("expected `UTC`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_writes_the_options_under_their_names() {
        let options: RepairOptions = toml::from_str(
            "default_region = 'US'\ndate_order = 'dmy'\ntime_zone = 'UTC'\nlower_case = ['email']\n\
             blank_invalid = ['birthdate']\nset = { locale = 'en' }\noverride = { gender = 'x' }\nnewlines_to_space = true",
        )
        .unwrap();
        assert!(options.assume_utc && options.newlines_to_space);
        assert_eq!(options.sets, [("locale".to_owned(), "en".to_owned())]);
        for wrong in [
            "time_zone = 'CET'",
            "date_order = 'ymd'",
            "default_region = 'XX'",
            "sets = {}",
            "null = []",
        ] {
            assert!(toml::from_str::<RepairOptions>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_asked_for_is_stronger_than_what_is_added() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut own = RepairOptions {
            sets: vec![pair("email_verified", "false")],
            renames: vec![pair("mail", "email")],
            ..RepairOptions::default()
        };
        own.complete(&RepairOptions {
            sets: vec![pair("email_verified", "true"), pair("locale", "en")],
            renames: vec![pair("e-mail", "email")],
            null: vec!["NULL".to_owned()],
            ..RepairOptions::default()
        });
        assert_eq!(
            own.sets,
            [pair("email_verified", "false"), pair("locale", "en")]
        );
        assert_eq!(own.renames, [pair("mail", "email")]);
        assert_eq!(own.null, ["NULL"]);
    }
}
