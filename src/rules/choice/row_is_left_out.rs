//! The row is left out, as --only or --except says.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "row-is-left-out",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The row is left out, as --only or --except says.",
    explanation: "--only COLUMN=VALUES keeps the rows whose value in that column of the file is one of these, --except COLUMN=VALUES those whose value is none of them. The others go into the rejected file, so that no user is lost.",
    advice: &[Advice::person(
        "Nothing has to be done. To import these users as well, clean the rejected file without the option.",
    )],
    check: Check::Source,
    examples: &[Example::passes(&[])],
    ..Rule::BASE
};
