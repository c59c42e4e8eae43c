//! The value looks like what a spreadsheet or a data frame makes of another one.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::face_value::{Ruin, ruin},
};

pub(super) static RULE: Rule = Rule {
    name: "value-may-be-ruined-by-a-spreadsheet",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value looks like what a spreadsheet makes of another one.",
    explanation: "A spreadsheet turns an identifier of digits into 4.2E+15, MAR2 into 2-Mar and =x into #NAME?; a data frame turns 42 into 42.0 where another row has no value. What the value was cannot be told from the file.",
    advice: &[Advice::person(
        "Look at the source. Where the value was another one, export the users again with the column as text.",
    )],
    check: Check::Value {
        reads: columns::texts,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("cognito:username", "42.0")]).message("a whole number with .0"),
        Example::fires(&[("cognito:username", "2-Mar")]).message("a day of a month"),
        Example::fires(&[("preferred_username", "4.2E+15")]).message("a rounded number"),
        Example::fires(&[("nickname", "#REF!")]).message("an error text"),
        Example::passes(&[("nickname", "#1!")]),
        Example::passes(&[("cognito:username", "4.2E+15")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let is_username = field.column.kind == ColumnKind::Username;
    let reason = match ruin(field.value()) {
        Some(Ruin::Fraction) => "a whole number with .0",
        Some(Ruin::Day) => "a day of a month",
        // These are more than a warning in a username.
        Some(Ruin::ScientificNotation) if !is_username => "a rounded number",
        Some(Ruin::ErrorText) if !is_username => "an error text",
        _ => return,
    };
    findings.report(Detail::Because(reason));
}
