//! An apostrophe stands before the phone number.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-has-apostrophe-guard",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::OURS],
    summary: "An apostrophe stands before the phone number.",
    explanation: "Exports put an apostrophe before a plus so that a spreadsheet does not take the value for a formula. For the import it is a character that no phone number has.",
    advice: "Take it off; `clean` does.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "'+12065550100")]),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().starts_with('\'') {
        findings.report(Detail::None);
    }
}
