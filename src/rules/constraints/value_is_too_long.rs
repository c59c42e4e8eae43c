//! The value has more characters than the attribute admits.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema, limits},
    values::length,
};

/// The value has more characters than the attribute admits.
pub static VALUE_IS_TOO_LONG: Rule = Rule {
    name: "value-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::BOTO],
    summary: "The value has more characters than the attribute admits.",
    explanation: "A value may have as many characters as the attribute’s MaxLength says, and never more than 2,048. They are counted as code points, so this one is too long in every reading.",
    advice: "Shorten the value in the source system. The limit of a custom attribute cannot be raised once it exists.",
    check: Check::Value {
        reads,
        find,
    },
    cleared_by: facts![LENGTH_IN_BOUNDS],
    words,
    examples: &[
        Example::speaks(&[("custom:code", "abcd")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}]}"#).saying("4 characters, at most 3"),
        Example::silent(&[("custom:code", "abc")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let limit = field
        .column
        .attribute
        .max_length
        .map_or(limits::VALUE_CHARACTERS, |length| {
            length.min(limits::VALUE_CHARACTERS)
        });
    let length = length::of(field.value()).code_points;
    if length > limit {
        found.push(Detail::Length {
            found: length,
            limit,
        });
    }
}

/// Attributes whose length counts; a birthdate's form decides alone.
fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && Some(column.id) != schema.known().birthdate
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} characters, at most {limit}"),
        _ => Ok(()),
    }
}
