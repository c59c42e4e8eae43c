//! No auto-verified attribute of the row is marked as verified.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, LogText, POOL_EMAIL_OFF, Row, Rule, facts,
    },
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
    advice: &[
        Advice::person("Set the flag to true for addresses that the old system verified.").when(
            |found| found.because(BLANK_FLAG) || found.because(FALSE) || found.because(OTHER_WORD),
        ),
        Advice::options(
            "--set COLUMN=true",
            "Where the old system verified every address whose flag is blank, `clean --set COLUMN=true` fills it.",
        )
        .when(|found| found.because(BLANK_FLAG)),
        Advice::options(
            "--override COLUMN=true",
            "Where it verified every address, whatever the flag says, `clean --override COLUMN=true` writes true into every row.",
        )
        .when(|found| found.because(FALSE)),
        Advice::options(
            "--true COLUMN=maybe",
            "Where a word of the source means true, say so: `clean --true COLUMN=WORDS`.",
        )
        .when(|found| found.because(OTHER_WORD)),
        Advice::person(
            "A user without an address that the pool verifies cannot be imported: fill the address, or leave the user out.",
        )
        .when(|found| found.because(NO_ADDRESS)),
    ],
    log_line: Some(LogText::observed(
        "The User Record does not set any of the auto verified attributes to verified. (Example: email_verified to true).",
    )),
    check: Check::Row {
        reads: |schema| !schema.pool().auto_verified.is_empty(),
        find,
    },
    cleared_by: facts![AUTO_VERIFIED],
    examples: &[
        Example::fires(&[("email_verified", "false")]).message(FALSE),
        Example::fires(&[("email_verified", "")]).message(BLANK_FLAG),
        Example::fires(&[("email_verified", "maybe")])
            .and(&["verified-flag-is-not-a-boolean"])
            .message(OTHER_WORD),
        Example::fires(&[("email", ""), ("email_verified", "")]).message(NO_ADDRESS),
        Example::fires(&[("email_verified", ""), ("email", ""), ("phone_number", "+12065550100")])
            .pool(POOL_EMAIL_OFF.auto_verified(&["email", "phone_number"]))
            .message(FALSE),
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

/// Why no flag counts. What is advised depends on it.
const BLANK_FLAG: &str = "the flag is blank";
const FALSE: &str = "the flag is false";
const OTHER_WORD: &str = "the flag is neither true nor false";
const NO_ADDRESS: &str = "there is no address to verify";

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
    let mut counting = flags
        .into_iter()
        .filter(|(attribute, _, _)| pool.auto_verifies(*attribute));
    let may_count = |flag, address| may_verify(row.value(flag), row.value(address));
    if counting
        .clone()
        .any(|(_, flag, address)| may_count(flag, address))
    {
        return;
    }
    // The flag of an address that is there, else the first.
    let first = counting.clone().next();
    let with_address = counting.find(|(_, _, address)| !row.value(*address).is_empty());
    let Some((_, flag, address)) = with_address.or(first) else {
        return;
    };
    let value = row.value(flag);
    let reason = if row.value(address).is_empty() {
        NO_ADDRESS
    } else if value.is_empty() {
        BLANK_FLAG
    } else if boolean::parse_spelling(value) == Some(false) {
        FALSE
    } else {
        OTHER_WORD
    };
    findings.report_on(flag, Detail::Because(reason));
}

/// Whether the flag is true, or has a spelling of true that the service may take and an address that it
/// could then be about.
fn may_verify(flag: &str, address: &str) -> bool {
    boolean::parse(flag) == Some(true)
        || (boolean::parse_spelling(flag) == Some(true) && !address.is_empty())
}
