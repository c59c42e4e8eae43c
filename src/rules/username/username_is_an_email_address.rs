//! The username is an e-mail address, and the pool has e-mail aliases.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{AliasAttribute, Column, ColumnKind, Schema},
    values::username,
};

/// The username is an e-mail address, and the pool has e-mail aliases.
pub static USERNAME_IS_AN_EMAIL_ADDRESS: Rule = Rule {
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
        Example::speaks(&[("cognito:username", "ana@example.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::speaks(&[("cognito:username", "ana@exa!mple.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::silent(&[("cognito:username", "ana")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","AliasAttributes":["email"]}"#),
        Example::silent(&[("cognito:username", "ana@example.com")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if username::is_email_shaped(field.value()) {
        found.push(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username && schema.pool().has_alias(AliasAttribute::Email)
}
