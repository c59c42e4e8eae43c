//! Users who are imported with a password hash cannot sign in by SRP at first.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule},
    values::password_hash::PasswordHashingAlgorithm,
};

pub(super) static RULE: Rule = Rule {
    name: "users-with-hashes-cannot-use-srp-at-first",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "Users who are imported with a password hash cannot sign in by SRP at first.",
    explanation: "Until the first sign-in the pool has only the hash, from which it cannot make what SRP needs. The first sign-in has to send the password itself, by USER_PASSWORD_AUTH or ADMIN_USER_PASSWORD_AUTH; after it SRP works. Amplify and other libraries use SRP unless they are told otherwise.",
    advice: &[Advice::person(
        "Allow USER_PASSWORD_AUTH in the app client, and have the application use it for a user’s first sign-in.",
    )],
    check: Check::File { find },
    examples: &[
        Example::fires(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt),
        Example::passes(&[("password_hash", "")]).algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    if stats.has_hashes {
        findings.report_on(stats.schema.known().password_hash, Detail::None);
    }
}
