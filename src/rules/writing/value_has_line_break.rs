//! The value has a line break inside.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "value-has-line-break",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value has a line break inside.",
    explanation: "Cognito’s dialect has no quoting, so a line break always ends the row. The value cannot be written.",
    advice: &[
        Advice::person("Replace the line break in the source system."),
        Advice::options(
            "--newlines-to-space",
            "`clean --newlines-to-space` writes a space.",
        ),
    ],
    check: Check::Writing { find },
    cleared_by: facts![PRINTABLE],
    examples: &[
        Example::fires(&[("name", "Ana\nLopez")]).when_written(),
        Example::passes(&[("name", "Ana Lopez")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::LineBreak) {
        findings.report(Detail::None);
    }
}
