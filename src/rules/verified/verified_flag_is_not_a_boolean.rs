//! A verified flag is neither true nor false.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::boolean,
};

/// A verified flag is neither true nor false.
pub static VERIFIED_FLAG_IS_NOT_A_BOOLEAN: Rule = Rule {
    name: "verified-flag-is-not-a-boolean",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::VERIFIED_SPELLING,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "A verified flag is neither true nor false.",
    explanation: "Only true and false, in any letter case, are known to have been imported. What another word does is not known; it surely does not count as true.",
    advice: "Write true or false; `clean` does for `yes`, `1` and the like.",
    check: Check::Value {
        reads: |_, column| column.is_verified_flag(),
        find,
    },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::speaks(&[("phone_number_verified", "maybe")]),
        Example::speaks(&[("email_verified", "yes")]).and(&["no-auto-verified-attribute-is-true"]),
        Example::silent(&[("phone_number_verified", "FALSE")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if boolean::parse(field.value()).is_none() {
        found.push(Detail::None);
    }
}
