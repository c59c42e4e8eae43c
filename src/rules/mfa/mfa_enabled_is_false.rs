//! `cognito:mfa_enabled` is false, but the pool requires MFA.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{Column, ColumnKind, MfaConfiguration, Schema},
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-is-false",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "cognito:mfa_enabled is false, but the pool requires MFA.",
    explanation: "In a pool with MFA ON the column must be true or blank.",
    advice: &[
        Advice::person(
            "Leave the column blank or write true. Users without a factor are imported and set one up later.",
        ),
        Advice::options(
            "--override cognito:mfa_enabled=true",
            "`clean --override cognito:mfa_enabled=true` writes it into every row.",
        ),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![NOT_FALSE],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "false")]).pool(POOL_EMAIL_OFF.mfa("ON")),
        Example::passes(&[("cognito:mfa_enabled", "true")]).pool(POOL_EMAIL_OFF.mfa("ON")),
        Example::passes(&[("cognito:mfa_enabled", "")]).pool(POOL_EMAIL_OFF.mfa("ON")),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if boolean::parse(field.value()) == Some(false) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::MfaEnabled && schema.pool().mfa == MfaConfiguration::On
}
