//! The first digit behind the plus is zero.

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Example, Field, Rule, no_words},
    values::phone_number::{self, PhoneNumberForm},
};

/// The first digit behind the plus is zero.
pub static PHONE_NUMBER_BEGINS_WITH_ZERO: Rule = Rule {
    name: "phone-number-begins-with-zero",
    effect: Effect::RowFails,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Failed],
    sources: &[&source::E164, &source::OURS],
    decision: Some(&unknowns::PHONE_NUMBER_LEADING_ZERO),
    summary: "The first digit behind the plus is zero.",
    explanation: "No country code begins with zero, so the number is a national one with a plus before it. Whether the service looks is not known.",
    advice: "Write the country code instead of the zero.",
    log_line: None,
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("phone_number", "+0206555010")]),
        Example::silent(&[("phone_number", "+12065550100")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if phone_number::form(field.value()) == PhoneNumberForm::LeadingZero {
        found.push(Detail::None);
    }
}
