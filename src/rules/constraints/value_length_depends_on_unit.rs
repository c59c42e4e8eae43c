//! The value keeps its bounds in one way of counting and breaks them in another.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema, limits},
    values::length,
};

/// The value keeps its bounds in one way of counting and breaks them in another.
pub static VALUE_LENGTH_DEPENDS_ON_UNIT: Rule = Rule {
    name: "value-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::VALUE_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::QUOTA, &source::BOTO],
    summary: "The value keeps its bounds in one way of counting and breaks them in another.",
    explanation: "Characters outside the basic plane are one code point and two UTF-16 code units, and the quota page counts the limit of 2,048 in bytes. Which of them the service counts is not known.",
    advice: "Stay within the bound in every way of counting.",
    check: Check::Value {
        reads,
        find,
    },
    cleared_by: facts![LENGTH_IN_BOUNDS],
    words,
    examples: &[
        Example::speaks(&[("custom:code", "\u{1f600}\u{1f600}")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}]}"#).saying("4 in one reading, the bound is 3"),
        Example::speaks(&[("custom:code", "\u{1f600}\u{1f600}")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"3"}}]}"#).saying("2 in one reading, the bound is 3"),
        Example::silent(&[("custom:code", "\u{e9}\u{e9}\u{e9}")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}]}"#),
        Example::speaks(&[("custom:code", "ab\u{1f600}")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}]}"#)
            .saying("4 in one reading, the bound is 3"),
        Example::silent(&[("custom:code", "abc")])
            .columns(&["custom:code"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"3"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let attribute = &field.column.attribute;
    let max = attribute
        .max_length
        .map_or(limits::VALUE_CHARACTERS, |length| {
            length.min(limits::VALUE_CHARACTERS)
        });
    let min = attribute.min_length.unwrap_or(0);
    let length = length::of(field.value());
    let mut tell = |counted, limit| {
        found.push(Detail::Length {
            found: counted,
            limit,
        });
    };
    if length.code_points > max {
        return;
    }
    if length.utf16_units > max {
        tell(length.utf16_units, max);
    } else if max == limits::VALUE_CHARACTERS && length.bytes > max {
        tell(length.bytes, max);
    } else if length.code_points < min && length.utf16_units >= min {
        tell(length.code_points, min);
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
        Detail::Length { found, limit } => {
            write!(f, "{found} in one reading, the bound is {limit}")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::Found,
        rules::{Field, RuleId},
        schema::Schema,
    };

    #[test]
    fn bytes_count_against_the_common_limit_only() {
        let schema = Schema::new(None, None).unwrap();
        let column = schema.column_named("name").unwrap();
        let id = RuleId::of(super::VALUE_LENGTH_DEPENDS_ON_UNIT.name);
        let findings = |value: &str| {
            let mut findings = Vec::new();
            let field = Field::new(value, column, &schema);
            super::find(&field, &mut Found::new(id, None, &mut findings));
            findings.len()
        };
        assert_eq!(findings(&"\u{e9}".repeat(1024)), 0);
        assert_eq!(findings(&"\u{e9}".repeat(1025)), 1);
        assert_eq!(findings(&"\u{e9}".repeat(2049)), 0);
    }
}
