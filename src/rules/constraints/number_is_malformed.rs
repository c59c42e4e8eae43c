//! The attribute is a Number, and the value is none.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::AttributeDataType,
    values::number,
};

pub(super) static RULE: Rule = Rule {
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
        Example::fires(&[("custom:level", "five")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
        Example::passes(&[("custom:level", "5")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if !number::is_number(field.value()) {
        findings.report(Detail::None);
    }
}
