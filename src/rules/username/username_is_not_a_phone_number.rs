//! The username is not a phone number, and must be one.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule, facts},
    schema::{Column, ColumnKind, Schema, VerifiableAttribute},
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-is-not-a-phone-number",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::ATTR],
    summary: "The username is not a phone number, and must be one.",
    explanation: "In a pool whose only UsernameAttribute is phone_number, the username must be the phone number. The service creates its own UUID as the internal username.",
    advice: &[
        Advice::person("Put the phone number into cognito:username as well."),
        Advice::options(
            "--rename cognito:username=old --copy phone_number=cognito:username --drop-unknown-columns",
            "`clean --rename cognito:username=old --copy phone_number=cognito:username --drop-unknown-columns` does that for a whole file.",
        ),
    ],
    check: Check::Value { reads, find },
    cleared_by: facts![PHONE_NUMBER],
    examples: &[
        Example::fires(&[]).pool(POOL_EMAIL_OFF.username_attributes(&["phone_number"])),
        Example::passes(&[
            ("cognito:username", "+12065550100"),
            ("phone_number", "+12065550100"),
        ])
        .pool(POOL_EMAIL_OFF.username_attributes(&["phone_number"])),
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
