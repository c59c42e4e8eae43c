//! The username is no e-mail address, though users sign in with one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

pub(super) static RULE: Rule = Rule {
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
        Example::fires(&[]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
        Example::fires(&[("cognito:username", "ana@exa!mple.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
        Example::passes(&[("cognito:username", "ana@example.com")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["email"]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if !username::is_email_address(field.value()) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username
        && schema.pool().username_attributes == [VerifiableAttribute::Email]
}
