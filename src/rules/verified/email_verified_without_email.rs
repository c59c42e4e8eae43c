//! `email_verified` is true, but the row has no email.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "email-verified-without-email",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "email_verified is true, but the row has no email.",
    explanation: "A verified address must exist: a row whose email_verified is true needs a value in email.",
    advice: &[
        Advice::person("Fill email.").edit(&[("email", "ana@example.com")]),
        Advice::person("Or set email_verified to false: the pool does not demand that it is true.")
            .when(|found| found.schema.pool().auto_verified != [VerifiableAttribute::Email])
            .edit(&[
                ("email_verified", "false"),
                ("phone_number", "+12065550100"),
                ("phone_number_verified", "true"),
            ]),
    ],
    check: Check::Row {
        reads: |schema| schema.known().email_verified.is_some(),
        find,
    },
    cleared_by: facts![VERIFIED_ADDRESSES],
    examples: &[
        Example::fires(&[("email", ""), ("email_verified", "true")]),
        Example::fires(&[("email", ""), ("email_verified", "true")])
            .pool(POOL_EMAIL_OFF.auto_verified(&["email", "phone_number"])),
        Example::passes(&[("email", ""), ("email_verified", "false")]),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    if boolean::parse(row.value(known.email_verified)) == Some(true)
        && row.value(known.email).is_empty()
    {
        findings.report_on(known.email, Detail::None);
    }
}
