//! An earlier row of the file has the same username.

use crate::{
    evidence::{Certainty, source},
    finding::Effect,
    rules::{Check, Example, Rule, no_words},
};

/// An earlier row of the file has the same username.
pub static USERNAME_TWICE_IN_FILE: Rule = Rule {
    name: "username-twice-in-file",
    effect: Effect::RowSkipped,
    certainty: Certainty::Observed,
    alternatives: &[],
    sources: &[&source::ASF],
    decision: None,
    summary: "An earlier row of the file has the same username.",
    explanation: "The first row is imported; when the second comes the user exists, and it is skipped.",
    advice: "Decide in the source system which of the two rows is right, and leave the other out.",
    log_line: Some("The user already exists."),
    check: Check::Ordered,
    words: no_words,
    examples: &[
        Example::speaks(&[]).after(&[&[]]),
        Example::silent(&[("cognito:username", "bo")]).after(&[&[]]),
    ],
};
