//! A column’s name stands in quotation marks.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::header::name::{NameClass, classes},
    rules::{Check, Claim, Example, Header, Rule},
};

/// A column’s name stands in quotation marks.
pub static HEADER_NAME_IN_QUOTATION_MARKS: Rule = Rule {
    name: "header-name-in-quotation-marks",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "A column’s name stands in quotation marks.",
    explanation: "The guide says that text is not to be put in quotation marks. If the import knows no quoting, the marks belong to the name, and no column has such a name. AWS names an error class “Unexpected headers” for such files; that it ends the whole job is our conclusion.",
    advice: "Write the header without quotation marks; `clean` reads quoted files and writes it plain.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"\"name\",{header}\n,{row}\n").saying("field 1"),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::QuotationMarks(column) = class {
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
