//! The address has a number in brackets instead of a domain.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::email::{self, EmailForm},
};

/// The address has a number in brackets instead of a domain.
pub static EMAIL_HAS_DOMAIN_LITERAL: Rule = Rule {
    name: "email-has-domain-literal",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The address has a number in brackets instead of a domain.",
    explanation: "RFC 3696 allows `ana@[192.0.2.1]`; most services do not accept it, and whether this one does is not known.",
    advice: "Use an address with a domain.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::speaks(&[("email", "ana@[192.0.2.1]")]),
        Example::silent(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if email::form(field.value()) == EmailForm::DomainLiteral {
        found.push(Detail::None);
    }
}
