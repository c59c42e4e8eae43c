//! The value breaks a limit of length in one unit and keeps it in another.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, Unit, facts,
    },
    schema::{AttributeDataType, Column, ColumnKind, Schema, limits},
    values::length,
};

const CODE: &str = r#"{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MaxLength":"3"}}"#;

const CODE_MIN: &str = r#"{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"3"}}"#;

pub(super) static RULE: Rule = Rule {
    name: "value-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::VALUE_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::QUOTA, &source::BOTO],
    summary: "The value breaks a limit of length in one unit and keeps it in another.",
    explanation: "Some characters, such as emoji, are one code point but two UTF-16 code units, and the quota page counts the limit of 2,048 in bytes. Which unit the service counts is not known.",
    advice: &[Advice::person("Stay within the limit in every unit.")],
    check: Check::Value { reads, find },
    cleared_by: facts![LENGTH_IN_BOUNDS],
    examples: &[
        Example::fires(&[("custom:code", "\u{1f600}\u{1f600}")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE))
            .message("4 UTF-16 code units, at most 3"),
        Example::fires(&[("custom:code", "\u{1f600}\u{1f600}")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE_MIN))
            .message("2 characters, at least 3"),
        Example::passes(&[("custom:code", "\u{e9}\u{e9}\u{e9}")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE)),
        Example::fires(&[("custom:code", "ab\u{1f600}")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE))
            .message("4 UTF-16 code units, at most 3"),
        Example::passes(&[("custom:code", "abc")])
            .columns(&["custom:code"])
            .pool(POOL_EMAIL_OFF.with(CODE_MIN)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let attribute = &field.column.attribute;
    let max = attribute
        .max_length
        .map_or(limits::VALUE_CHARACTERS, |length| {
            length.min(limits::VALUE_CHARACTERS)
        });
    let min = attribute.min_length.unwrap_or(0);
    let length = length::of(field.value());
    let mut report = |counted, limit, unit| {
        findings.report(Detail::Length {
            found: counted,
            limit,
            unit,
        });
    };
    if length.code_points > max {
        return;
    }
    if length.utf16_units > max {
        report(length.utf16_units, max, Unit::Utf16CodeUnits);
    } else if max == limits::VALUE_CHARACTERS && length.bytes > max {
        report(length.bytes, max, Unit::Bytes);
    } else if length.code_points < min && length.utf16_units >= min {
        report(length.code_points, min, Unit::Characters);
    }
}

/// Attributes whose length counts; a birthdate's form decides alone.
fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && Some(column.id) != schema.known().birthdate
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::{Field, Findings, RuleId},
        schema::Schema,
    };

    #[test]
    fn bytes_count_against_the_common_limit_only() {
        let schema = Schema::new(None, None).unwrap();
        let column = schema.column_named("name").unwrap();
        let id = RuleId::of("value-length-depends-on-unit");
        let findings = |value: &str| {
            let mut findings = Vec::new();
            let field = Field::new(value, column, &schema);
            super::find(&field, &mut Findings::new(id, None, &mut findings));
            findings.len()
        };
        assert_eq!(findings(&"\u{e9}".repeat(1024)), 0);
        assert_eq!(findings(&"\u{e9}".repeat(1025)), 1);
        assert_eq!(findings(&"\u{e9}".repeat(2049)), 0);
    }
}
