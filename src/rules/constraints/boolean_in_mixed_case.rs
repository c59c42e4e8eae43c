//! The Boolean is written in upper and lower case.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::boolean,
};

/// The Boolean is written in upper and lower case.
pub static BOOLEAN_IN_MIXED_CASE: Rule = Rule {
    name: "boolean-in-mixed-case",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ALA],
    summary: "The Boolean is written in upper and lower case.",
    explanation: "`true` and `TRUE` stand in samples and logs; `True`, as Python writes it, was imported according to one program only.",
    advice: "Write true or false; `clean` does.",
    check: Check::Value { reads, find },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::speaks(&[("email_verified", "True")]),
        Example::speaks(&[("cognito:mfa_enabled", "False")]),
        Example::silent(&[("email_verified", "TRUE")]),
        Example::silent(&[("name", "True")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let value = field.value();
    if boolean::parse(value).is_some() && !boolean::is_canonical(value) {
        found.push(Detail::None);
    }
}

fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::MfaEnabled
        || column.attribute.data_type == AttributeDataType::Boolean
}
