//! The value has a backslash before a comma.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "value-has-backslash-before-comma",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value has a backslash before a comma.",
    explanation: "In Cognito’s dialect a backslash before a comma reads back as the comma alone, so the backslash would be lost.",
    advice: &[
        Advice::person("Replace it in the source system."),
        Advice::options(
            "--backslash-to-slash",
            "`clean --backslash-to-slash` writes a slash.",
        ),
    ],
    check: Check::Writing { find },
    cleared_by: facts![NO_BACKSLASH],
    examples: &[
        Example::fires(&[("name", "a\\,b")]).when_written(),
        Example::passes(&[("name", "a,b")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::BackslashBeforeComma) {
        findings.report(Detail::None);
    }
}
