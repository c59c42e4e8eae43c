//! The birthdate begins with the year.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::birthdate::{self, BirthdateForm},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdate-is-iso-date",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BIRTHDATE_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::ATTR, &source::SOLN],
    summary: "The birthdate begins with the year.",
    explanation: "The documents contradict each other. The import guide asks for mm/dd/yyyy, the page on attributes for YYYY-MM-DD. AWS’s own importer copies exported values unchanged, which only works if the stored form is accepted. The import guide is followed, and the row is marked as uncertain.",
    advice: &[
        Advice::cleaning("`clean` writes the date as mm/dd/yyyy."),
        Advice::person("Write the date as mm/dd/yyyy."),
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().birthdate,
        find,
    },
    cleared_by: facts![MONTH_DAY_YEAR],
    examples: &[
        Example::fires(&[("birthdate", "1990-01-31")]),
        Example::passes(&[("birthdate", "01/31/1990")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if birthdate::form(field.value()) == BirthdateForm::Iso {
        findings.report(Detail::None);
    }
}
