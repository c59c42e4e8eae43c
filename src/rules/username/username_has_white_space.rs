//! A space or a tab stands inside the username.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
};

/// A space or a tab stands inside the username.
pub static USERNAME_HAS_WHITE_SPACE: Rule = Rule {
    name: "username-has-white-space",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "A space or a tab stands inside the username.",
    explanation: "A username may hold any Unicode text but spaces and tabs.",
    advice: "Use another identifier, or replace the spaces in the source system; the users have to know the new name.",
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_CHARACTERS],
    words,
    examples: &[
        Example::speaks(&[("cognito:username", "ana lopez")]).saying("after 3 characters"),
        Example::silent(&[("cognito:username", " ana ")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if let Some(place) = field.value().chars().position(|c| matches!(c, ' ' | '\t')) {
        found.push(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::At(characters) => write!(f, "after {characters} characters"),
        _ => Ok(()),
    }
}
