//! Names of a file's header in what is shown of a finding, and the options that put them right.

use std::fmt::Write as _;

use crate::{
    engine::{FileStart, HeaderNames, Summary},
    rules::{Detail, Finding, RULES, RuleId},
    schema::{ColumnId, Schema},
};

use super::redact::Escaped;

/// The rule whose advice is given with the options that follow it.
pub(crate) const UNEXPECTED: RuleId = RuleId::of("header-has-unexpected-column");

const MISSING: RuleId = RuleId::of("column-missing");

/// What `clean` puts right without an option.
const SPELLED_DIFFERENTLY: RuleId = RuleId::of("header-name-is-spelled-differently");

/// A file with 100,000 names is not shown all of them at every row.
const MOST_NAMES_AT_A_ROW: usize = 64;

/// The numbers of a finding for a person: those of its detail, with the name of the field that they
/// count and what it probably means.
pub(crate) fn numbers<'c>(
    finding: &Finding,
    header: &HeaderNames,
    column_name: impl Fn(ColumnId) -> &'c str,
) -> String {
    let (field, guess) = match finding.detail {
        Detail::Field(field) => (field, None),
        Detail::Resembles { field, column } => (field, Some(column)),
        other => return other.to_string(),
    };
    let mut text = format!("field {field}");
    if let Some(name) = header.name(field) {
        let _ = write!(text, ", “{}”", Escaped(name));
    }
    if finding.rule == MISSING {
        return format!("is it {text}?");
    }
    if let Some(column) = guess {
        let column = Escaped(column_name(column));
        let _ = write!(text, "; did you mean {column}?");
    }
    text
}

/// What one finding about a header names, with what it probably means.
#[cfg(feature = "cli")]
pub(crate) fn in_words<'c>(
    finding: &Finding,
    header: &HeaderNames,
    column_name: impl Fn(ColumnId) -> &'c str,
) -> Option<String> {
    let column = finding.column.map(&column_name);
    let (field, guess) = match finding.detail {
        _ if finding.rule == MISSING => return column.map(|name| Escaped(name).to_string()),
        Detail::Field(field) => (field, column),
        Detail::Resembles { field, column } => (field, Some(column_name(column))),
        _ => return column.map(|name| Escaped(name).to_string()),
    };
    let name = header.name(field)?;
    let mut text = format!("“{}”", Escaped(name));
    if let Some(guess) = guess {
        let _ = write!(text, " (did you mean {}?)", Escaped(guess));
    }
    Some(text)
}

/// For each rule, in their order, what the findings about a header name, for the rows on which only the
/// first of them is reported: names of fields, or the columns that are missing.
pub(crate) fn by_rule(start: &FileStart<'_>) -> Vec<Vec<String>> {
    let mut by_rule: Vec<Vec<String>> = vec![Vec::new(); RULES.len()];
    for finding in start.findings {
        if let Some(names) = by_rule.get_mut(finding.rule.index())
            && names.len() < MOST_NAMES_AT_A_ROW
            && let Some(name) = named(finding, &start.input.header, start.schema)
        {
            names.push(name.to_owned());
        }
    }
    by_rule
}

/// What one finding about a header names.
fn named<'a>(finding: &Finding, header: &'a HeaderNames, schema: &'a Schema) -> Option<&'a str> {
    let column = || finding.column.map(|column| schema.column_name(column));
    match finding.detail {
        _ if finding.rule == MISSING => column(),
        Detail::Field(field) | Detail::Resembles { field, .. } => header.name(field),
        _ => column(),
    }
}

/// The options of `clean` that put the names of the inputs right, ready to be pasted into a shell:
/// `--rename Mail=email --rename 'First Name=given_name'`. Each is a guess; empty where there is none.
pub(crate) fn options<'c>(
    summary: &Summary,
    column_name: impl Fn(ColumnId) -> &'c str,
) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    let mut add = |option: Option<String>| {
        if let Some(option) = option
            && !options.contains(&option)
        {
            options.push(option);
        }
    };
    for (file, input) in summary.files.iter().map(|file| &file.input).enumerate() {
        let header = &input.header;
        let findings = summary.counts.rules.values().flat_map(|count| &count.first);
        for (_, _, finding) in findings.filter(|(of, _, _)| *of == file) {
            if finding.rule != SPELLED_DIFFERENTLY
                && let Detail::Resembles { field, column } = finding.detail
            {
                add(rename(header, field, column_name(column)));
            }
        }
        for dropped in header.dropped() {
            if let Some(column) = dropped.resembles {
                add(rename(header, dropped.field, column_name(column)));
            }
        }
    }
    options
}

/// `--rename OLD=NEW` for one field, where a name can be given so that it means this field alone.
fn rename(header: &HeaderNames, field: u32, column: &str) -> Option<String> {
    let old = header.name(field)?.trim();
    let can_be_typed = !old.is_empty()
        && !old.contains('=')
        && Escaped(old).to_string() == old
        && header.fields_named(old) == 1;
    let pair = format!("{old}={column}");
    can_be_typed.then(|| format!("--rename {}", shell_word(&pair)))
}

/// A text as one word of a POSIX shell.
pub(crate) fn shell_word(text: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(
                character,
                '_' | '-' | '.' | ':' | '=' | '/' | ',' | '@' | '%' | '+'
            )
    };
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_shell_means_the_same_text() {
        for (text, word) in [
            ("Mail=email", "Mail=email"),
            ("First Name=given_name", "'First Name=given_name'"),
            ("it's", r"'it'\''s'"),
            ("$(rm)", "'$(rm)'"),
            ("Straße=address", "'Straße=address'"),
            ("", "''"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }
}
