//! The row has more fields than the header, and some hold text.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Row, Rule, facts},
};

/// The row has more fields than the header, and some hold text.
pub static ROW_HAS_TOO_MANY_FIELDS: Rule = Rule {
    name: "row-has-too-many-fields",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::LIC2026],
    summary: "The row has more fields than the header, and some hold text.",
    explanation: "Most often a comma inside a value was not escaped, and everything behind it stands in the wrong column. A migration plan of 2026 says that an import fails if the number of columns does not match; whether only this row fails or the whole job is not known. In a cleaning a value under a blank name at the header’s end is one field more, too.",
    advice: "Write `\\,` for a comma inside a value; `clean` does when it reads a quoted file. Name the column if it has none, or leave such columns out (`--drop-unknown-columns`).",
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![FIELDS_OF_HEADER],
    words,
    examples: &[
        Example::speaks_on_file(b"{header}\n{row},more\n").saying("22 fields instead of 21"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b"{header}\n{row}, ,\n"),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, found: &mut Found<'_>) {
    // Where there are none, all of them are blank.
    if !row.extra_fields_are_blank {
        found.push(Detail::Count {
            found: u64::from(row.field_count),
            expected: u64::from(row.header_count),
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Count { found, expected } => write!(f, "{found} fields instead of {expected}"),
        _ => Ok(()),
    }
}
