//! The value has fewer characters than the attribute requires.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, Unit,
        advice::BLANK, facts,
    },
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::length,
};

const CODE: &str = r#"{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"3"}}"#;

pub(super) static RULE: Rule = Rule {
    name: "value-is-too-short",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::BOTO],
    summary: "The value has fewer characters than the attribute requires.",
    explanation: "A value must have at least as many characters as the attribute’s MinLength. This one has fewer in any unit. A blank value counts as absent and breaks no length.",
    advice: &[
        Advice::person("Correct the value in the source system."),
        BLANK,
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![LENGTH_IN_BOUNDS],
    examples: &[
        Example::fires(&[("custom:code", "ab")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE))
            .message("2 characters, at least 3"),
        Example::passes(&[("custom:code", "")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE)),
        Example::passes(&[("custom:code", "abc")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let limit = field.column.attribute.min_length.unwrap_or(0);
    // The reading in which the value is longest.
    let length = length::of(field.value()).utf16_units;
    if length < limit {
        findings.report(Detail::Length {
            found: length,
            limit,
            unit: Unit::Characters,
        });
    }
}

/// Attributes whose length counts; a birthdate's form decides alone.
fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && Some(column.id) != schema.known().birthdate
}
