//! The username is an e-mail address, but e-mail addresses are aliases in this pool.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{AliasAttribute, Column, ColumnKind, Schema},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-an-email-address",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is an e-mail address, but e-mail addresses are aliases in this pool.",
    explanation: "In a pool where users can sign in with an e-mail address as an alias, a username must not have the form of an e-mail address. The API says that a username cannot be of email format in such a pool.",
    advice: &[Advice::person(
        "Use another identifier as the username; users can still sign in with their e-mail address.",
    )],
    check: Check::Value { reads, find },
    cleared_by: facts![NO_AT_SIGN],
    examples: &[
        Example::fires(&[("cognito:username", "ana@example.com")])
            .pool(POOL_EMAIL_OFF.aliases(&["email"])),
        Example::fires(&[("cognito:username", "ana@exa!mple.com")])
            .pool(POOL_EMAIL_OFF.aliases(&["email"])),
        Example::passes(&[("cognito:username", "ana")]).pool(POOL_EMAIL_OFF.aliases(&["email"])),
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
