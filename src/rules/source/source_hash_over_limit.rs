//! A parameter of the source’s password hash is above the limit of an import job.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-over-limit",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The password hash of the source costs more than an import job takes.",
    explanation: "An import job takes bcrypt up to a cost of 12, scrypt up to N = 65536, r = 8 and p = 1, Argon2id up to 19456 KiB, two passes and one lane, and PBKDF2 up to 600,000 iterations. A cost cannot be lowered without the password. The hash is not written; the user is imported without one and resets the password.",
    advice: &[Advice::person("Nothing is to be done: these users reset their passwords, and the plan lists them. With `--unusable-hash reject` they are rejected instead."),],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$2b$13$yjI0Adrt0Crt.7bDfBAKdOeAjWm8/hb3Na9wfrpfKrIMQqYVxxkMy\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("cost is 13, at most 12"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
