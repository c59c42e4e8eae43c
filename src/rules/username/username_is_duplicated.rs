//! An earlier row of the file has the same username.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, LogText, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-duplicated",
    effect: Effect::RowSkipped,
    claim: Claim::Known(Certainty::Observed),
    sources: &[&source::ASF],
    summary: "An earlier row of the file has the same username.",
    explanation: "The first row is imported. When the second is reached the user exists, so it is skipped.",
    advice: &[Advice::person(
        "Decide in the source system which of the two rows is right, and leave the other out.",
    )],
    log_line: Some(LogText::documented("The user already exists.")),
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).after(&[&[]]),
        Example::passes(&[("cognito:username", "bo")]).after(&[&[]]),
    ],
    ..Rule::BASE
};
