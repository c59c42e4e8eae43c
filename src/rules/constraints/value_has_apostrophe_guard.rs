//! The value has an apostrophe that guards it from being read as a formula.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
};

pub(super) static RULE: Rule = Rule {
    name: "value-has-apostrophe-guard",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value has an apostrophe that guards it from being read as a formula.",
    explanation: "Some exports put an apostrophe before `+`, `=`, `-` and `@` so that a spreadsheet does not calculate. The import would store it.",
    advice: &[
        Advice::cleaning("`clean` removes it."),
        Advice::person("Delete the apostrophe."),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![NO_APOSTROPHE_AT_START],
    examples: &[
        Example::fires(&[("nickname", "'@ana")]),
        Example::passes(&[("family_name", "'t Hart")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field
        .value()
        .strip_prefix('\'')
        .is_some_and(|rest| rest.starts_with(['+', '=', '-', '@']))
    {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Attribute
        && column.attribute.data_type == AttributeDataType::String
        && Some(column.id) != schema.known().phone_number
}
