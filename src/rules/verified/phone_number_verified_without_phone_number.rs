//! `phone_number_verified` is true, but the row has no `phone_number`.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-verified-without-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "phone_number_verified is true, but the row has no phone_number.",
    explanation: "A verified number must exist: a row whose phone_number_verified is true needs a value in phone_number.",
    advice: &[
        Advice::person("Fill phone_number.").edit(&[("phone_number", "+12065550100")]),
        Advice::person(
            "Or set phone_number_verified to false: the pool does not demand that it is true.",
        )
        .when(|found| found.schema.pool().auto_verified != [VerifiableAttribute::PhoneNumber])
        .edit(&[("phone_number_verified", "false")]),
    ],
    check: Check::Row {
        reads: |schema| schema.known().phone_number_verified.is_some(),
        find,
    },
    cleared_by: facts![VERIFIED_ADDRESSES],
    examples: &[
        Example::fires(&[("phone_number", ""), ("phone_number_verified", "true")]),
        Example::passes(&[("phone_number", ""), ("phone_number_verified", "false")]),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    if boolean::parse(row.value(known.phone_number_verified)) == Some(true)
        && row.value(known.phone_number).is_empty()
    {
        findings.report_on(known.phone_number, Detail::None);
    }
}
