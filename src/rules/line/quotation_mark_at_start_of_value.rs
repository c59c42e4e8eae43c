//! The value begins with a quotation mark.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
};

pub(super) static RULE: Rule = Rule {
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
        Example::fires(&[("name", "\"Ana\"")]),
        Example::fires(&[("name", "\"")]),
        Example::passes(&[("name", "Ana \"La\" Lopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().starts_with('"') {
        findings.report(Detail::None);
    }
}
