//! An earlier row with the same username may be imported.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-may-exist",
    effect: Effect::RowSkipped,
    claim: Claim::Unknown {
        decision: &unknowns::LATER_ROW_OF_AN_UNCERTAIN_USER,
        possible: &[Outcome::Imported, Outcome::Skipped],
    },
    sources: &[&source::OURS],
    summary: "An earlier row with the same username may be imported.",
    explanation: "Whether the earlier row is imported is not known. If it is, this row is skipped; if not, this row is imported.",
    advice: &[Advice::person(
        "Make the earlier row certain, or leave one of the two out.",
    )],
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).after(&[&[("birthdate", "02/30/1990")]]),
        Example::passes(&[]).after(&[&[("birthdate", "13/30/1990")]]),
    ],
    ..Rule::BASE
};
