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
    explanation: "If the import does not support quoting, it stores the marks. A parser that does would read this mark as an opening one. What happens to a quoted file is not published.",
    advice: "Write the value without quotation marks. `clean --from rfc4180` reads quoted files; `--strip-leading-quotes` removes the mark.",
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
