//! The username has more than 128 characters.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{ColumnKind, limits},
    values::length,
};

/// The username has more than 128 characters.
pub static USERNAME_IS_TOO_LONG: Rule = Rule {
    name: "username-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::BOTO, &source::QUOTA],
    summary: "The username has more than 128 characters.",
    explanation: "The API’s model admits 1 to 128 characters. They are counted as code points, so this username is too long in every reading.",
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
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        )]).saying("129 characters, at most 128"),
        Example::silent(&[(
            "cognito:username",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        )]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let length = length::of(field.value()).code_points;
    if length > limits::USERNAME_CHARACTERS {
        found.push(Detail::Length {
            found: length,
            limit: limits::USERNAME_CHARACTERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} characters, at most {limit}"),
        _ => Ok(()),
    }
}
