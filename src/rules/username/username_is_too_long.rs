//! The username has more than 128 characters.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, Unit, facts},
    schema::{ColumnKind, limits},
    values::length,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::BOTO, &source::QUOTA],
    summary: "The username has more than 128 characters.",
    explanation: "The API allows 1 to 128 characters. They are counted as code points, the smallest possible count, so this username is too long in any unit.",
    advice: &[Advice::person("Use a shorter identifier.")],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_LENGTH],
    examples: &[
        Example::fires(&[(
            "cognito:username",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        )]).message("129 characters, at most 128"),
        Example::passes(&[(
            "cognito:username",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        )]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let length = length::of(field.value()).code_points;
    if length > limits::USERNAME_CHARACTERS {
        findings.report(Detail::Length {
            found: length,
            limit: limits::USERNAME_CHARACTERS,
            unit: Unit::Characters,
        });
    }
}
