//! The source’s password hash can be read in several ways.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-is-ambiguous",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash can be read in several ways, and nothing in it says which one is right.",
    explanation: "The parameters of such a hash, or how its salt entered the function, are in the application and not in the text. Most programs of Node.js hash with the hexadecimal text of the salt, others with the bytes that the text writes. In the wrong reading the hash would be imported and verify for no password, so that none is guessed.",
    advice: &[Advice::person("Look up in the application’s source code how it hashes, and say so in a mapping: format, n, r, p or iterations, salt = \"text\", \"hex\", \"base64\" or \"base64url\", and key. Then import one user and sign in, before all others.")],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"0459257365a2ce92d6dd9ba6fdd62e1c:4d029e0cd5020faa140b560c7c7bebdbb73de6495ae3f77bf3465325d0741651\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("the salt is the text before the separator, or the bytes that its hexadecimal digits write; a mapping says which"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
