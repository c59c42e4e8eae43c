//! The password hash is well-formed, but no password can match it.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-never-verifies",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash is well-formed, but no password can match it.",
    explanation: "The user is imported as CONFIRMED, cannot sign in, and is not asked to reset the password.",
    advice: &[Advice::person(
        "Leave the hash blank: the user then resets the password.",
    )],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInhfeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .and(&["users-with-hashes-cannot-use-srp-at-first"])
        .message("the last character of the salt has bits beyond its 16 bytes"),
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
    if let HashForm::NeverVerifies(why) = password_hash::form(field.value(), algorithm) {
        findings.report(Detail::Because(why));
    }
}
