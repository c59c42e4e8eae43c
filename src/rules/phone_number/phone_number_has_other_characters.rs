//! The phone number has characters other than digits after its plus.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK, facts},
    values::phone_number::{self, PhoneNumberForm},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-has-other-characters",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The phone number has characters other than digits after its plus.",
    explanation: "After its plus a phone number has digits only: no spaces, hyphens or brackets.",
    advice: &[
        Advice::cleaning("`clean` removes the punctuation."),
        Advice::person("Write a plus and digits alone."),
        Advice::options(
            "--default-region US",
            "Where all numbers without a plus belong to one country, `clean --default-region US` and the like write them in E.164.",
        ),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "+1 (206) 555-0100")]).message("after 2 characters"),
        Example::fires(&[("phone_number", "+")]).message("after 1 character"),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    // That has a rule of its own.
    if phone_number::is_scientific_notation(value) {
        return;
    }
    match phone_number::form(value) {
        PhoneNumberForm::OtherCharacter { at } => {
            findings.report(Detail::At(u32::try_from(at).unwrap_or(u32::MAX)));
        }
        PhoneNumberForm::NoDigits => findings.report(Detail::At(1)),
        _ => {}
    }
}
