//! The attribute is a Number, but the value is not.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule,
        advice::BLANK, facts,
    },
    schema::AttributeDataType,
    values::number,
};

const LEVEL: &str = r#"{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}"#;

pub(super) static RULE: Rule = Rule {
    name: "number-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE, &source::SCHEMA],
    summary: "The attribute is a Number, but the value is not.",
    explanation: "A value that is not a number does not match the pool’s schema, and the row fails.",
    advice: &[
        Advice::person("Write digits alone; updated_at has the seconds since 1970."),
        Advice::cleaning("`clean` converts a moment in ISO 8601 with a zone.").when(|found| {
            found
                .columns()
                .any(|column| found.schema.known().updated_at == Some(column.id))
        }),
        Advice::options(
            "--time-zone UTC",
            "`clean --time-zone UTC` converts one without a zone.",
        )
        .when(|found| {
            found
                .columns()
                .any(|column| found.schema.known().updated_at == Some(column.id))
        }),
        BLANK,
    ],
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![INTEGER],
    examples: &[
        Example::fires(&[("updated_at", "2023-11-14T22:13:20Z")]),
        Example::fires(&[("updated_at", "2023-11-14 22:13:20")]),
        Example::fires(&[("custom:level", "five")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL)),
        Example::passes(&[("custom:level", "5")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if !number::is_number(field.value()) {
        findings.report(Detail::None);
    }
}
