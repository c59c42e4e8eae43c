//! `cognito:mfa_enabled` is neither true nor false.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Field, Rule, no_words},
    schema::ColumnKind,
    values::boolean,
};

/// `cognito:mfa_enabled` is neither true nor false.
pub static MFA_ENABLED_IS_NOT_A_BOOLEAN: Rule = Rule {
    name: "mfa-enabled-is-not-a-boolean",
    effect: Effect::RowFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "cognito:mfa_enabled is neither true nor false.",
    explanation: "Only true and false, in any letter case, are known words of this column.",
    advice: "Write true, false or nothing; `clean` does for `yes`, `1` and the like.",
    log_line: None,
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::MfaEnabled,
        find,
    },
    words: no_words,
    examples: &[
        Example::speaks(&[("cognito:mfa_enabled", "maybe")]),
        Example::silent(&[("cognito:mfa_enabled", "FALSE")]),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if boolean::parse(field.value()).is_none() {
        found.push(Detail::None);
    }
}
