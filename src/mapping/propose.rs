//! A mapping proposed from the names of a file and a sample of its values.

mod candidates;
mod shape;

use std::fmt::Write;

use super::{Input, Mapping, PRESETS, Preset, record::Names};
use crate::schema::{
    Schema,
    synonyms::{self, letters},
};
use candidates::{Proposal, candidates, name_at, names_function, usernames};
use shape::{Counted, Shape};

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
    /// The member of an object at the top that holds the records, where there is one.
    pub container: Option<String>,
    /// What lines before the header begin with, where there are any.
    pub comment: Option<String>,
}

/// The preset whose names a file has. Of several, the one that names most of them. Of a file without a header, whose first
/// record is taken for its names, the one whose columns such a record has.
pub fn recognise(names: &[String]) -> Option<&'static Preset> {
    let header = Names::new(names.to_vec());
    let score = |mapping: &Mapping| {
        let has_all = |list: &&Vec<String>| list.iter().all(|name| header.has(name));
        let by_name = mapping.recognise.iter().filter(has_all).map(Vec::len).max();
        by_name.or_else(|| is_record_of(&mapping.input, names).then_some(0))
    };
    PRESETS
        .iter()
        .filter_map(|preset| Some((score(&preset.mapping().ok()?)?, preset)))
        .max_by_key(|(score, _)| *score)
        .map(|(_, preset)| preset)
}

/// Whether a record of a file without a header has as many fields as the mapping says, and flags where it has them.
fn is_record_of(input: &Input, record: &[String]) -> bool {
    let is_flag = |value: &str| {
        let value = value.trim();
        value.is_empty() || ["true", "false"].contains(&value)
    };
    let flags = input.columns.iter().zip(record);
    let mut flags = flags.filter(|(column, _)| letters(column).ends_with("verified"));
    input.fields.contains(&record.len()) && flags.all(|(_, value)| is_flag(value))
}

/// The text of a mapping for a file. Lines that are not sure are comments, and each line says why it is there.
///
/// ```
/// use cognito_preflight::{Schema, mapping::{Mapping, SampleOfFile, propose}};
///
/// let sample = SampleOfFile {
///     names: vec!["user_name".into(), "mail".into(), "confirmed_at".into()],
///     records: vec![vec!["ana".into(), "ana@example.com".into(), "2024-02-01 08:00:00".into()]],
///     ..SampleOfFile::default()
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
         are comments.\n",
    );
    if let Some(container) = &sample.container {
        let _ = write!(toml, "\n[input]\nrecords = [{}]\n", quoted(container));
    }
    if let Some(comment) = &sample.comment {
        let _ = write!(toml, "\n[input]\ncomment = {}\n", quoted(comment));
    }
    toml.push_str("\n[username]\n");
    let username = username(&mut toml, sample);
    let email = sure_place(sample, "email");
    toml.push_str("\n[columns]\n");
    for column in schema.columns() {
        let name = column.name();
        if matches!(name, "cognito:username" | "password_hash") {
            continue;
        }
        let mut is_filled = false;
        for candidate in candidates(sample, name) {
            let proposal = Proposal::of(sample, name, candidate, email, username);
            let comment = if proposal.is_sure && !is_filled {
                ""
            } else {
                "# "
            };
            is_filled |= proposal.is_sure;
            let Proposal { value, shown, .. } = proposal;
            let _ = writeln!(
                toml,
                "{comment}{} = {value}  # {}{shown}",
                key(name),
                candidate.by.reason()
            );
        }
    }
    password_hash(&mut toml, sample);
    locks(&mut toml, sample);
    toml
}

/// The place of the first name that surely means a column.
fn sure_place(sample: &SampleOfFile, column: &str) -> Option<usize> {
    let mut found = candidates(sample, column).into_iter();
    let is_sure = |candidate: &candidates::Candidate| {
        Proposal::of(sample, column, *candidate, None, None).is_sure
    };
    found.find(is_sure).map(|candidate| candidate.place)
}

/// Proposes of what usernames are made; the place of the column that has them.
fn username(toml: &mut String, sample: &SampleOfFile) -> Option<usize> {
    let (names, ids) = usernames(sample);
    let is_sure = |place: usize| {
        let mut values: Vec<&str> = sample.values(place).collect();
        let filled = values.len();
        values.sort_unstable();
        values.dedup();
        filled > 0 && values.len() == filled
    };
    let mut found = None;
    for candidate in names {
        let sure = found.is_none() && is_sure(candidate.place);
        let comment = if sure { "" } else { "# " };
        let name = quoted(name_at(sample, candidate.place));
        let _ = writeln!(
            toml,
            "{comment}from = [{name}]  # {}",
            candidate.by.reason()
        );
        if sure {
            found = Some(candidate.place);
        }
    }
    for (order, candidate) in ids.into_iter().enumerate() {
        let comment = if order == 0 { "" } else { "# " };
        let name = quoted(name_at(sample, candidate.place));
        let _ = writeln!(
            toml,
            "{comment}id = [{name}]  # an identifier, for users with neither a username nor an address"
        );
    }
    if found.is_none() {
        toml.push_str("# from = [\"…\"]  # without it, the e-mail address is the username\n");
    }
    found
}

/// The column whose name is about passwords and whose values are hashes.
fn column_of_hashes(sample: &SampleOfFile) -> Option<usize> {
    (0..sample.names.len()).find(|place| {
        let name = letters(name_at(sample, *place));
        let Counted {
            filled, of_shape, ..
        } = sample.count(*place, Shape::Hash);
        ["pass", "hash", "crypt", "digest", "pwd"]
            .iter()
            .any(|word| name.contains(word))
            && of_shape > 0
            && of_shape * 5 >= filled * 4
    })
}

fn password_hash(toml: &mut String, sample: &SampleOfFile) {
    let by_name = candidates(sample, "password_hash")
        .first()
        .map(|found| found.place);
    let Some(place) = by_name.or_else(|| column_of_hashes(sample)) else {
        return;
    };
    let Counted {
        filled, of_shape, ..
    } = sample.count(place, Shape::Hash);
    let name = quoted(name_at(sample, place));
    let _ = match names_function(sample) {
        Some(function) => writeln!(
            toml,
            "\n# [[password_hash]]\n# from = {name}  # {} says of what function it is: give its format, and when it applies",
            quoted(function)
        ),
        None if of_shape > 0 => writeln!(
            toml,
            "\n[[password_hash]]\nfrom = {name}  # {of_shape} of {filled} values have the form of a password hash"
        ),
        None => writeln!(
            toml,
            "\n# [[password_hash]]\n# from = {name}  # no value has the form of a password hash that is known"
        ),
    };
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
            ..SampleOfFile::default()
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
