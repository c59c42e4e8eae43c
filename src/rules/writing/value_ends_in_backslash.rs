//! The value ends in a backslash.

use crate::{
    dialect::cognito::{self, Inexpressible},
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Field, Rule, no_words},
};

/// The value ends in a backslash.
pub static VALUE_ENDS_IN_BACKSLASH: Rule = Rule {
    name: "value-ends-in-backslash",
    effect: Effect::RowFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "The value ends in a backslash.",
    explanation: "The backslash would escape the separator behind it and join two values. It cannot be written.",
    advice: "Replace it in the source system, or with `clean --backslash-to-slash`.",
    log_line: None,
    check: Check::Writing { find },
    words: no_words,
    examples: &[
        Example::speaks(&[("name", "C:\\")]).when_written(),
        Example::silent(&[("name", "C:\\users")]).when_written(),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if cognito::inexpressible(field.written()) == Some(Inexpressible::EndsInBackslash) {
        found.push(Detail::None);
    }
}
