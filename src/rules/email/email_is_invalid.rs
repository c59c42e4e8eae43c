//! The value is not an e-mail address.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule,
        advice::BLANK, facts,
    },
    values::email::{self, EmailForm},
};

pub(super) static RULE: Rule = Rule {
    name: "email-is-invalid",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Observed),
    sources: &[&source::ATTR, &source::ASF],
    summary: "The value is not an e-mail address.",
    explanation: "The guide requires the form of RFC 3696. A row whose address has another form fails; the text of its log line is not published.",
    advice: &[
        Advice::person("Correct the address in the source system."),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[
            ("email", "ana at example.com"),
            ("phone_number", "+12065550100"),
            ("phone_number_verified", "true"),
        ])
        .pool(POOL_EMAIL_OFF.auto_verified(&["email", "phone_number"])),
        Example::fires(&[("email", "ana@@example.com")]),
        Example::passes(&[("email", "ana.o+x@mail.example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if email::form(field.value()) == EmailForm::Invalid {
        findings.report(Detail::None);
    }
}
