//! The value has a quotation mark inside.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
};

pub(super) static RULE: Rule = Rule {
    name: "quotation-mark-inside-value",
    effect: Effect::Warns,
    claim: Claim::Unknown {
        decision: &unknowns::QUOTATION_MARKS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value has a quotation mark inside.",
    explanation: "If the import does not support quoting, it stores the mark. Even a parser that supports quoting reads a mark inside a value as data in most cases.",
    advice: &[Advice::person(
        "Nothing has to be done. If such a row matters, import a single user like it first.",
    )],
    check: Check::Value {
        reads: |_, column| column.kind != ColumnKind::PasswordHash,
        find,
    },
    cleared_by: facts![NO_QUOTATION_MARK],
    examples: &[
        Example::fires(&[("name", "Ana \"La\" Lopez")]).message("after 4 characters"),
        Example::passes(&[("name", "Ana")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if !value.starts_with('"')
        && let Some((before, _)) = value.split_once('"')
    {
        let place = before.chars().count();
        findings.report(Detail::At(u32::try_from(place).unwrap_or(u32::MAX)));
    }
}
