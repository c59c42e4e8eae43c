//! The address stands in angle brackets behind a name.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    values::email::{self, EmailForm},
};

/// The address stands in angle brackets behind a name.
pub static EMAIL_HAS_DISPLAY_TEXT: Rule = Rule {
    name: "email-has-display-text",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ATTR, &source::OURS],
    summary: "The address stands in angle brackets behind a name.",
    explanation: "`Ana <ana@example.com>` is what a mail program shows, not an address. It does not have the form that the guide asks for.",
    advice: "Keep only what stands between the brackets.",
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().email,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::speaks(&[("email", "Ana <ana@example.com>")]),
        Example::silent(&[("email", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if email::form(field.value()) == EmailForm::DisplayText {
        found.push(Detail::None);
    }
}
