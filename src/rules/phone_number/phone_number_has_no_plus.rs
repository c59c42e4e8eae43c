//! The phone number does not begin with a plus.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK, facts},
    values::phone_number::{self, PhoneNumberForm},
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-has-no-plus",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The phone number does not begin with a plus.",
    explanation: "A phone number must begin with a plus and the country code.",
    advice: &[
        Advice::person("Write the number in E.164: a plus, the country code and digits."),
        Advice::options(
            "--default-region US",
            "Where all such numbers belong to one country, `clean --default-region US` and the like write them so.",
        ),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "2065550100")]),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    // These two have rules of their own.
    if value.starts_with('\'') || phone_number::is_scientific_notation(value) {
        return;
    }
    if phone_number::form(value) == PhoneNumberForm::MissingPlus {
        findings.report(Detail::None);
    }
}
