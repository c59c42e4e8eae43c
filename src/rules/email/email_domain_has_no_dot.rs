//! The domain of the e-mail address has no dot.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-domain-has-no-dot",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EMAIL_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The domain of the e-mail address has no dot.",
    explanation: "`ana@localhost` is valid by RFC 3696, but cannot receive mail over the internet. Whether the service accepts it is not known.",
    advice: &[Advice::person("Use a full domain.")],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[("email", "ana@localhost")]),
        Example::passes(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::DotlessDomain {
        findings.report(Detail::None);
    }
}
