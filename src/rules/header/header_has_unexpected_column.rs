//! The header names a column that the CSVHeader does not have.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::header::name::{NameClass, classes},
    rules::{Check, Example, Header, Rule},
};

/// The header names a column that the CSVHeader does not have.
pub static HEADER_HAS_UNEXPECTED_COLUMN: Rule = Rule {
    name: "header-has-unexpected-column",
    effect: Effect::JobFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::KC],
    decision: None,
    summary: "The header names a column that the CSVHeader does not have.",
    explanation: "The header must be the one that GetCSVHeader gives. A name beyond it is what the service’s documentation calls an unexpected header, and the job fails.",
    advice: "Rename the column (`--rename OLD=NEW`), leave it out (`--drop-unknown-columns`), or add the attribute to the pool before the import.",
    log_line: None,
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"{header},shoe_size\n{row},44\n"),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::Unexpected(column) = class {
            match column {
                Some(column) => found.push_on(Some(column), Detail::Resembles { field, column }),
                None => found.push(Detail::Field(field)),
            }
        }
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) | Detail::Resembles { field, .. } => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
