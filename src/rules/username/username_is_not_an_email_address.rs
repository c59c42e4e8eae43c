//! The username is not an e-mail address, and must be one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-not-an-email-address",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is not an e-mail address, and must be one.",
    explanation: "In a pool whose only UsernameAttribute is email, the username must be the e-mail address. The service creates its own UUID as the internal username. The API says that the username should be an email.",
    advice: &[
        Advice::person("Put the e-mail address into cognito:username as well."),
        Advice::options(
            "--rename cognito:username=old --copy email=cognito:username --drop-unknown-columns",
            "`clean --rename cognito:username=old --copy email=cognito:username --drop-unknown-columns` does that for a whole file.",
        ),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![EMAIL],
    examples: &[
        Example::fires(&[]).pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
        Example::fires(&[("cognito:username", "ana@exa!mple.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
        Example::passes(&[("cognito:username", "ana@example.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
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
