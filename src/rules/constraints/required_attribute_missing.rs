//! An attribute that the pool requires has no value.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Row, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "required-attribute-missing",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "An attribute that the pool requires has no value.",
    explanation: "Every user must have a value for each attribute that the pool requires. A blank value counts as missing.",
    advice: "Fill the column in the source system, or with `clean --set COLUMN=VALUE`. The required attributes of a pool cannot be changed.",
    check: Check::Row {
        reads: |schema| schema.pool().required().next().is_some(),
        find,
    },
    cleared_by: facts![REQUIRED_ATTRIBUTES],
    examples: &[
        Example::fires(&[]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"given_name","AttributeDataType":"String","Required":true}]}"#),
        Example::fires(&[("given_name", "  ")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"given_name","AttributeDataType":"String","Required":true}]}"#),
        Example::passes(&[("given_name", "Ana")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"given_name","AttributeDataType":"String","Required":true}]}"#),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    for attribute in row.schema.pool().required() {
        if attribute.name == "identities" {
            continue;
        }
        let column = row
            .schema
            .column_named(&attribute.name)
            .map(|column| column.id);
        if row.value(column).is_empty() {
            findings.report_on(column, Detail::None);
        }
    }
}
