//! The pool verifies neither email nor `phone_number` automatically.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Header, Rule, no_words},
};

/// The pool verifies neither email nor `phone_number` automatically.
pub static NO_AUTO_VERIFIED_ATTRIBUTE: Rule = Rule {
    name: "no-auto-verified-attribute",
    effect: Effect::JobDoesNotStart,
    certainty: Certainty::Documented,
    alternatives: &[],
    sources: &[&source::GUIDE],
    decision: None,
    summary: "The pool verifies neither email nor phone_number automatically.",
    explanation: "A pool without an auto-verified attribute cannot be imported into: StartUserImportJob refuses the job. Which error it answers is not known.",
    advice: "Turn on verification of email or phone_number in the pool (AutoVerifiedAttributes) before the import.",
    log_line: None,
    check: Check::Header { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b"{header}\n{row}\n").pool(r#"{"MfaConfiguration":"OFF"}"#),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.schema.pool().auto_verified.is_empty() {
        found.push(Detail::None);
    }
}
