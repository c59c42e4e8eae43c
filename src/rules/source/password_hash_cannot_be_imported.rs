//! The source's password hash cannot be imported.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-cannot-be-imported",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The source’s password hash cannot be imported: the user has to reset the password.",
    explanation: "The hash is over a limit of the import job, was made by another function, or went through another function first, so that no password would verify. It is not written; the user is imported without a password and resets it at the first sign-in.",
    advice: "Nothing is to be done: the plan lists these users. Pass --unusable-hash reject to reject them instead.",
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("the password was hashed by another function first"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
