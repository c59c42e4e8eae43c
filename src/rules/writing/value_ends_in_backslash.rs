//! The value ends in a backslash.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "value-ends-in-backslash",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value ends in a backslash.",
    explanation: "The backslash would escape the separator after it and join two values, so the value cannot be written.",
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
        Example::fires(&[("name", "C:\\")]).when_written(),
        Example::passes(&[("name", "C:\\users")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::EndsInBackslash) {
        findings.report(Detail::None);
    }
}
