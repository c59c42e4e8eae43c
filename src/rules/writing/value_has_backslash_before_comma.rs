//! A backslash stands before a comma in the value.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
};

/// A backslash stands before a comma in the value.
pub static VALUE_HAS_BACKSLASH_BEFORE_COMMA: Rule = Rule {
    name: "value-has-backslash-before-comma",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A backslash stands before a comma in the value.",
    explanation: "In Cognito’s dialect a backslash before a comma reads back as a comma alone, so the backslash would be lost.",
    advice: "Replace it in the source system, or with `clean --backslash-to-slash`.",
    check: Check::Writing { find },
    cleared_by: facts![NO_BACKSLASH],
    examples: &[
        Example::speaks(&[("name", "a\\,b")]).when_written(),
        Example::silent(&[("name", "a,b")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::BackslashBeforeComma) {
        found.push(Detail::None);
    }
}
