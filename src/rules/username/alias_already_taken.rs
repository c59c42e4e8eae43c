//! Another user already signs in with this row’s address or preferred username.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, POOL_EMAIL_OFF, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "alias-already-taken",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::ALIAS_CLASH,
        possible: &[Outcome::Skipped, Outcome::Failed, Outcome::Imported],
    },
    sources: &[&source::OURS],
    summary: "Another user already signs in with this row’s address or preferred username.",
    explanation: "An alias belongs to one user. The import may skip, or fail, a second user with the same verified e-mail address, verified phone number or preferred username, or it may move the alias to that user. Which of these is not known.",
    advice: &[Advice::person("Find out which of the two users is right before the import.")],
    check: Check::Ordered,
    examples: &[
        Example::fires(&[("cognito:username", "bo")]).after(&[&[]]).pool(POOL_EMAIL_OFF.aliases(&["email"])),
        Example::fires(&[("cognito:username", "bo")])
            .existing(r#"{"Users":[{"Username":"eve","Attributes":[{"Name":"email","Value":"ana@example.com"},{"Name":"email_verified","Value":"true"}]}]}"#)
            .pool(POOL_EMAIL_OFF.aliases(&["email"])),
        Example::passes(&[("cognito:username", "bo")]).after(&[&[]]),
    ],
    ..Rule::BASE
};
