//! An earlier row that may have been imported has the same username.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-may-exist",
    effect: Effect::RowSkipped,
    claim: Claim::Unknown {
        decision: &unknowns::LATER_ROW_OF_AN_UNCERTAIN_USER,
        possible: &[Outcome::Imported, Outcome::Skipped],
    },
    sources: &[&source::OURS],
    summary: "An earlier row that may have been imported has the same username.",
    explanation: "Whether the earlier row is imported is not known. If it is, this one is skipped; if it is not, this one is imported.",
    advice: "Make the earlier row certain, or leave one of the two out.",
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).after(&[&[("birthdate", "02/30/1990")]]),
        Example::passes(&[]).after(&[&[("birthdate", "13/30/1990")]]),
    ],
    ..Rule::BASE
};
