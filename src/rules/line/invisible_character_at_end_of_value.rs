//! The value begins or ends with a character that nobody sees.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::white_space,
};

pub(super) static RULE: Rule = Rule {
    name: "invisible-character-at-end-of-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value begins or ends with a character that nobody sees.",
    explanation: "A zero-width space, a direction mark or a no-break space at the edge of a value comes from copying out of a page. It is stored, and a search for the value will not find it. A joiner that shapes a letter of a script outside ASCII is spelling, and so is a mark that ends a run of another writing direction inside the value.",
    advice: "Delete the character; `clean` does.",
    check: Check::Value { reads, find },
    cleared_by: facts![VISIBLE_ENDS],
    examples: &[
        Example::fires(&[("name", "\u{200b}Ana")]),
        Example::fires(&[("name", "Ana\u{a0}")]),
        Example::passes(&[("email", "ana@example.com\u{200b}")]),
        Example::passes(&[("cognito:username", "ana\u{200b}")]),
        Example::fires(&[("name", "\u{202a}Ana\u{202c}")]),
        Example::passes(&[("name", "\u{645}\u{6cc}\u{200c}\u{62e}")]),
        Example::passes(&[("name", "\u{9a4}\u{9cd}\u{200d}")]),
        Example::passes(&[("name", "\u{5d0} \u{202a}Ana\u{202c}")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if white_space::trim_invisible_text(value).len() != value.len() {
        findings.report(Detail::None);
    }
}

/// Columns of free text; elsewhere such a character breaks the rule of the column.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && !matches!(column.name(), "email" | "phone_number" | "birthdate")
}
