//! A spreadsheet has left a rounded number or an error text of the username.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::face_value::{Ruin, ruin},
};

pub(super) static RULE: Rule = Rule {
    name: "username-was-ruined-by-a-spreadsheet",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A spreadsheet has rounded the username or left an error text of it.",
    explanation: "A spreadsheet took the username for a number and kept its first digits, or for a formula and kept the name of an error. Two users may have become one, and a username can never be changed.",
    advice: &[Advice::person(
        "Export the users again and do not open the file in a spreadsheet, or format the column as text first.",
    )],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("cognito:username", "4.2E+15")]),
        Example::fires(&[("cognito:username", "#NAME?")]),
        Example::passes(&[("cognito:username", "64e10")]),
        Example::passes(&[("nickname", "#NAME?")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if matches!(
        ruin(field.value()),
        Some(Ruin::ScientificNotation | Ruin::ErrorText)
    ) {
        findings.report(Detail::None);
    }
}
