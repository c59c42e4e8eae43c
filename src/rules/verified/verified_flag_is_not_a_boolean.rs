//! A verified flag is neither true nor false.

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Example, Field, Rule, no_words},
    values::boolean,
};

/// A verified flag is neither true nor false.
pub static VERIFIED_FLAG_IS_NOT_A_BOOLEAN: Rule = Rule {
    name: "verified-flag-is-not-a-boolean",
    effect: Effect::RowFails,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Failed],
    sources: &[&source::OURS],
    decision: Some(&unknowns::VERIFIED_SPELLING),
    summary: "A verified flag is neither true nor false.",
    explanation: "Only true and false, in any letter case, are known to have been imported. What another word does is not known; it surely does not count as true.",
    advice: "Write true or false; `clean` does for `yes`, `1` and the like.",
    log_line: None,
    check: Check::Value {
        reads: |_, column| column.is_verified_flag(),
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("phone_number_verified", "maybe")]),
        Example::speaks(&[("email_verified", "yes")]).and(&["no-auto-verified-attribute-is-true"]),
        Example::silent(&[("phone_number_verified", "FALSE")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if boolean::parse(field.value()).is_none() {
        found.push(Detail::None);
    }
}
