//! Something other than digits follows the plus.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::phone_number::{self, PhoneNumberForm},
};

/// Something other than digits follows the plus.
pub static PHONE_NUMBER_HAS_OTHER_CHARACTERS: Rule = Rule {
    name: "phone-number-has-other-characters",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "Something other than digits follows the plus.",
    explanation: "Behind the plus a phone number has digits and nothing else, no spaces, hyphens or brackets.",
    advice: "Take the punctuation out; `clean` does.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    words,
    examples: &[
        Example::speaks(&[("phone_number", "+1 (206) 555-0100")]).saying("after 2 characters"),
        Example::speaks(&[("phone_number", "+")]).saying("after 1 characters"),
        Example::silent(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let value = field.value();
    // That has a rule of its own.
    if phone_number::is_scientific_notation(value) {
        return;
    }
    match phone_number::form(value) {
        PhoneNumberForm::OtherCharacter { at } => {
            found.push(Detail::At(u32::try_from(at).unwrap_or(u32::MAX)));
        }
        PhoneNumberForm::NoDigits => found.push(Detail::At(1)),
        _ => {}
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::At(characters) => write!(f, "after {characters} characters"),
        _ => Ok(()),
    }
}
