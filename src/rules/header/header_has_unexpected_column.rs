//! The header names a column that the CSVHeader does not have.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::header::name::{NameClass, classes, meant},
    rules::{Check, Claim, Example, Header, Rule},
    schema::ColumnId,
};

/// The header names a column that the CSVHeader does not have.
pub static HEADER_HAS_UNEXPECTED_COLUMN: Rule = Rule {
    name: "header-has-unexpected-column",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "The header names a column that the CSVHeader does not have.",
    explanation: "The header must be the one that GetCSVHeader gives. A name beyond it, a custom attribute without its `custom:` or a blank name between two others is no column. AWS names an error class “Unexpected headers” for such files; that it ends the whole job is our conclusion.",
    advice: "Rename the column (`--rename OLD=NEW`), leave it out (`--drop-unknown-columns`), or add the attribute to the pool before the import.",
    check: Check::Header { find },
    words,
    examples: &[
        Example::speaks_on_file(b"{header},shoe_size\n{row},44\n").saying("field 22"),
        Example::speaks_on_file(b",{header}\n,{row}\n").saying("field 1"),
        Example::speaks_on_file(b"{header},plan\n{row},gold\n")
            .columns(&["custom:plan"])
            .saying("field 23"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b"{header},\n{row},\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    let meant = meant(header);
    let is_free = |column: ColumnId| meant.get(column.index()) == Some(&false);
    for (field, class) in classes(header) {
        let NameClass::Unexpected(resembling) = class else {
            continue;
        };
        // A column that another field of this header means was not meant here.
        match resembling.filter(|column| is_free(*column)) {
            Some(column) => found.push_on(Some(column), Detail::Resembles { field, column }),
            None => found.push(Detail::Field(field)),
        }
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) | Detail::Resembles { field, .. } => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
