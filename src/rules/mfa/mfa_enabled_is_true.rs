//! `cognito:mfa_enabled` is true, but MFA is off in the pool.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{Column, ColumnKind, MfaConfiguration, Schema},
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-is-true",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "cognito:mfa_enabled is true, but MFA is off in the pool.",
    explanation: "In a pool with MFA OFF the column must be false or blank.",
    advice: &[
        Advice::person("Write false, or turn MFA on in the pool first."),
        Advice::options(
            "--override cognito:mfa_enabled=false",
            "`clean --override cognito:mfa_enabled=false` writes it into every row.",
        ),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![NOT_TRUE],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "true")]),
        Example::passes(&[("cognito:mfa_enabled", "false")]),
        Example::passes(&[
            ("cognito:mfa_enabled", "true"),
            ("phone_number", "+12065550100"),
        ])
        .pool(POOL_EMAIL_OFF.mfa("OPTIONAL")),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if boolean::parse(field.value()) == Some(true) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::MfaEnabled && schema.pool().mfa == MfaConfiguration::Off
}
