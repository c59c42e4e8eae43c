//! The value has an invisible character at its start or end.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::white_space,
};

pub(super) static RULE: Rule = Rule {
    name: "invisible-character-around-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value has an invisible character at its start or end.",
    explanation: "A zero-width space, a direction mark or a no-break space around a value usually comes from copying out of a web page. The import stores it, and a search for the value does not find it. A joiner that shapes a letter outside ASCII is part of the spelling, and so is a mark that ends a run of another writing direction inside the value.",
    advice: &[
        Advice::cleaning("`clean` deletes the character."),
        Advice::person("Delete the character."),
    ],
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
