//! `updated_at` has thirteen digits and looks like milliseconds.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Field, Rule, no_words},
    values::epoch,
};

/// `updated_at` has thirteen digits and looks like milliseconds.
pub static UPDATED_AT_IN_MILLISECONDS: Rule = Rule {
    name: "updated-at-in-milliseconds",
    effect: Effect::Warns,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "updated_at has thirteen digits and looks like milliseconds.",
    explanation: "updated_at are seconds since 1970. Thirteen digits are a time in the year 33658 or later; they come from JavaScript and Java, which count milliseconds.",
    advice: "Divide by 1000; `clean` does.",
    log_line: None,
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().updated_at,
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("updated_at", "1471453471123")]),
        Example::silent(&[("updated_at", "1471453471")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if epoch::looks_like_milliseconds(field.value()) {
        found.push(Detail::None);
    }
}
