//! The birthdate does not have the form mm/dd/yyyy.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::birthdate::{self, BirthdateForm},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdate-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The birthdate does not have the form mm/dd/yyyy.",
    explanation: "The import guide requires mm/dd/yyyy: two digits for the month, two for the day and four for the year.",
    advice: "Write the date as mm/dd/yyyy. For dates in another order, `clean --date-order dmy` or `mdy` does that.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().birthdate,
        find,
    },
    cleared_by: facts![MONTH_DAY_YEAR],
    examples: &[
        Example::fires(&[("birthdate", "31.01.1990")]),
        Example::passes(&[("birthdate", "01/31/1990")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if birthdate::form(field.value()) == BirthdateForm::Other {
        findings.report(Detail::None);
    }
}
