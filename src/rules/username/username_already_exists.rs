//! A user of this name is in the pool already.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-already-exists",
    effect: Effect::RowSkipped,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "A user of this name is in the pool already.",
    explanation: "The import never changes a user that exists: the row is skipped, and the user stays as it is. In a pool that ignores case, `Ana` and `ana` are one user.",
    advice: "Leave the row out, or delete the user first if the import is to replace it.",
    log_line: Some("The user already exists."),
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).existing(r#"{"Users":[{"Username":"ana"}]}"#),
        Example::passes(&[("cognito:username", "Ana")])
            .existing(r#"{"Users":[{"Username":"ana"}]}"#),
    ],
    ..Rule::BASE
};
