//! The header ends in a separator behind which no name stands.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::header::name::{NameClass, classes},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The header ends in a separator behind which no name stands.
pub static HEADER_ENDS_IN_EMPTY_NAME: Rule = Rule {
    name: "header-ends-in-empty-name",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::SEPARATOR_AT_END_OF_HEADER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The header ends in a separator behind which no name stands.",
    explanation: "Spreadsheets write separators for columns that were once used. Whether the service takes the empty name for an unexpected column is not known.",
    advice: "Delete the empty columns at the right; `clean` does.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"{header},\n{row},\n").saying("field 22"),
        Example::speaks_on_file(b"{header}, ,\n{row},,\n").saying("field 22; field 23"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b",{header}\n,{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    for (field, class) in classes(header) {
        if class == NameClass::BlankAtEnd {
            found.push(Detail::Field(field));
        }
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) | Detail::Resembles { field, .. } => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
