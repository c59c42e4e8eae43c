//! No auto-verified attribute of the row is true.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::boolean,
};

/// No auto-verified attribute of the row is true.
pub static NO_AUTO_VERIFIED_ATTRIBUTE_IS_TRUE: Rule = Rule {
    name: "no-auto-verified-attribute-is-true",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE, &source::I58, &source::DEVTO],
    summary: "No auto-verified attribute of the row is true.",
    explanation: "At least one of the attributes that the pool verifies automatically has to be marked as verified in every row: email_verified for email, phone_number_verified for phone_number. The service’s text differs from the guide’s by one word; the observed one is given.",
    advice: "Set the flag to true for addresses that the old system verified; for a whole file `clean --set email_verified=true` fills blank ones.",
    log_line: Some(
        "The User Record does not set any of the auto verified attributes to verified. (Example: email_verified to true).",
    ),
    check: Check::Row {
        reads: |schema| !schema.pool().auto_verified.is_empty(),
        find,
    },
    cleared_by: facts![AUTO_VERIFIED],
    examples: &[
        Example::speaks(&[("email_verified", "false")]),
        Example::speaks(&[("email_verified", "")]),
        Example::silent(&[("email_verified", "TRUE")]),
        Example::silent(&[
            ("email_verified", "false"),
            ("phone_number", "+12065550100"),
            ("phone_number_verified", "true"),
        ])
        .pool(r#"{"AutoVerifiedAttributes":["email","phone_number"],"MfaConfiguration":"OFF"}"#),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, found: &mut Found<'_>) {
    let known = row.schema.known();
    let pool = row.schema.pool();
    let flags = [
        (VerifiableAttribute::Email, known.email_verified),
        (
            VerifiableAttribute::PhoneNumber,
            known.phone_number_verified,
        ),
    ];
    let is_verified = flags.into_iter().any(|(attribute, flag)| {
        pool.auto_verifies(attribute) && boolean::parse(row.value(flag)) == Some(true)
    });
    if !is_verified {
        let column = if pool.auto_verifies(VerifiableAttribute::Email) {
            known.email_verified
        } else {
            known.phone_number_verified
        };
        found.push_on(column, Detail::None);
    }
}
