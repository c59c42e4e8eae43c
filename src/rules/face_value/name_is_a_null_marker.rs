//! A value that no user can do without is what programs write where there is none.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    values::face_value,
};

pub(super) static RULE: Rule = Rule {
    name: "name-is-a-null-marker",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A value that no user can do without is a text such as NULL.",
    explanation: "NULL, None, NaN and the like are what programs write where there is no value. The import would create a user whose username, alias or required attribute is that text, and a username can never be changed.",
    advice: &[
        Advice::person("Give the user a value in the source."),
        Advice::options(
            "--null common",
            "`clean --null common` makes such texts blank in every column, so that a user who has none is named as one.",
        ),
    ],
    check: Check::Value {
        reads: columns::needed,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("cognito:username", "NULL")]),
        Example::fires(&[("name", "None")]).pool(
            POOL_EMAIL_OFF.with(r#"{"Name":"name","AttributeDataType":"String","Required":true}"#),
        ),
        Example::passes(&[("cognito:username", "Null")]),
        Example::passes(&[("name", "None")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if face_value::is_null_marker(field.value()) {
        findings.report(Detail::None);
    }
}
