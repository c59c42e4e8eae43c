//! The domain of the address has no dot.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::email::{self, EmailForm},
};

/// The domain of the address has no dot.
pub static EMAIL_DOMAIN_HAS_NO_DOT: Rule = Rule {
    name: "email-domain-has-no-dot",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The domain of the address has no dot.",
    explanation: "`ana@localhost` is valid by RFC 3696 and reaches nobody on the internet; whether the service accepts it is not known.",
    advice: "Use a full domain.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::speaks(&[("email", "ana@localhost")]),
        Example::silent(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if email::form(field.value()) == EmailForm::DotlessDomain {
        found.push(Detail::None);
    }
}
