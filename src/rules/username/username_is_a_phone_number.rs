//! The username is a phone number, but phone numbers are aliases in this pool.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{AliasAttribute, Column, ColumnKind, Schema},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-a-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is a phone number, but phone numbers are aliases in this pool.",
    explanation: "In a pool where users can sign in with a phone number as an alias, a username must not have the form of a phone number.",
    advice: &[Advice::person(
        "Use another identifier as the username; users can still sign in with their phone number.",
    )],
    check: Check::Value { reads, find },
    cleared_by: facts![NO_PLUS_AT_START],
    examples: &[
        Example::fires(&[("cognito:username", "+12065550100")])
            .pool(POOL_EMAIL_OFF.aliases(&["phone_number"])),
        Example::passes(&[("cognito:username", "12065550100")])
            .pool(POOL_EMAIL_OFF.aliases(&["phone_number"])),
        Example::passes(&[("cognito:username", "+12065550100")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if username::is_phone_shaped(field.value()) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username && schema.pool().has_alias(AliasAttribute::PhoneNumber)
}
