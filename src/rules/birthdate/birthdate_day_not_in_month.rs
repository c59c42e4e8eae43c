//! The birthdate is a day that does not exist in its month.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK, facts},
    values::birthdate::{self, BirthdateForm},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdate-day-not-in-month",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BIRTHDATE_DAY,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The birthdate is a day that does not exist in its month.",
    explanation: "The value has the form mm/dd/yyyy but is not a day of the calendar. Whether the service checks that is not known.",
    advice: &[
        Advice::person("Correct the date in the source system."),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().birthdate,
        find,
    },
    cleared_by: facts![MONTH_DAY_YEAR],
    examples: &[
        Example::fires(&[("birthdate", "02/30/1990")]),
        Example::passes(&[("birthdate", "02/28/1990")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if birthdate::form(field.value()) == BirthdateForm::DayNotInMonth {
        findings.report(Detail::None);
    }
}
