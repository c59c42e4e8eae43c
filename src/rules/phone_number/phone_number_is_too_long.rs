//! The phone number has more than 15 digits.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::phone_number::{self, PhoneNumberForm},
};

/// The phone number has more than 15 digits.
pub static PHONE_NUMBER_IS_TOO_LONG: Rule = Rule {
    name: "phone-number-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::PHONE_NUMBER_DIGITS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::E164, &source::OURS],
    summary: "The phone number has more than 15 digits.",
    explanation: "E.164 ends at 15 digits; whether the service looks is not known. No such number can be reached.",
    advice: "Correct the number, or leave it blank.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    words,
    examples: &[
        Example::speaks(&[("phone_number", "+1234567890123456")]).saying("16 digits, at most 15"),
        Example::silent(&[("phone_number", "+123456789012345")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if let PhoneNumberForm::TooLong { digits } = phone_number::form(field.value()) {
        found.push(Detail::Length {
            found: digits as u64,
            limit: phone_number::E164_DIGITS as u64,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} digits, at most {limit}"),
        _ => Ok(()),
    }
}
