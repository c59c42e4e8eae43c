//! The username is neither an e-mail address nor a phone number, and must be one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{Column, ColumnKind, Schema},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-neither-email-nor-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is neither an e-mail address nor a phone number, and must be one.",
    explanation: "In a pool whose UsernameAttributes are email and phone_number, the username must be one of the two. The API says that it should be either an email or a phone number.",
    advice: &[
        Advice::person("Put the e-mail address or the phone number into cognito:username as well."),
        Advice::options(
            "--rename cognito:username=old --copy email=cognito:username --drop-unknown-columns",
            "Where every user has an e-mail address, `clean --rename cognito:username=old --copy email=cognito:username --drop-unknown-columns` does that for a whole file.",
        ),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![ADDRESS],
    examples: &[
        Example::fires(&[]).pool(POOL_EMAIL_OFF.username_attributes(&["email", "phone_number"])),
        Example::fires(&[("cognito:username", "ana@exa!mple.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email", "phone_number"])),
        Example::passes(&[("cognito:username", "ana@example.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email", "phone_number"])),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if !username::is_email_address(field.value()) && !username::is_phone_shaped(field.value()) {
        findings.report(Detail::None);
    }
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::Username && schema.pool().username_attributes.len() > 1
}
