//! The e-mail address is in angle brackets after a name.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-has-display-text",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ATTR, &source::OURS],
    summary: "The e-mail address is in angle brackets after a name.",
    explanation: "`Ana <ana@example.com>` is what a mail program shows, not an address. It does not have the form that the guide requires.",
    advice: &[Advice::person("Keep only the text between the brackets.")],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[("email", "Ana <ana@example.com>")]),
        Example::passes(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::DisplayText {
        findings.report(Detail::None);
    }
}
