//! The phone number has an apostrophe before it.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-has-apostrophe-guard",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::OURS],
    summary: "The phone number has an apostrophe before it.",
    explanation: "Some exports put an apostrophe before a plus so that a spreadsheet does not read the value as a formula. A phone number cannot have an apostrophe.",
    advice: &[
        Advice::cleaning("`clean` removes it."),
        Advice::person("Delete the apostrophe."),
    ],
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
