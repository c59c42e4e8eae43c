//! `email_verified` or `phone_number_verified` is blank.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
    schema::VerifiableAttribute,
    values::{boolean, white_space},
};

pub(super) static RULE: Rule = Rule {
    name: "verified-flag-is-blank",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Observed),
    sources: &[
        &source::ASF,
        &source::LIC2026,
        &source::CLASSM,
        &source::ALA,
        &source::DEVTO,
        &source::I27,
    ],
    summary: "email_verified or phone_number_verified is blank.",
    explanation: "Reports contradict each other. Several from 2018 to 2022 say that both flags must be given in every row; imports of 2025 and 2026 accepted a blank flag. A blank flag is therefore predicted to be accepted.",
    advice: &[
        Advice::cleaning("`clean` writes false."),
        Advice::person("Write false where nothing is verified."),
    ],
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![VERIFIED_FLAGS],
    examples: &[
        Example::fires(&[("phone_number_verified", "")]),
        Example::fires(&[("phone_number_verified", "")])
            .pool(POOL_EMAIL_OFF.auto_verified(&["email", "phone_number"])),
        Example::passes(&[]),
        Example::passes(&[("phone_number_verified", "")])
            .pool(POOL_EMAIL_OFF.auto_verified(&["phone_number"])),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let known = row.schema.known();
    let pool = row.schema.pool();
    let flags = [
        (VerifiableAttribute::Email, known.email_verified),
        (
            VerifiableAttribute::PhoneNumber,
            known.phone_number_verified,
        ),
    ];
    let is_true = |flag| boolean::parse(row.value(flag)) == Some(true);
    let row_is_verified = flags
        .into_iter()
        .any(|(attribute, flag)| pool.auto_verifies(attribute) && is_true(flag));
    for (attribute, flag) in flags {
        let is_blank = flag
            .and_then(|column| row.record.field(column))
            .is_some_and(white_space::is_blank);
        // Where no flag is true, another rule reports the blank one.
        if is_blank && (row_is_verified || !pool.auto_verifies(attribute)) {
            findings.report_on(flag, Detail::None);
        }
    }
}
