//! The username is an address that differs from the address in its own column.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-differs-from-attribute",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::USERNAME_AND_ATTRIBUTE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::ATTR, &source::OURS],
    summary: "The username is an address that differs from the address in its own column.",
    explanation: "In a pool whose users sign in with an address, the guide shows rows where the username and the address’s column are the same. What happens when they differ, or when the column is blank, is not known.",
    advice: &[Advice::person(
        "Make both columns the same in the source system.",
    )],
    check: Check::Row {
        reads: |schema| !schema.pool().username_attributes.is_empty(),
        find,
    },
    cleared_by: facts![USERNAME_IS_ADDRESS],
    examples: &[
        Example::fires(&[("cognito:username", "bo@example.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
        Example::passes(&[("cognito:username", "ana@example.com")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
        Example::passes(&[("cognito:username", "ANA@example.com")]).pool(
            POOL_EMAIL_OFF
                .username_attributes(&["email"])
                .ignores_case(),
        ),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    let pool = row.schema.pool();
    let name = row.value(known.username);
    let column = if pool.has_username_attribute(VerifiableAttribute::Email)
        && username::is_email_address(name)
    {
        known.email
    } else if pool.has_username_attribute(VerifiableAttribute::PhoneNumber)
        && username::is_phone_shaped(name)
    {
        known.phone_number
    } else {
        return;
    };
    let address = row.value(column);
    let is_same = if pool.case_sensitive {
        address == name
    } else {
        address.to_lowercase() == name.to_lowercase()
    };
    if !is_same {
        findings.report_on(known.username, Detail::None);
    }
}
