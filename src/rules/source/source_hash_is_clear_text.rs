//! The source holds a password in clear text.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-is-clear-text",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The source holds the password itself, in clear text.",
    explanation: "A password is no hash. It is written into no output and shown nowhere; the user is imported without one and resets it. The export itself holds passwords that anyone who reads it can use.",
    advice: &[Advice::person("Delete the export when you are done, and have every password reset that was in it.")],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{noop}correct horse battery staple\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
