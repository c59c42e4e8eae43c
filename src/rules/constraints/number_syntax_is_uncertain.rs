//! The number has a form that the service may refuse.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule,
        advice::BLANK, facts,
    },
    schema::AttributeDataType,
    values::number::{self, NumberForm},
};

const LEVEL: &str = r#"{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}"#;

pub(super) static RULE: Rule = Rule {
    name: "number-syntax-is-uncertain",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::NUMBER_SYNTAX,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The number has a form that the service may refuse.",
    explanation: "Integers are certainly accepted. Whether a fraction, an exponent, a plus sign or a number beyond 64 bits is accepted is not published.",
    advice: &[Advice::person("Write an integer."), BLANK],
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![INTEGER],
    examples: &[
        Example::fires(&[("custom:level", "1.5")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL))
            .message("a decimal point"),
        Example::passes(&[("custom:level", "5")])
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(LEVEL)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let why = match number::form(field.value()) {
        NumberForm::Integer | NumberForm::NotANumber => return,
        NumberForm::SignedPlus => "a plus sign",
        NumberForm::Fraction => "a decimal point",
        NumberForm::Exponent => "an exponent",
        NumberForm::BeyondSixtyFourBits => "more than 64 bits",
    };
    findings.report(Detail::Because(why));
}
