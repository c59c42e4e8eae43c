//! The username is an e-mail address, and the pool has e-mail aliases.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{AliasAttribute, Column, ColumnKind, Schema},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-an-email-address",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is an e-mail address, and the pool has e-mail aliases.",
    explanation: "In a pool where an e-mail address signs in as an alias, a username must not look like one. The API says that a username cannot be of email format in such a pool.",
    advice: "Use another identifier as username; the users sign in with their e-mail address anyway.",
    check: Check::Value {
        reads,
        find,
    },
    cleared_by: facts![NO_AT_SIGN],
    examples: &[
        Example::fires(&[("cognito:username", "ana@example.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::fires(&[("cognito:username", "ana@exa!mple.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::passes(&[("cognito:username", "ana")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::passes(&[("cognito:username", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if username::is_email_shaped(field.value()) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username && schema.pool().has_alias(AliasAttribute::Email)
}
