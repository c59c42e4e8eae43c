//! A user of this name is in the pool already.

use crate::{
    evidence::{Certainty, source},
    finding::Effect,
    rules::{Check, Example, Rule, no_words},
};

/// A user of this name is in the pool already.
pub static USERNAME_ALREADY_EXISTS: Rule = Rule {
    name: "username-already-exists",
    effect: Effect::RowSkipped,
    certainty: Certainty::Documented,
    alternatives: &[],
    sources: &[&source::GUIDE],
    decision: None,
    summary: "A user of this name is in the pool already.",
    explanation: "The import never changes a user that exists: the row is skipped, and the user stays as it is. In a pool that ignores case, `Ana` and `ana` are one user.",
    advice: "Leave the row out, or delete the user first if the import is to replace it.",
    log_line: Some("The user already exists."),
    check: Check::Ordered,
    words: no_words,
    examples: &[
        Example::speaks(&[]).existing(r#"{"Users":[{"Username":"ana"}]}"#),
        Example::silent(&[("cognito:username", "Ana")])
            .existing(r#"{"Users":[{"Username":"ana"}]}"#),
    ],
};
