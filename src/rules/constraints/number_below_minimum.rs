//! The number is less than the attribute’s minimum.

use std::cmp::Ordering;

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
    name: "number-below-minimum",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::SCHEMA],
    summary: "The number is less than the attribute’s minimum.",
    explanation: "The pool’s schema gives the attribute a MinValue. A row with a smaller number fails.",
    advice: &[
        Advice::person("Correct the value in the source system."),
        BLANK,
    ],
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![NUMBER_IN_BOUNDS],
    examples: &[
        Example::fires(&[("custom:level", "0")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL)),
        Example::passes(&[("custom:level", "1")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(bound) = &field.column.attribute.min_value else {
        return;
    };
    if number::compare(field.value(), bound) == Some(Ordering::Less) {
        findings.report(Detail::None);
    }
}
