//! The outcome of the row is not certain, and --reject-uncertain was given.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "outcome-is-not-certain",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The outcome of the row is not certain, and only certain rows were asked for.",
    explanation: "Another rule leaves open what the import job does with this row. With --reject-uncertain such rows are rejected, so that the prediction about the cleaned file is certain, too.",
    advice: &[Advice::person(
        "Look at the other findings of the row. Import a single user like it first, or leave out --reject-uncertain.",
    )],
    check: Check::Ordered,
    examples: &[Example::passes(&[])],
    ..Rule::BASE
};
