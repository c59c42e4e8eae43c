//! The e-mail address has an IP address in brackets instead of a domain.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-has-domain-literal",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The e-mail address has an IP address in brackets instead of a domain.",
    explanation: "RFC 3696 allows `ana@[192.0.2.1]`. Most services do not accept it; whether this one does is not known.",
    advice: &[Advice::person("Use an address with a domain.")],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[("email", "ana@[192.0.2.1]")]),
        Example::passes(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::DomainLiteral {
        findings.report(Detail::None);
    }
}
