//! The attribute is a Boolean, but the value is not.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule,
        advice::BLANK, facts,
    },
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::boolean,
};

const VIP: &str = r#"{"Name":"custom:vip","AttributeDataType":"Boolean"}"#;

pub(super) static RULE: Rule = Rule {
    name: "boolean-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The attribute is a Boolean, but the value is not.",
    explanation: "A value that means neither true nor false does not match a Boolean attribute of the pool’s schema.",
    advice: &[
        Advice::person("Write true or false."),
        Advice::options(
            "--true COLUMN=perhaps",
            "Where a word of the source means true or false, say so: `clean --true COLUMN=WORDS`, `--false COLUMN=WORDS`.",
        ),
        BLANK,
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::fires(&[("custom:vip", "perhaps")])
            .columns(&["custom:vip"])
            .pool(POOL_EMAIL_OFF.with(VIP)),
        Example::passes(&[("custom:vip", "true")])
            .columns(&["custom:vip"])
            .pool(POOL_EMAIL_OFF.with(VIP)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if boolean::parse_spelling(value).is_none() {
        findings.report(Detail::None);
    }
}

/// Boolean attributes, but for the verified flags, which have rules of their own.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::Boolean
        && !column.is_verified_flag()
}
