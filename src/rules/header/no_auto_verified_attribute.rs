//! The pool verifies neither email nor `phone_number` automatically.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The pool verifies neither email nor `phone_number` automatically.
pub static NO_AUTO_VERIFIED_ATTRIBUTE: Rule = Rule {
    name: "no-auto-verified-attribute",
    effect: Effect::JobDoesNotStart,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The pool verifies neither email nor phone_number automatically.",
    explanation: "A pool without an auto-verified attribute cannot be imported into: StartUserImportJob refuses the job. Which error it answers is not known.",
    advice: "Turn on verification of email or phone_number in the pool (AutoVerifiedAttributes) before the import.",
    check: Check::Header { find },
    examples: &[
        Example::speaks_on_file(b"{header}\n{row}\n").pool(r#"{"MfaConfiguration":"OFF"}"#),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.schema.pool().auto_verified.is_empty() {
        found.push(Detail::None);
    }
}
