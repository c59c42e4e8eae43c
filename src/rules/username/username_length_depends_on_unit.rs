//! The username has more than 128 characters if some of them count twice.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, Unit, facts},
    schema::{ColumnKind, limits},
    values::length,
};

pub(super) static RULE: Rule = Rule {
    name: "username-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::USERNAME_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::BOTO],
    summary: "The username has more than 128 characters if some of them count twice.",
    explanation: "Some characters, such as emoji, are one code point but two UTF-16 code units. Which of them the limit of 128 counts is not known.",
    advice: &[Advice::person("Use a shorter identifier.")],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_LENGTH],
    examples: &[
        Example::fires(&[(
            "cognito:username",
            "\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}\u{1f600}",
        )]).message("130 UTF-16 code units, at most 128"),
        Example::passes(&[("cognito:username", "\u{1f600}")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let length = length::of(field.value());
    if length.code_points <= limits::USERNAME_CHARACTERS
        && length.utf16_units > limits::USERNAME_CHARACTERS
    {
        findings.report(Detail::Length {
            found: length.utf16_units,
            limit: limits::USERNAME_CHARACTERS,
            unit: Unit::Utf16CodeUnits,
        });
    }
}
