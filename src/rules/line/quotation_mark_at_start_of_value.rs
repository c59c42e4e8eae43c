//! The value begins with a quotation mark.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
};

/// The value begins with a quotation mark.
pub static QUOTATION_MARK_AT_START_OF_VALUE: Rule = Rule {
    name: "quotation-mark-at-start-of-value",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::QUOTATION_MARKS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value begins with a quotation mark.",
    explanation: "The import knows no quoting, so the marks would be stored. A parser that does know it would take the mark for an opening one. Nobody has published what happened to a quoted file.",
    advice: "Write the value without quotation marks; `clean --from rfc4180` reads quoted files, `--strip-leading-quotes` deletes the mark.",
    check: Check::Value {
        reads: |_, column| column.kind != ColumnKind::PasswordHash,
        find,
    },
    cleared_by: facts![NO_QUOTATION_MARK],
    examples: &[
        Example::speaks(&[("name", "\"Ana\"")]),
        Example::speaks(&[("name", "\"")]),
        Example::silent(&[("name", "Ana \"La\" Lopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if field.value().starts_with('"') {
        found.push(Detail::None);
    }
}
