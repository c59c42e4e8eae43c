//! The phone number is not assigned by any numbering plan.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::phone_number::{self, Dialability, PhoneNumberForm},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-cannot-be-dialled",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::LIBPHONENUMBER],
    summary: "The phone number is not assigned by any numbering plan.",
    explanation: "The service imports it, but a code sent to it never arrives, so the user cannot reset the password by phone. Numbers that are reserved for examples (555-0100 to 555-0199 in North America) are not reported.",
    advice: &[Advice::person("Correct the number in the source system.")],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "+12345")]),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if phone_number::form(value) == PhoneNumberForm::International
        && phone_number::dialability(value) == Dialability::NotDialable
    {
        findings.report(Detail::None);
    }
}
