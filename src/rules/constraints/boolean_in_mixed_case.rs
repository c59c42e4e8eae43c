//! The Boolean has upper and lower case letters.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AttributeDataType, Column, ColumnKind, Schema},
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "boolean-in-mixed-case",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::ALA],
    summary: "The Boolean has upper and lower case letters.",
    explanation: "`true` and `TRUE` are in samples and logs. `True`, as Python writes it, was imported according to one program only.",
    advice: &[
        Advice::cleaning("`clean` writes true or false."),
        Advice::person("Write true or false."),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::fires(&[("email_verified", "True")]),
        Example::fires(&[("cognito:mfa_enabled", "False")]),
        Example::passes(&[("email_verified", "TRUE")]),
        Example::passes(&[("name", "True")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let value = field.value();
    if boolean::parse(value).is_some() && !boolean::is_canonical(value) {
        findings.report(Detail::None);
    }
}

fn reads(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::MfaEnabled
        || column.attribute.data_type == AttributeDataType::Boolean
}
