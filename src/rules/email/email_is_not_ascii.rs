//! The address holds characters outside ASCII.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::email::{self, EmailForm},
};

/// The address holds characters outside ASCII.
pub static EMAIL_IS_NOT_ASCII: Rule = Rule {
    name: "email-is-not-ascii",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The address holds characters outside ASCII.",
    explanation: "Internationalised addresses came after RFC 3696; whether the service accepts them is not known.",
    advice: "Use the ASCII form of the address; a domain has one that begins with `xn--`.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::speaks(&[("email", "zo\u{eb}@example.com")]),
        Example::silent(&[("email", "zoe@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if email::form(field.value()) == EmailForm::NonAscii {
        found.push(Detail::None);
    }
}
