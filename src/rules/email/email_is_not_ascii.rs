//! The address holds characters outside ASCII.

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Example, Field, Rule, no_words},
    values::email::{self, EmailForm},
};

/// The address holds characters outside ASCII.
pub static EMAIL_IS_NOT_ASCII: Rule = Rule {
    name: "email-is-not-ascii",
    effect: Effect::RowFails,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Failed],
    sources: &[&source::ATTR, &source::OURS],
    decision: Some(&unknowns::EMAIL_FORM),
    summary: "The address holds characters outside ASCII.",
    explanation: "Internationalised addresses came after RFC 3696; whether the service accepts them is not known.",
    advice: "Use the ASCII form of the address; a domain has one that begins with `xn--`.",
    log_line: None,
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("email", "zo\u{eb}@example.com")]),
        Example::silent(&[("email", "zoe@example.com")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if email::form(field.value()) == EmailForm::NonAscii {
        found.push(Detail::None);
    }
}
