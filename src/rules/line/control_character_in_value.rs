//! A control character stands inside the value.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
};

/// A control character stands inside the value.
pub static CONTROL_CHARACTER_IN_VALUE: Rule = Rule {
    name: "control-character-in-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A control character stands inside the value.",
    explanation: "It came out of a broken export or was pasted. It is stored, and whatever shows the value later may stumble over it.",
    advice: "Delete it in the source system.",
    check: Check::Value { reads, find },
    cleared_by: facts![PRINTABLE],
    words,
    examples: &[
        Example::speaks(&[("name", "Ana\u{7}")]).saying("after 3 characters"),
        Example::speaks(&[("name", "An\u{85}a")]).saying("after 2 characters"),
        Example::silent(&[("email", "ana@example.com\u{7}")]),
        Example::silent(&[("cognito:username", "ana\u{7}")]),
        Example::silent(&[("name", "Ana\tLopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if field
        .value()
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ')
    {
        return;
    }
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    if let Some(place) = field.value().chars().position(is_odd) {
        found.push(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}

/// Columns of free text; elsewhere a control character breaks the rule of the column.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && !matches!(column.name(), "email" | "phone_number" | "birthdate")
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::At(characters) => write!(f, "after {characters} characters"),
        _ => Ok(()),
    }
}
