//! `updated_at` has thirteen digits and looks like milliseconds.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::epoch,
};

/// `updated_at` has thirteen digits and looks like milliseconds.
pub static UPDATED_AT_IN_MILLISECONDS: Rule = Rule {
    name: "updated-at-in-milliseconds",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "updated_at has thirteen digits and looks like milliseconds.",
    explanation: "updated_at are seconds since 1970. Thirteen digits are a time in the year 33658 or later; they come from JavaScript and Java, which count milliseconds.",
    advice: "Divide by 1000; `clean` does.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().updated_at,
        find,
    },
    cleared_by: facts![TEN_DIGITS],
    examples: &[
        Example::speaks(&[("updated_at", "1471453471123")]),
        Example::silent(&[("updated_at", "1471453471")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if epoch::looks_like_milliseconds(field.value()) {
        found.push(Detail::None);
    }
}
