//! `cognito:mfa_enabled` is neither true nor false.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
    values::boolean,
};

/// `cognito:mfa_enabled` is neither true nor false.
pub static MFA_ENABLED_IS_NOT_A_BOOLEAN: Rule = Rule {
    name: "mfa-enabled-is-not-a-boolean",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "cognito:mfa_enabled is neither true nor false.",
    explanation: "Only true and false, in any letter case, are known words of this column.",
    advice: "Write true, false or nothing; `clean` does for `yes`, `1` and the like.",
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::MfaEnabled,
        find,
    },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::speaks(&[("cognito:mfa_enabled", "maybe")]),
        Example::silent(&[("cognito:mfa_enabled", "FALSE")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if boolean::parse(field.value()).is_none() {
        found.push(Detail::None);
    }
}
