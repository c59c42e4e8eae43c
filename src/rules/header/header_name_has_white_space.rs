//! White space stands around a column’s name.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::header::name::{NameClass, classes},
    rules::{Check, Claim, Example, Header, Rule},
};

/// White space stands around a column’s name.
pub static HEADER_NAME_HAS_WHITE_SPACE: Rule = Rule {
    name: "header-name-has-white-space",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HEADER_WHITE_SPACE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "White space stands around a column’s name.",
    explanation: "That values are trimmed is documented; that names are is not. If they are not, the name is unexpected and the job fails.",
    advice: "Delete the spaces; `clean` does.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b" {header}\n{row}\n").saying("field 1"),
        Example::speaks_on_file(b"{header} \n{row}\n").saying("field 21"),
        Example::speaks_on_file(b"\xC2\xA0{header}\n{row}\n").saying("field 1"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b"\xE2\x80\x8B{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::SurroundingWhiteSpace(column) = class {
            found.push_on(Some(column), Detail::Resembles { field, column });
        }
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) | Detail::Resembles { field, .. } => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
