//! A line break stands inside the value.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
};

/// A line break stands inside the value.
pub static VALUE_HAS_LINE_BREAK: Rule = Rule {
    name: "value-has-line-break",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A line break stands inside the value.",
    explanation: "Cognito’s dialect has no quoting, so a line break always ends the row. The value cannot be written.",
    advice: "Replace the line break in the source system, or with `clean --newlines-to-space`.",
    check: Check::Writing { find },
    cleared_by: facts![PRINTABLE],
    examples: &[
        Example::speaks(&[("name", "Ana\nLopez")]).when_written(),
        Example::silent(&[("name", "Ana Lopez")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::LineBreak) {
        found.push(Detail::None);
    }
}
