//! The source's password hash cannot be imported, and users without one are to be rejected.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-is-demanded",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The source’s password hash cannot be imported, and no user is to lose the password.",
    explanation: "Another finding says why the hash cannot be imported. --unusable-hash reject was given, so that the user is rejected and not imported without a password.",
    advice: &[
        Advice::person("Import the user without the hash: it cannot be imported."),
        Advice::options(
            "--unusable-hash reset",
            "`clean --unusable-hash reset` imports these users, who reset the password at the first sign-in.",
        ),
    ],
    check: Check::Source,
    examples: &[
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\"}\n").mapping(
            "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'",
        ),
    ],
    ..Rule::BASE
};
