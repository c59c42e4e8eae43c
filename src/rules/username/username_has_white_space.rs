//! The username has a space or a tab inside.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
};

pub(super) static RULE: Rule = Rule {
    name: "username-has-white-space",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The username has a space or a tab inside.",
    explanation: "A username may have any Unicode text except spaces and tabs.",
    advice: &[Advice::person(
        "Use another identifier, or replace the spaces in the source system. Users must be told their new name.",
    )],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_CHARACTERS],
    examples: &[
        Example::fires(&[("cognito:username", "ana lopez")]).message("after 3 characters"),
        Example::passes(&[("cognito:username", " ana ")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if let Some(place) = field.value().chars().position(|c| matches!(c, ' ' | '\t')) {
        findings.report(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}
