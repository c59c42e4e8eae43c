//! The value has white space around it.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "white-space-around-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The value has white space around it.",
    explanation: "The import trims leading and trailing white space, so what it stores is not exactly what the file says.",
    advice: &[Advice::person(
        "Nothing has to be done; `clean` writes what is stored.",
    )],
    check: Check::Value {
        reads: |_, _| true,
        find,
    },
    cleared_by: facts![TRIMMED],
    examples: &[
        Example::fires(&[("name", " Ana ")]),
        Example::fires(&[("email_verified", " true ")]),
        Example::fires(&[("email", "ana@example.com\t")]),
        Example::passes(&[("name", "Ana Maria")]),
        Example::passes(&[("name", "  ")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().len() != field.written().len() {
        findings.report(Detail::None);
    }
}
