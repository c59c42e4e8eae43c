//! `updated_at` has thirteen digits and looks like milliseconds.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::epoch,
};

pub(super) static RULE: Rule = Rule {
    name: "updated-at-in-milliseconds",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "updated_at has thirteen digits and looks like milliseconds.",
    explanation: "updated_at has seconds since 1970. Thirteen digits would be a time in the year 33658 or later. They come from JavaScript and Java, which count milliseconds.",
    advice: &[
        Advice::cleaning("`clean` divides by 1000."),
        Advice::person("Divide by 1000."),
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().updated_at,
        find,
    },
    cleared_by: facts![TEN_DIGITS],
    examples: &[
        Example::fires(&[("updated_at", "1471453471123")]),
        Example::passes(&[("updated_at", "1471453471")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if epoch::looks_like_milliseconds(field.value()) {
        findings.report(Detail::None);
    }
}
