//! A spreadsheet has rounded the phone number.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Field, Rule, no_words},
    values::phone_number::{self},
};

/// A spreadsheet has rounded the phone number.
pub static PHONE_NUMBER_IN_SCIENTIFIC_NOTATION: Rule = Rule {
    name: "phone-number-in-scientific-notation",
    effect: Effect::RowFails,
    certainty: Certainty::Documented,
    alternatives: &[],
    sources: &[&source::ATTR, &source::OURS],
    decision: None,
    summary: "A spreadsheet has rounded the phone number.",
    explanation: "The file went through a spreadsheet that took the number for a quantity and kept six digits of it. The rest is lost in this file.",
    advice: "Export the users again and do not open the file in a spreadsheet, or format the column as text first.",
    log_line: None,
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("phone_number", "1.23457E+11")]),
        Example::speaks(&[("phone_number", "+1.23457E+11")]),
        Example::silent(&[("phone_number", "+12065550100")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if phone_number::is_scientific_notation(field.value()) {
        found.push(Detail::None);
    }
}
