//! The attribute is a `DateTime`, but the value is not.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, advice::BLANK,
    },
    schema::AttributeDataType,
    values::date_time::{self, DateTimeForm},
};

const SINCE: &str = r#"{"Name":"custom:since","AttributeDataType":"DateTime"}"#;

pub(super) static RULE: Rule = Rule {
    name: "date-time-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The attribute is a DateTime, but the value is not.",
    explanation: "The value is not ISO 8601, not a number, not a date with slashes, and not a date in the form of an e-mail header. AWS uses no other form of a date and time.",
    advice: &[
        Advice::person("Write the time in ISO 8601 with a zone."),
        BLANK,
    ],
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::DateTime,
        find,
    },
    examples: &[
        Example::fires(&[("custom:since", "yesterday")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE)),
        Example::passes(&[("custom:since", "2024-01-31T08:30:00Z")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE)),
        Example::passes(&[("custom:since", "01/31/2024")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if date_time::form(field.value()) == DateTimeForm::Other {
        findings.report(Detail::None);
    }
}
