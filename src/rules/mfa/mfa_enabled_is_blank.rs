//! `cognito:mfa_enabled` is blank, and MFA is optional in the pool.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::MfaConfiguration,
    values::white_space,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-is-blank",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BLANK_MFA_IN_OPTIONAL_POOL,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::GUIDE_OLD],
    summary: "cognito:mfa_enabled is blank, and MFA is optional in the pool.",
    explanation: "The guide of 2021 said that the column cannot be empty in a pool with MFA OPTIONAL. Today’s guide says that a blank means what the pool requires, and does not mention OPTIONAL.",
    advice: &[
        Advice::cleaning("`clean` writes false."),
        Advice::person("Write true or false."),
    ],
    check: Check::Row {
        reads: |schema| schema.pool().mfa == MfaConfiguration::Optional,
        find,
    },
    cleared_by: facts![MFA_FLAG],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "")]).pool(POOL_EMAIL_OFF.mfa("OPTIONAL")),
        Example::passes(&[("cognito:mfa_enabled", "")]),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let column = row.schema.known().mfa_enabled;
    let is_blank = column
        .and_then(|column| row.record.field(column))
        .is_some_and(white_space::is_blank);
    if is_blank {
        findings.report_on(column, Detail::None);
    }
}
