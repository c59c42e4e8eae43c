//! The password went through another function before the one that made the hash.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-is-prehashed",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password was hashed by another function first: no password would verify.",
    explanation: "WordPress, Django’s bcrypt_sha256 and passlib’s bcrypt-sha256 give bcrypt not the password but a hash of it. Without its prefix such a text looks like any bcrypt hash: it would be imported, the user would be CONFIRMED, and no password would ever verify. It is not written; the user resets the password.",
    advice: &[Advice::person("Nothing is to be done: these users reset their passwords, and the plan lists them. With `--unusable-hash reject` they are rejected instead."),],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("HMAC-SHA384"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
