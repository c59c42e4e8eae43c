//! An apostrophe stands before the phone number.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
};

/// An apostrophe stands before the phone number.
pub static PHONE_NUMBER_HAS_APOSTROPHE_GUARD: Rule = Rule {
    name: "phone-number-has-apostrophe-guard",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::OURS],
    summary: "An apostrophe stands before the phone number.",
    explanation: "Exports put an apostrophe before a plus so that a spreadsheet does not take the value for a formula. For the import it is a character that no phone number has.",
    advice: "Take it off; `clean` does.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::speaks(&[("phone_number", "'+12065550100")]),
        Example::silent(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if field.value().starts_with('\'') {
        found.push(Detail::None);
    }
}
