//! The first digit behind the plus is zero.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::phone_number::{self, PhoneNumberForm},
};

/// The first digit behind the plus is zero.
pub static PHONE_NUMBER_BEGINS_WITH_ZERO: Rule = Rule {
    name: "phone-number-begins-with-zero",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::PHONE_NUMBER_LEADING_ZERO,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::E164, &source::OURS],
    summary: "The first digit behind the plus is zero.",
    explanation: "No country code begins with zero, so the number is a national one with a plus before it. Whether the service looks is not known.",
    advice: "Write the country code instead of the zero.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::speaks(&[("phone_number", "+0206555010")]),
        Example::silent(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if phone_number::form(field.value()) == PhoneNumberForm::LeadingZero {
        found.push(Detail::None);
    }
}
