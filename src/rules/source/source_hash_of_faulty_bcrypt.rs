//! The hash was made by the bcrypt of 2011 that misread letters beyond ASCII.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-of-faulty-bcrypt",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash is one of the faulty bcrypt, which misread letters beyond ASCII.",
    explanation: "`$2x$` marks hashes of a bcrypt that took bytes above 127 for negative numbers. For a password of ASCII characters they are those of any bcrypt. For another one they verify only where the verifier repeats the fault, which is not known of the service. The hash is written as it is.",
    advice: &[Advice::person("Import one user whose password has a letter beyond ASCII, and sign in. Where that fails, such users reset the password.")],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$2x$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt).and(&["users-with-hashes-cannot-use-srp-at-first"]),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
