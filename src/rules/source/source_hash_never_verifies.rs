//! The source’s password hash has its form, but no password can match it.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-never-verifies",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash has its form, but no password can match it.",
    explanation: "bcrypt compares hashes as texts, and a hash that it writes anew has zeros in the last bits of salt and hash; Argon2 has two versions and no third. A hash that differs there verifies nowhere. It is not written; the user resets the password.",
    advice: &[Advice::person("Nothing is to be done: these users reset their passwords, and the plan lists them. With `--unusable-hash reject` they are rejected instead."),],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$2b$10$.X/ECv6MAAHEzL44ieInhfeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("the last character of the salt has bits beyond its 16 bytes"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
