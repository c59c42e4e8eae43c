//! The username is no phone number, though users sign in with one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-not-a-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is no phone number, though users sign in with one.",
    explanation: "In a pool whose UsernameAttributes are phone numbers alone, the username has to be the phone number; the service makes a UUID of its own.",
    advice: "Put the phone number into cognito:username as well.",
    check: Check::Value {
        reads,
        find,
    },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["phone_number"]}"#),
        Example::passes(&[("cognito:username", "+12065550100"), ("phone_number", "+12065550100")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["phone_number"]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if !username::is_phone_shaped(field.value()) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username
        && schema.pool().username_attributes == [VerifiableAttribute::PhoneNumber]
}
