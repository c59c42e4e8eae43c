//! The value has more characters than the attribute allows.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, Unit,
        advice::BLANK, facts,
    },
    schema::{AttributeDataType, Column, ColumnKind, Schema, limits},
    values::length,
};

const CODE: &str = r#"{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}"#;

pub(super) static RULE: Rule = Rule {
    name: "value-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::BOTO],
    summary: "The value has more characters than the attribute allows.",
    explanation: "A value may have as many characters as the attribute’s MaxLength, and never more than 2,048. They are counted as code points, the smallest possible count, so this value is too long in any unit.",
    advice: &[
        Advice::person(
            "Shorten the value in the source system. The limit of a custom attribute cannot be raised once it exists.",
        ),
        BLANK,
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![LENGTH_IN_BOUNDS],
    examples: &[
        Example::fires(&[("custom:code", "abcd")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE))
            .message("4 characters, at most 3"),
        Example::passes(&[("custom:code", "abc")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let limit = field
        .column
        .attribute
        .max_length
        .map_or(limits::VALUE_CHARACTERS, |length| {
            length.min(limits::VALUE_CHARACTERS)
        });
    let length = length::of(field.value()).code_points;
    if length > limit {
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
