//! The pool verifies neither email nor `phone_number` automatically.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, POOL_EMAIL_OFF, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "no-auto-verified-attribute",
    effect: Effect::JobDoesNotStart,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The pool verifies neither email nor phone_number automatically.",
    explanation: "A pool without an auto-verified attribute cannot import users: StartUserImportJob refuses the job. Which error it returns is not known. A job has other reasons not to start that no file shows: another active job, a point-in-time recovery of the pool, a missing log role.",
    advice: &[Advice::person(
        "Turn on verification of email or phone_number in the pool (AutoVerifiedAttributes) before the import.",
    )],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\n").pool(POOL_EMAIL_OFF.auto_verified(&[])),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.schema.pool().auto_verified.is_empty() {
        findings.report(Detail::None);
    }
}
