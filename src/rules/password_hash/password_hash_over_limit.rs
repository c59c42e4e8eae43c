//! A parameter of the password hash is greater than the documented maximum.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-over-limit",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "A parameter of the password hash is greater than the documented maximum.",
    explanation: "The maximums are cost 12 for BCRYPT; N 65536, r 8, p 1 for SCRYPT; m 19456, t 2, p 1 for ARGON2ID; 600000 iterations for PBKDF2_SHA256.",
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
            "$2b$13$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .message("cost is 13, at most 12"),
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
    if let HashForm::OverLimit {
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
