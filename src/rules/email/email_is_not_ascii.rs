//! The e-mail address has characters outside ASCII.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-is-not-ascii",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The e-mail address has characters outside ASCII.",
    explanation: "Internationalised addresses came after RFC 3696. Whether the service accepts them is not known.",
    advice: &[Advice::person(
        "Use the ASCII form of the address; a domain has a form that begins with `xn--`.",
    )],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[("email", "zo\u{eb}@example.com")]),
        Example::passes(&[("email", "zoe@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::NonAscii {
        findings.report(Detail::None);
    }
}
