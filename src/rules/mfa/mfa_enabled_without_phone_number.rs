//! `cognito:mfa_enabled` is true, but the row has no phone number.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::MfaConfiguration,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-without-phone-number",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ASF, &source::OURS],
    summary: "cognito:mfa_enabled is true, but the row has no phone number.",
    explanation: "A pool that requires MFA imports users without a factor, so a pool where MFA is OPTIONAL should do so, too. But a code by text message needs a phone number.",
    advice: &[Advice::person(
        "Fill phone_number, or write false into cognito:mfa_enabled.",
    )],
    check: Check::Row {
        reads: |schema| schema.pool().mfa == MfaConfiguration::Optional,
        find,
    },
    cleared_by: facts![MFA_PHONE_NUMBER],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "true")]).pool(POOL_EMAIL_OFF.mfa("OPTIONAL")),
        Example::passes(&[
            ("cognito:mfa_enabled", "true"),
            ("phone_number", "+12065550100"),
        ])
        .pool(POOL_EMAIL_OFF.mfa("OPTIONAL")),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    if boolean::parse(row.value(known.mfa_enabled)) == Some(true)
        && row.value(known.phone_number).is_empty()
    {
        findings.report_on(known.mfa_enabled, Detail::None);
    }
}
