//! The value begins or ends with a character that nobody sees.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::white_space,
};

/// The value begins or ends with a character that nobody sees.
pub static INVISIBLE_CHARACTER_AT_END_OF_VALUE: Rule = Rule {
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
        Example::speaks(&[("name", "\u{200b}Ana")]),
        Example::speaks(&[("name", "Ana\u{a0}")]),
        Example::silent(&[("email", "ana@example.com\u{200b}")]),
        Example::silent(&[("cognito:username", "ana\u{200b}")]),
        Example::speaks(&[("name", "\u{202a}Ana\u{202c}")]),
        Example::silent(&[("name", "\u{645}\u{6cc}\u{200c}\u{62e}")]),
        Example::silent(&[("name", "\u{9a4}\u{9cd}\u{200d}")]),
        Example::silent(&[("name", "\u{5d0} \u{202a}Ana\u{202c}")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let value = field.value();
    if white_space::trim_invisible_text(value).len() != value.len() {
        found.push(Detail::None);
    }
}

/// Columns of free text; elsewhere such a character breaks the rule of the column.
fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && !matches!(column.name(), "email" | "phone_number" | "birthdate")
}
