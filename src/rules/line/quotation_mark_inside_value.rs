//! A quotation mark stands inside the value.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
};

/// A quotation mark stands inside the value.
pub static QUOTATION_MARK_INSIDE_VALUE: Rule = Rule {
    name: "quotation-mark-inside-value",
    effect: Effect::Warns,
    claim: Claim::Unknown {
        decision: &unknowns::QUOTATION_MARKS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A quotation mark stands inside the value.",
    explanation: "The import knows no quoting, and even a parser that does takes a mark inside a value for data in most cases. It is stored as it stands.",
    advice: "Nothing has to be done; if the import of such a row matters, test it with a single user first.",
    check: Check::Value {
        reads: |_, column| column.kind != ColumnKind::PasswordHash,
        find,
    },
    cleared_by: facts![NO_QUOTATION_MARK],
    words,
    examples: &[
        Example::speaks(&[("name", "Ana \"La\" Lopez")]).saying("after 4 characters"),
        Example::silent(&[("name", "Ana")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let value = field.value();
    if !value.starts_with('"')
        && let Some((before, _)) = value.split_once('"')
    {
        let place = before.chars().count();
        found.push(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::At(characters) => write!(f, "after {characters} characters"),
        _ => Ok(()),
    }
}
