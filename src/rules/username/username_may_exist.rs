//! A user with the same username may exist when the row is reached.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, POOL_EMAIL_OFF, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-may-exist",
    effect: Effect::RowSkipped,
    claim: Claim::Unknown {
        decision: &unknowns::LATER_ROW_OF_AN_UNCERTAIN_USER,
        possible: &[Outcome::Imported, Outcome::Skipped],
    },
    sources: &[&source::OURS],
    summary: "A user with the same username may exist when the row is reached.",
    explanation: "Whether an earlier row with this username is imported is not known. If it is, this row is skipped; if not, this row is imported. In a pool that ignores letter case, names such as straße and STRASSE, which agree in capital letters alone, may be one name or two.",
    advice: &[Advice::person(
        "Make the earlier row certain, change one of the two names, or leave one of the two users out.",
    )],
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).after(&[&[("birthdate", "02/30/1990")]]),
        Example::fires(&[("cognito:username", "STRASSE"), ("email", "bo@example.com")])
            .pool(POOL_EMAIL_OFF.ignores_case())
            .after(&[&[("cognito:username", "straße")]]),
        Example::fires(&[("cognito:username", "straße")])
            .pool(POOL_EMAIL_OFF.ignores_case())
            .after(&[&[("cognito:username", "STRASSE")]]),
        Example::passes(&[("cognito:username", "STRASSE")])
            .after(&[&[("cognito:username", "straße")]]),
        Example::passes(&[]).after(&[&[("birthdate", "13/30/1990")]]),
    ],
    ..Rule::BASE
};
