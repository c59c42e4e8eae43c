//! The source’s password hash begins as a known one and is not one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-is-malformed",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The password hash begins as a known form does and is cut off, or is not in that form.",
    explanation: "A text that is shorter or longer than its form, or has a character that the form does not, verifies for no password anywhere. Often a column of the export is too narrow, or a program has changed the text. The hash is not written; the user resets the password.",
    advice: &[Advice::person("Look at the column in the source: is it as wide as the hashes are long? Export it anew where it is not.")],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"bcrypt$$2b$12$rR.H7eceURji8aRKsNWaDO\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("bcrypt"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
