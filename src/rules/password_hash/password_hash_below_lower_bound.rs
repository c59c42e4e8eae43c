//! A parameter of the password hash is less than its algorithm allows.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-below-lower-bound",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HASH_LOWER_BOUND,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "A parameter of the password hash is less than its algorithm allows.",
    explanation: "The guide states maximums only. Whether the import accepts less salt, a shorter hash or fewer rounds than the algorithm allows is not known. The minimums are cost 4 for BCRYPT; N 2, r 1, p 1 for SCRYPT; m 8 for each lane, t 1, p 1, 8 bytes of salt and 4 of hash for ARGON2ID; 1 iteration for PBKDF2_SHA256.",
    advice: &[Advice::person(
        "Import a single user with such a hash first.",
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
            "$2b$03$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .message("cost is 3, at least 4"),
        Example::fires(&[(
            "password_hash",
            "$argon2id$v=19$m=19456,t=2,p=1$ABE$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo",
        )])
        .algorithm(PasswordHashingAlgorithm::Argon2id)
        .message("salt is 2 bytes, at least 8"),
        Example::fires(&[(
            "password_hash",
            "$pbkdf2-sha256$0$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok",
        )])
        .algorithm(PasswordHashingAlgorithm::Pbkdf2Sha256)
        .message("iterations is 0, at least 1"),
        Example::fires(&[("password_hash", "1$8$1$0011$2233")])
            .algorithm(PasswordHashingAlgorithm::Scrypt)
            .message("N is 1, at least 2"),
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
    if let HashForm::UnderLowerBound {
        parameter,
        value,
        limit,
    } = password_hash::form(field.value(), algorithm)
    {
        findings.report(Detail::Parameter {
            name: parameter,
            found: value,
            limit,
            unit: super::unit(parameter),
        });
    }
}
