//! The username is no phone number, though users sign in with one.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

/// The username is no phone number, though users sign in with one.
pub static USERNAME_IS_NOT_A_PHONE_NUMBER: Rule = Rule {
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
        Example::speaks(&[]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["phone_number"]}"#),
        Example::silent(&[("cognito:username", "+12065550100"), ("phone_number", "+12065550100")]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UsernameAttributes":["phone_number"]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if !username::is_phone_shaped(field.value()) {
        found.push(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username
        && schema.pool().username_attributes == [VerifiableAttribute::PhoneNumber]
}
