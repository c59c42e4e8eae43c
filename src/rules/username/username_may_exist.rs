//! An earlier row that may have been imported has the same username.

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Effect, Outcome},
    rules::{Check, Example, Rule, no_words},
};

/// An earlier row that may have been imported has the same username.
pub static USERNAME_MAY_EXIST: Rule = Rule {
    name: "username-may-exist",
    effect: Effect::RowSkipped,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Skipped],
    sources: &[&source::OURS],
    decision: Some(&unknowns::LATER_ROW_OF_AN_UNCERTAIN_USER),
    summary: "An earlier row that may have been imported has the same username.",
    explanation: "Whether the earlier row is imported is not known. If it is, this one is skipped; if it is not, this one is imported.",
    advice: "Make the earlier row certain, or leave one of the two out.",
    log_line: None,
    check: Check::Ordered,
    words: no_words,
    examples: &[
        Example::speaks(&[]).after(&[&[("birthdate", "02/30/1990")]]),
        Example::silent(&[]).after(&[&[("birthdate", "13/30/1990")]]),
    ],
};
