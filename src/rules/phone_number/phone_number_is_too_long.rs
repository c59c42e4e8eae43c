//! The phone number has more than 15 digits.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, Rule, Unit, advice::BLANK, facts,
    },
    values::phone_number::{self, PhoneNumberForm},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::PHONE_NUMBER_DIGITS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::E164, &source::OURS],
    summary: "The phone number has more than 15 digits.",
    explanation: "E.164 allows at most 15 digits. Whether the service checks that is not known. A longer number cannot be reached.",
    advice: &[Advice::person("Correct the number."), BLANK],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "+1234567890123456")]).message("16 digits, at most 15"),
        Example::passes(&[("phone_number", "+123456789012345")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if let PhoneNumberForm::TooLong { digits } = phone_number::form(field.value()) {
        findings.report(Detail::Length {
            found: digits as u64,
            limit: phone_number::E164_DIGITS as u64,
            unit: Unit::Digits,
        });
    }
}
