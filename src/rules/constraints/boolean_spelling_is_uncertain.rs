//! The Boolean has a spelling that the service may refuse.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::boolean,
};

const VIP: &str = r#"{"Name":"custom:vip","AttributeDataType":"Boolean"}"#;

pub(super) static RULE: Rule = Rule {
    name: "boolean-spelling-is-uncertain",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BOOLEAN_SPELLING,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The Boolean has a spelling that the service may refuse.",
    explanation: "Only true and false are known to be accepted. 1, yes, t, y, on and their opposites may or may not be.",
    advice: &[
        Advice::cleaning("`clean` writes true or false."),
        Advice::person("Write true or false."),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::fires(&[("custom:vip", "yes")])
            .columns(&["custom:vip"])
            .pool(POOL_EMAIL_OFF.with(VIP))
            .message("yes"),
        Example::passes(&[("custom:vip", "false")])
            .columns(&["custom:vip"])
            .pool(POOL_EMAIL_OFF.with(VIP)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if boolean::parse(value).is_none() && boolean::parse_spelling(value).is_some() {
        // What one spelling does says nothing of another.
        findings.report(Detail::Because(boolean::spelling(value)));
    }
}

/// Boolean attributes, but for the verified flags, which have rules of their own.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::Boolean
        && !column.is_verified_flag()
}
