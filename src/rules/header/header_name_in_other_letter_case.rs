//! A column’s name is spelt otherwise than in the CSVHeader.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::header::name::{NameClass, classes},
    rules::{Check, Claim, Example, Header, Rule},
};

/// A column’s name is spelt otherwise than in the CSVHeader.
pub static HEADER_NAME_IN_OTHER_LETTER_CASE: Rule = Rule {
    name: "header-name-in-other-letter-case",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "A column’s name is spelt otherwise than in the CSVHeader.",
    explanation: "The API compares names of attributes exactly, so `Email`, `given name` or a name with a zero-width character in it is most likely no column. AWS names an error class “Unexpected headers” for such files; that it ends the whole job is our conclusion.",
    advice: "Copy the first line from GetCSVHeader, or let `clean` spell the names.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"{header},Custom:level\n{row},\n")
            .columns(&["custom:level"])
            .saying("field 23"),
        Example::speaks_on_file(b"\xE2\x80\x8B{header}\n{row}\n").saying("field 1"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b" {header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::OtherLetterCase(column) = class {
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
