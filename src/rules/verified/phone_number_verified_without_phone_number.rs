//! `phone_number_verified` is true, but the row has no `phone_number`.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Row, Rule, facts},
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-verified-without-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "phone_number_verified is true, but the row has no phone_number.",
    explanation: "A verified number must exist: a row whose phone_number_verified is true needs a value in phone_number.",
    advice: "Fill phone_number, or set phone_number_verified to false.",
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
