//! MFA is enabled for a user without a phone number.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Row, Rule, facts},
    schema::MfaConfiguration,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-without-phone-number",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ASF, &source::OURS],
    summary: "MFA is enabled for a user without a phone number.",
    explanation: "A pool that demands MFA imports users who have no factor, so one where it is OPTIONAL should do so too. But a code by text message needs a number to go to.",
    advice: "Fill phone_number, or write false into cognito:mfa_enabled.",
    check: Check::Row {
        reads: |schema| schema.pool().mfa == MfaConfiguration::Optional,
        find,
    },
    cleared_by: facts![MFA_PHONE_NUMBER],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "true")])
            .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OPTIONAL"}"#),
        Example::passes(&[
            ("cognito:mfa_enabled", "true"),
            ("phone_number", "+12065550100"),
        ])
        .pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OPTIONAL"}"#),
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
