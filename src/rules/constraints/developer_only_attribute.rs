//! The column is a developer-only attribute.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "developer-only-attribute",
    effect: Effect::Warns,
    claim: Claim::Unknown {
        decision: &unknowns::DEVELOPER_ONLY_COLUMN,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::SCHEMA, &source::OURS],
    summary: "The column is a developer-only attribute.",
    explanation: "Such attributes are legacy. An import runs with the rights of the account, which can write them, but no such import is published.",
    advice: &[Advice::person("Import a single user with such a value first.")],
    check: Check::Value {
        reads: |_, column| column.attribute.developer_only,
        find,
    },
    examples: &[
        Example::fires(&[("dev:custom:code", "a")])
            .columns(&["dev:custom:code"])
            .pool(POOL_EMAIL_OFF.with(r#"{"Name":"dev:custom:code","AttributeDataType":"String","DeveloperOnlyAttribute":true}"#)),
        Example::passes(&[("custom:code", "a")]).columns(&["custom:code"]).pool(POOL_EMAIL_OFF.with(r#"{"Name":"custom:code","AttributeDataType":"String","StringAttributeConstraints":{"MinLength":"0"}}"#)),
    ],
    ..Rule::BASE
};

fn find(_: &Field<'_>, findings: &mut Findings<'_>) {
    findings.report(Detail::None);
}
