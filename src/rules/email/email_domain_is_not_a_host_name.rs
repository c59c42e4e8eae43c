//! The domain of the e-mail address is not a host name.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-domain-is-not-a-host-name",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The domain of the e-mail address is not a host name.",
    explanation: "By RFC 3696 the labels of a domain have letters, digits and hyphens, and the last label is not all digits. An underscore, or a number as in `ana@192.0.2.1`, breaks that rule. Many services accept it anyway; whether this one does is not known.",
    advice: &[Advice::person("Correct the domain in the source system.")],
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
