//! The value has a control character.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
};

pub(super) static RULE: Rule = Rule {
    name: "control-character-in-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value has a control character.",
    explanation: "It comes from a broken export, or was pasted. The import stores it, and a program that shows the value later may fail on it.",
    advice: &[Advice::person("Delete it in the source system.")],
    check: Check::Value { reads, find },
    cleared_by: facts![PRINTABLE],
    examples: &[
        Example::fires(&[("name", "Ana\u{7}")]).message("after 3 characters"),
        Example::fires(&[("name", "An\u{85}a")]).message("after 2 characters"),
        Example::passes(&[("email", "ana@example.com\u{7}")]),
        Example::passes(&[("cognito:username", "ana\u{7}")]),
        Example::passes(&[("name", "Ana\tLopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field
        .value()
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ')
    {
        return;
    }
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    if let Some(place) = field.value().chars().position(is_odd) {
        findings.report(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}

/// Columns of free text; elsewhere a control character breaks the rule of the column.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && !matches!(column.name(), "email" | "phone_number" | "birthdate")
}
