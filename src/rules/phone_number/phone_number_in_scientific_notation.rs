//! A spreadsheet has rounded the phone number.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK, facts},
    values::phone_number,
};

pub(super) static RULE: Rule = Rule {
    name: "phone-number-in-scientific-notation",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR, &source::OURS],
    summary: "A spreadsheet has rounded the phone number.",
    explanation: "A spreadsheet read the number as a quantity and kept only its first digits. The other digits are lost in this file.",
    advice: &[
        Advice::person(
            "Export the users again and do not open the file in a spreadsheet, or format the column as text first: the digits that were rounded are lost.",
        ),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().phone_number,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[("phone_number", "1.23457E+11")]),
        Example::fires(&[("phone_number", "+1.23457E+11")]),
        Example::passes(&[("phone_number", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if phone_number::is_scientific_notation(field.value()) {
        findings.report(Detail::None);
    }
}
