//! No auto-verified attribute of the row is marked as verified.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, LogText, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "no-auto-verified-attribute-is-true",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE, &source::I58, &source::DEVTO],
    summary: "No auto-verified attribute of the row is marked as verified.",
    explanation: "Every row must mark at least one of the attributes that the pool verifies automatically as verified: email_verified for email, phone_number_verified for phone_number. A flag that may or may not count as true, such as 1 or yes, has a rule of its own. The guide’s text of the log line ends in “to true”; the one that was seen says “to verified”, and is the one shown.",
    advice: "Set the flag to true for addresses that the old system verified. For a whole file, `clean --set email_verified=true` fills the blank ones.",
    log_line: Some(LogText::observed(
        "The User Record does not set any of the auto verified attributes to verified. (Example: email_verified to true).",
    )),
    check: Check::Row {
        reads: |schema| !schema.pool().auto_verified.is_empty(),
        find,
    },
    cleared_by: facts![AUTO_VERIFIED],
    examples: &[
        Example::fires(&[("email_verified", "false")]),
        Example::fires(&[("email_verified", "")]),
        Example::fires(&[("email_verified", "maybe")]).and(&["verified-flag-is-not-a-boolean"]),
        Example::passes(&[("email_verified", "TRUE")]),
        Example::passes(&[("email_verified", "1")]),
        Example::passes(&[
            ("email_verified", "false"),
            ("phone_number", "+12065550100"),
            ("phone_number_verified", "true"),
        ])
        .pool(POOL_EMAIL_OFF.auto_verified(&["email", "phone_number"])),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    let pool = row.schema.pool();
    let flags = [
        (
            VerifiableAttribute::Email,
            known.email_verified,
            known.email,
        ),
        (
            VerifiableAttribute::PhoneNumber,
            known.phone_number_verified,
            known.phone_number,
        ),
    ];
    let is_verified = flags.into_iter().any(|(attribute, flag, address)| {
        pool.auto_verifies(attribute) && may_verify(row.value(flag), row.value(address))
    });
    if !is_verified {
        let column = if pool.auto_verifies(VerifiableAttribute::Email) {
            known.email_verified
        } else {
            known.phone_number_verified
        };
        findings.report_on(column, Detail::None);
    }
}

/// Whether the flag is true, or has a spelling of true that the service may take and an address that it
/// could then be about.
fn may_verify(flag: &str, address: &str) -> bool {
    boolean::parse(flag) == Some(true)
        || (boolean::parse_spelling(flag) == Some(true) && !address.is_empty())
}
