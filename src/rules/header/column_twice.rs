//! A column stands in the header twice.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Header, Rule},
};

/// A column stands in the header twice.
pub static COLUMN_TWICE: Rule = Rule {
    name: "column-twice",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::COLUMN_TWICE_IN_HEADER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "A column stands in the header twice.",
    explanation: "Which of the two values counts, or whether the job fails, is not documented, and nobody has reported it.",
    advice: "Delete one of the two columns, or give one a name that the CSVHeader does not have and clean with `--drop-unknown-columns`.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"{header},name\n{row},\n").saying("field 22"),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    let mut seen = vec![false; header.schema.columns().len()];
    for (field, column) in (1_u32..).zip(header.columns) {
        let Some(column) = *column else { continue };
        let Some(is_seen) = seen.get_mut(column.index()) else {
            continue;
        };
        if std::mem::replace(is_seen, true) {
            found.push_on(Some(column), Detail::Field(field));
        }
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
