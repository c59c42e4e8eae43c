//! The password hash does not have the form that the job’s algorithm requires.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The password hash does not have the form that the job’s algorithm requires.",
    explanation: "A malformed hash fails its row; the other rows are imported. The forms are `$2b$cost$…` for BCRYPT, `N$r$p$salt$hash` for SCRYPT, `$argon2id$v=…$m=…,t=…,p=…$…` for ARGON2ID and `$pbkdf2-sha256$…` for PBKDF2_SHA256.",
    advice: &[Advice::person(
        "Convert the hash to the form that the guide shows, or leave it blank: the user then resets the password.",
    )],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "secret")]).algorithm(PasswordHashingAlgorithm::Bcrypt),
        Example::passes(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::Malformed = password_hash::form(field.value(), algorithm) {
        findings.report(Detail::None);
    }
}
