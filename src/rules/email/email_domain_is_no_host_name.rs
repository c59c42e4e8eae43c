//! The domain of the address cannot be the name of a host.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-domain-is-no-host-name",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The domain of the address cannot be the name of a host.",
    explanation: "By RFC 3696 the labels of a domain are letters, digits and hyphens, and the last one is not all digits. An underscore, or a number as in `ana@192.0.2.1`, breaks that, and many services let it pass all the same; whether this one does is not known.",
    advice: "Correct the domain in the source system.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[("email", "ana@exa_mple.com")]),
        Example::fires(&[("email", "ana@192.0.2.1")]),
        Example::passes(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::NoHostName {
        findings.report(Detail::None);
    }
}
