//! The number has a form that the service may refuse.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::AttributeDataType,
    values::number::{self, NumberForm},
};

/// The number has a form that the service may refuse.
pub static NUMBER_SYNTAX_IS_UNCERTAIN: Rule = Rule {
    name: "number-syntax-is-uncertain",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::NUMBER_SYNTAX,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The number has a form that the service may refuse.",
    explanation: "Integers are surely read. Whether a fraction, an exponent, a plus sign or a number beyond 64 bits is, nobody has published.",
    advice: "Write an integer.",
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::Number,
        find,
    },
    cleared_by: facts![INTEGER],
    words,
    examples: &[
        Example::speaks(&[("custom:level", "1.5")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#).saying("a decimal point"),
        Example::silent(&[("custom:level", "5")])
            .columns(&["custom:level"])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"1","MaxValue":"9"}}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let why = match number::form(field.value()) {
        NumberForm::Integer | NumberForm::NotANumber => return,
        NumberForm::SignedPlus => "a plus sign",
        NumberForm::Fraction => "a decimal point",
        NumberForm::Exponent => "an exponent",
        NumberForm::BeyondSixtyFourBits => "more than 64 bits",
    };
    found.push(Detail::Because(why));
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Because(why) => f.write_str(why),
        _ => Ok(()),
    }
}
