//! The username is no e-mail address, though users sign in with one.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

/// The username is no e-mail address, though users sign in with one.
pub static USERNAME_IS_NOT_AN_EMAIL_ADDRESS: Rule = Rule {
    name: "username-is-not-an-email-address",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is no e-mail address, though users sign in with one.",
    explanation: "In a pool whose UsernameAttributes are e-mail alone, the username has to be the e-mail address; the service makes a UUID of its own. The API says that the username should be an email.",
    advice: "Put the e-mail address into cognito:username as well.",
    check: Check::Value {
        reads,
        find,
    },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::speaks(&[]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
        Example::speaks(&[("cognito:username", "ana@exa!mple.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
        Example::silent(&[("cognito:username", "ana@example.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if !username::is_email_address(field.value()) {
        found.push(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username
        && schema.pool().username_attributes == [VerifiableAttribute::Email]
}
