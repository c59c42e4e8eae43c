//! The attribute is a Number, and the value is none.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::AttributeDataType,
    values::number,
};

/// The attribute is a Number, and the value is none.
pub static NUMBER_IS_MALFORMED: Rule = Rule {
    name: "number-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE, &source::SCHEMA],
    summary: "The attribute is a Number, and the value is none.",
    explanation: "A value of a Number attribute that is no number does not match the schema, and the row fails.",
    advice: "Write digits only; `updated_at` are seconds since 1970, into which `clean` turns ISO timestamps with a zone.",
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![INTEGER],
    examples: &[
        Example::speaks(&[("custom:level", "five")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
        Example::silent(&[("custom:level", "5")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if !number::is_number(field.value()) {
        found.push(Detail::None);
    }
}
