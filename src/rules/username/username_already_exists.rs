//! The pool already has a user with this username.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, LogText, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "username-already-exists",
    effect: Effect::RowSkipped,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The pool already has a user with this username.",
    explanation: "The import never changes an existing user: it skips the row. In a pool that ignores case, `Ana` and `ana` are the same user.",
    advice: &[Advice::person(
        "Leave the row out, or delete the user first if the import is to replace it.",
    )],
    log_line: Some(LogText::documented("The user already exists.")),
    check: Check::Ordered,
    examples: &[
        Example::fires(&[]).existing(r#"{"Users":[{"Username":"ana"}]}"#),
        Example::passes(&[("cognito:username", "Ana")])
            .existing(r#"{"Users":[{"Username":"ana"}]}"#),
    ],
    ..Rule::BASE
};
