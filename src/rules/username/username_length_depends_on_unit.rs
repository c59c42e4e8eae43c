//! The username has more than 128 characters only if some count twice.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{ColumnKind, limits},
    values::length,
};

/// The username has more than 128 characters only if some count twice.
pub static USERNAME_LENGTH_DEPENDS_ON_UNIT: Rule = Rule {
    name: "username-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::USERNAME_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::BOTO],
    summary: "The username has more than 128 characters only if some count twice.",
    explanation: "Characters outside the basic plane are one code point and two UTF-16 code units; which of them the limit of 128 counts is not known.",
    advice: "Use a shorter identifier.",
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_LENGTH],
    words,
    examples: &[
        Example::speaks(&[(
            "cognito:username",
            "\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}",
        )]).saying("130 UTF-16 code units, at most 128"),
        Example::silent(&[("cognito:username", "\u{1f600}")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let length = length::of(field.value());
    if length.code_points <= limits::USERNAME_CHARACTERS
        && length.utf16_units > limits::USERNAME_CHARACTERS
    {
        found.push(Detail::Length {
            found: length.utf16_units,
            limit: limits::USERNAME_CHARACTERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} UTF-16 code units, at most {limit}"),
        _ => Ok(()),
    }
}
