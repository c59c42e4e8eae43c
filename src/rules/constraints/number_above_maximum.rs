//! The number is above the attribute’s maximum.

use std::cmp::Ordering;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::AttributeDataType,
    values::number,
};

/// The number is above the attribute’s maximum.
pub static NUMBER_ABOVE_MAXIMUM: Rule = Rule {
    name: "number-above-maximum",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::SCHEMA],
    summary: "The number is above the attribute’s maximum.",
    explanation: "The pool’s schema gives the attribute a MaxValue, and the row fails above it.",
    advice: "Correct the value in the source system.",
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![NUMBER_IN_BOUNDS],
    examples: &[
        Example::speaks(&[("custom:level", "10")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
        Example::silent(&[("custom:level", "9")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let Some(bound) = &field.column.attribute.max_value else {
        return;
    };
    if number::compare(field.value(), bound) == Some(Ordering::Greater) {
        found.push(Detail::None);
    }
}
