//! The first digit after the plus is zero.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK, facts},
    values::phone_number::{self, PhoneNumberForm},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-begins-with-zero",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::PHONE_NUMBER_LEADING_ZERO,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::E164, &source::OURS],
    summary: "The first digit after the plus is zero.",
    explanation: "No country code begins with zero, so this is a national number with a plus before it. Whether the service checks that is not known.",
    advice: &[
        Advice::person("Write the country code instead of the zero."),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "+0206555010")]),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if phone_number::form(field.value()) == PhoneNumberForm::LeadingZero {
        findings.report(Detail::None);
    }
}
