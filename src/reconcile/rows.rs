//! What the log says of a row, beside what was predicted.

use std::borrow::Cow;

use crate::{
    outcome::Outcome,
    prediction::{Judgement, Verdict},
    record::Record,
    rules::Finding,
    schema::{ColumnKind, Schema},
};

use super::{LogRow, SourceLine};

/// The shortest value that is looked for in a text of the log, in bytes. Shorter ones are in ordinary words.
const SHORTEST_VALUE: usize = 4;

/// What the log says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a row has a line of a known kind, of another kind, or none"
)]
pub enum Seen {
    /// The user was imported.
    Imported,
    /// The user was skipped.
    Skipped,
    /// The row failed.
    Failed,
    /// The row has a line of a kind that is not known.
    Other,
    /// The row has no line.
    Unseen,
}

impl Seen {
    /// What a line says whose brackets hold this.
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "SUCCEEDED" => Self::Imported,
            "SKIPPED" => Self::Skipped,
            "FAILED" => Self::Failed,
            _ => Self::Other,
        }
    }

    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "IMPORTED",
            Self::Skipped => "SKIPPED",
            Self::Failed => "FAILED",
            Self::Other => "OTHER",
            Self::Unseen => "UNSEEN",
        }
    }

    /// The outcome that it is, where it is one.
    #[must_use]
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Imported => Some(Outcome::Imported),
            Self::Skipped => Some(Outcome::Skipped),
            Self::Failed => Some(Outcome::Failed),
            Self::Other | Self::Unseen => None,
        }
    }
}

/// Whether a row came out as predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an outcome is the predicted one, a possible one, another one, or not known"
)]
pub enum Agreement {
    /// The outcome is the predicted one.
    AsPredicted,
    /// The outcome is another one of those that were possible: a question is answered.
    Possible,
    /// The outcome was not possible.
    Otherwise,
    /// No line says what the outcome is.
    NotKnown,
}

impl Agreement {
    pub(super) fn of(judgement: Judgement, seen: Seen) -> Self {
        match seen.outcome() {
            None => Self::NotKnown,
            Some(outcome) if outcome == judgement.outcome => Self::AsPredicted,
            Some(outcome) if judgement.alternatives.contains(outcome) => Self::Possible,
            Some(_) => Self::Otherwise,
        }
    }

    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsPredicted => "as-predicted",
            Self::Possible => "possible",
            Self::Otherwise => "otherwise",
            Self::NotKnown => "not-known",
        }
    }
}

/// One row with what the log says of it.
#[derive(Debug)]
pub(super) struct RowSeen<'a> {
    pub(super) seen: Seen,
    pub(super) agreement: Agreement,
    /// What is in brackets, and what follows the number.
    pub(super) log: Option<(&'a str, Cow<'a, str>)>,
    /// The rules that decide.
    pub(super) rules: Vec<&'static str>,
    /// The source, as a place in [`Manifest::sources`](super::Manifest::sources).
    pub(super) source: Option<usize>,
    /// The line of the source.
    pub(super) source_line: Option<u64>,
}

impl<'a> RowSeen<'a> {
    pub(super) fn new(
        verdict: &Verdict<'_>,
        log: Option<LogRow<'a>>,
        source: Option<SourceLine>,
        shows_values: bool,
    ) -> Self {
        let seen = log.map_or(Seen::Unseen, |row| Seen::of_prefix(row.prefix));
        Self {
            seen,
            agreement: Agreement::of(verdict.judgement, seen),
            log: log.map(|row| {
                let text = if shows_values || seen == Seen::Imported {
                    Cow::Borrowed(row.text)
                } else {
                    without_values(row.text, verdict.record, verdict.schema)
                };
                (row.prefix, text)
            }),
            rules: deciding(verdict.findings),
            source: source.map(|source| source.source),
            source_line: source.map(|source| source.line),
        }
    }
}

/// The names of the rules that decide, each once.
fn deciding(findings: &[Finding]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for rule in findings.iter().map(|finding| finding.rule.rule()) {
        if rule.decides() && !names.contains(&rule.name) {
            names.push(rule.name);
        }
    }
    names
}

/// A text of the log without the values of its row and the names of a pool's own attributes. The service says that
/// it writes none; that is not relied on.
fn without_values<'t>(text: &'t str, record: Record<'_>, schema: &Schema) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    let mut replace = |found: &str, by: &str| {
        if found.len() >= SHORTEST_VALUE && text.contains(found) {
            text = Cow::Owned(text.replace(found, by));
        }
    };
    // A value that holds another one goes first.
    let mut values: Vec<&str> = schema
        .columns()
        .iter()
        .map(|column| record.value(column.id))
        .filter(|value| value.len() >= SHORTEST_VALUE)
        // Such a value is also a word of the service.
        .filter(|value| !matches!(value.to_ascii_lowercase().as_str(), "true" | "false"))
        .collect();
    values.sort_unstable_by_key(|value| std::cmp::Reverse(value.len()));
    for value in values {
        replace(value, "<value>");
    }
    for column in schema.columns() {
        if column.kind == ColumnKind::Attribute && column.attribute.is_custom() {
            replace(column.name(), "custom:*");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::CsvHeader;

    #[test]
    fn a_text_shows_no_value_and_no_name_of_an_attribute() {
        let header =
            CsvHeader::parse("cognito:username,email,email_verified,custom:secret").unwrap();
        let schema = Schema::new(Some(header), None).unwrap();
        let values = [Some("ana"), Some("ana@example.com"), Some("true"), None];
        let record = Record::from_values(&values);
        assert_eq!(
            without_values("ana@example.com: true is no custom:secret", record, &schema),
            "<value>: true is no custom:*"
        );
        assert!(matches!(
            without_values("The user already exists.", record, &schema),
            Cow::Borrowed(_)
        ));
    }
}
