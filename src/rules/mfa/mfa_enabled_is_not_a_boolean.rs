//! `cognito:mfa_enabled` is neither true nor false.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "mfa-enabled-is-not-a-boolean",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "cognito:mfa_enabled is neither true nor false.",
    explanation: "This column accepts only true and false, in any letter case.",
    advice: &[
        Advice::cleaning("`clean` writes true or false for `yes`, `1` and the like."),
        Advice::person("Write true, false or nothing."),
        Advice::options(
            "--false COLUMN=maybe",
            "Where another word of the source means true or false, say so: `clean --true COLUMN=WORDS`, `--false COLUMN=WORDS`.",
        ),
    ],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::MfaEnabled,
        find,
    },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::fires(&[("cognito:mfa_enabled", "maybe")]),
        Example::fires(&[("cognito:mfa_enabled", "yes")]),
        Example::passes(&[("cognito:mfa_enabled", "FALSE")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if boolean::parse(field.value()).is_none() {
        findings.report(Detail::None);
    }
}
