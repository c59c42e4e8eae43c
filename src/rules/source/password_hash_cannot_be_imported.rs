//! The mapping says that the password hash cannot be imported.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-cannot-be-imported",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The mapping refuses the password hash: the user has to reset the password.",
    explanation: "The mapping, or the preset of the source, refuses the hash for the reason that stands beside it (`refused`). It is not written; the user is imported without a password and resets it.",
    advice: &[Advice::person(
        "Nothing is to be done: these users reset their passwords, and the plan lists them. With `--unusable-hash reject` they are rejected instead.",
    )],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"awscognito#pool\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("A reference."),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\"}\n")
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash', refused = 'A reference.' }]";
