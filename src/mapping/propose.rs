//! A mapping proposed from the names of a file and a sample of its values.

use std::fmt::Write;

use super::{Mapping, PRESETS, Preset, record::Names};
use crate::schema::{
    Schema,
    synonyms::{self, letters},
};

/// How much of a file a proposal looks at.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a caller that has names and records makes one"
)]
pub struct SampleOfFile {
    /// The names of the columns, or the paths of the members.
    pub names: Vec<String>,
    /// For each record its values, in the order of the names.
    pub records: Vec<Vec<String>>,
}

/// The preset whose names a file has. Of several, the one that names most of them.
pub fn recognise(names: &[String]) -> Option<&'static Preset> {
    let names = Names::new(names.to_vec());
    let score = |mapping: &Mapping| {
        let has_all = |list: &&Vec<String>| list.iter().all(|name| names.has(name));
        mapping.recognise.iter().filter(has_all).map(Vec::len).max()
    };
    PRESETS
        .iter()
        .filter_map(|preset| Some((score(&preset.mapping().ok()?)?, preset)))
        .max_by_key(|(score, _)| *score)
        .map(|(_, preset)| preset)
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
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
    fn of_column(column: &str) -> Option<Self> {
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

    fn of_value(value: &str) -> Self {
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

    const fn plural(self) -> &'static str {
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

/// How a name came to be taken for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Exact,
    Spelling,
    Synonym,
}

/// A column's values, counted.
struct Counted {
    filled: usize,
    of_shape: usize,
    moments: usize,
}

impl SampleOfFile {
    fn count(&self, place: usize, shape: Shape) -> Counted {
        let mut counted = Counted {
            filled: 0,
            of_shape: 0,
            moments: 0,
        };
        for value in self.records.iter().filter_map(|record| record.get(place)) {
            let value = value.trim();
            if value.is_empty() || matches!(value, "NULL" | "\\N" | "null") {
                continue;
            }
            counted.filled += 1;
            let own = Shape::of_value(value);
            counted.of_shape += usize::from(own == shape);
            counted.moments += usize::from(own == Shape::Moment || own == Shape::Date);
        }
        counted
    }
}

/// The text of a mapping for a file. Lines that are not sure are comments, and each line says why it is there.
///
/// ```
/// use cognito_preflight::{Schema, mapping::{Mapping, SampleOfFile, propose}};
///
/// let sample = SampleOfFile {
///     names: vec!["user_name".into(), "mail".into(), "confirmed_at".into()],
///     records: vec![vec!["ana".into(), "ana@example.com".into(), "2024-02-01 08:00:00".into()]],
/// };
/// let toml = propose(&sample, &Schema::new(None, None)?);
/// assert!(toml.contains("email = \"mail\""), "{toml}");
/// assert!(toml.contains("email_verified = { present = \"confirmed_at\" }"), "{toml}");
/// assert!(Mapping::parse(&toml).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn propose(sample: &SampleOfFile, schema: &Schema) -> String {
    if let Some(preset) = recognise(&sample.names) {
        return format!(
            "# The names of this file are those of `{}`; this is the preset, to be changed as needed.\n\n{}",
            preset.name, preset.toml
        );
    }
    let mut toml = String::from(
        "# Proposed from the names of the file and a sample of its values. Check each line: those that are not sure \
         are comments.\n\n[username]\n",
    );
    let username = candidates(sample, "cognito:username");
    match username.first() {
        Some((place, _)) => {
            let _ = writeln!(toml, "from = [{}]", quoted(name_at(sample, *place)));
        }
        None => toml.push_str("# from = [\"…\"]  # no name looks like that of a username\n"),
    }
    toml.push_str("\n[columns]\n");
    for column in schema.columns() {
        let name = column.name();
        if matches!(name, "cognito:username" | "password_hash") {
            continue;
        }
        for (order, (place, by)) in candidates(sample, name).into_iter().enumerate() {
            write_line(&mut toml, sample, name, place, by, order == 0);
        }
    }
    for (place, _) in candidates(sample, "password_hash").into_iter().take(1) {
        let counted = sample.count(place, Shape::Hash);
        let name = quoted(name_at(sample, place));
        if counted.of_shape > 0 {
            let _ = writeln!(
                toml,
                "\n[[password_hash]]\nfrom = {name}  # {} of {} values have the form of a password hash",
                counted.of_shape, counted.filled
            );
        } else {
            let _ = writeln!(
                toml,
                "\n# [[password_hash]]\n# from = {name}  # no value has the form of a password hash that is known"
            );
        }
    }
    locks(&mut toml, sample);
    toml
}

fn name_at(sample: &SampleOfFile, place: usize) -> &str {
    sample.names.get(place).map_or("", String::as_str)
}

/// The places of the names that may mean a column, the surest first.
fn candidates(sample: &SampleOfFile, column: &str) -> Vec<(usize, By)> {
    let last = |name: &str| {
        name.rsplit_once('.')
            .map_or(name, |(_, last)| last)
            .to_owned()
    };
    let mut found: Vec<(usize, By)> = sample
        .names
        .iter()
        .enumerate()
        .filter_map(|(place, name)| {
            let by = if name == column {
                By::Exact
            } else if letters(name) == letters(column) {
                By::Spelling
            } else if synonyms::meant(&last(name)).is_some_and(|(meant, _)| meant == column) {
                By::Synonym
            } else {
                return None;
            };
            Some((place, by))
        })
        .collect();
    found.sort_by_key(|(place, by)| (*by, *place));
    found
}

fn write_line(
    toml: &mut String,
    sample: &SampleOfFile,
    column: &str,
    place: usize,
    by: By,
    is_first: bool,
) {
    let name = quoted(name_at(sample, place));
    let shape = Shape::of_column(column);
    let counted = sample.count(place, shape.unwrap_or(Shape::Text));
    let reason = match by {
        By::Exact => "the same name",
        By::Spelling => "the same name in another spelling",
        By::Synonym => "a usual name for it",
    };
    let (mut value, mut is_sure, mut shown) = (name.clone(), true, String::new());
    if let Some(shape) = shape {
        let most = counted.filled - counted.filled / 10;
        if shape == Shape::Boolean && counted.filled > 0 && counted.moments == counted.filled {
            value = format!("{{ present = {name} }}");
            shown.push_str(
                "; its values are moments, which are there for the users that are verified",
            );
        } else {
            is_sure = counted.of_shape >= most.max(1);
            shown = format!(
                "; {} of {} values are {}",
                counted.of_shape,
                counted.filled,
                shape.plural()
            );
        }
    }
    let sure = if is_sure && is_first { "" } else { "# " };
    let key = key(column);
    let _ = writeln!(toml, "{sure}{key} = {value}  # {reason}{shown}");
}

/// Conditions for columns that say who is locked out.
fn locks(toml: &mut String, sample: &SampleOfFile) {
    for name in &sample.names {
        let Some(value) = synonyms::locks_out_where(name) else {
            continue;
        };
        let _ = writeln!(
            toml,
            "\n[[plan]]\noperation = \"AdminDisableUser\"\nreason = \"The column {} says so.\"\nwhen = {{ column = {}, truthy = {value} }}\nlocks_out = true",
            name.replace(['"', '\\'], ""),
            quoted(name)
        );
    }
}

fn key(column: &str) -> String {
    if column.contains(':') {
        quoted(column)
    } else {
        column.to_owned()
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(names: &[&str], records: &[&[&str]]) -> SampleOfFile {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        SampleOfFile {
            names: owned(names),
            records: records.iter().map(|record| owned(record)).collect(),
        }
    }

    fn proposed(names: &[&str], records: &[&[&str]]) -> String {
        let toml = propose(&sample(names, records), &Schema::new(None, None).unwrap());
        assert!(Mapping::parse(&toml).is_ok(), "{toml}");
        toml
    }

    #[test]
    fn a_name_whose_values_have_another_shape_is_only_a_comment() {
        let toml = proposed(&["mail", "dob"], &[&["yes", "unknown"], &["no", "unknown"]]);
        assert!(
            toml.contains(
                "# email = \"mail\"  # a usual name for it; 0 of 2 values are e-mail addresses"
            ),
            "{toml}"
        );
        assert!(toml.contains("# birthdate = \"dob\""), "{toml}");
    }

    #[test]
    fn a_second_name_for_a_column_is_only_a_comment() {
        let toml = proposed(&["email", "mail"], &[&["a@example.com", "b@example.com"]]);
        assert!(toml.contains("\nemail = \"email\""), "{toml}");
        assert!(toml.contains("\n# email = \"mail\""), "{toml}");
    }

    #[test]
    fn a_source_is_recognised_by_its_names() {
        let toml = proposed(
            &[
                "id",
                "password",
                "is_superuser",
                "username",
                "is_staff",
                "is_active",
                "date_joined",
            ],
            &[],
        );
        assert!(toml.contains("those of `django`"), "{toml}");
    }

    #[test]
    fn names_are_written_as_toml_whatever_they_hold() {
        proposed(
            &["Mail \"x\"\\", "e-mail\u{7}", "E-Mail"],
            &[&["a@b.c", "a@b.c", "a@b.c"]],
        );
    }

    #[test]
    fn a_column_that_locks_out_becomes_a_step_of_the_plan() {
        let toml = proposed(&["email", "is_active"], &[&["a@example.com", "1"]]);
        assert!(toml.contains("truthy = false"), "{toml}");
    }
}
