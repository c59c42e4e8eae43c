//! The value ends in a backslash.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
};

/// The value ends in a backslash.
pub static VALUE_ENDS_IN_BACKSLASH: Rule = Rule {
    name: "value-ends-in-backslash",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value ends in a backslash.",
    explanation: "The backslash would escape the separator behind it and join two values. It cannot be written.",
    advice: "Replace it in the source system, or with `clean --backslash-to-slash`.",
    check: Check::Writing { find },
    cleared_by: facts![NO_BACKSLASH],
    examples: &[
        Example::speaks(&[("name", "C:\\")]).when_written(),
        Example::silent(&[("name", "C:\\users")]).when_written(),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::EndsInBackslash) {
        found.push(Detail::None);
    }
}
