//! A parameter of the password hash is above the documented maximum.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

/// A parameter of the password hash is above the documented maximum.
pub static PASSWORD_HASH_OVER_LIMIT: Rule = Rule {
    name: "password-hash-over-limit",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "A parameter of the password hash is above the documented maximum.",
    explanation: "The maxima are cost 12 for BCRYPT; N 65536, r 8, p 1 for SCRYPT; m 19456, t 2, p 1 for ARGON2ID; 600000 iterations for PBKDF2_SHA256.",
    advice: "Leave the hash blank: the user then resets the password.",
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.password_hashing_algorithm().is_some()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    words,
    examples: &[
        Example::speaks(&[(
            "password_hash",
            "$2b$13$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .saying("cost is 13, the limit is 12"),
        Example::silent(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let Some(algorithm) = field.schema.password_hashing_algorithm() else {
        return;
    };
    if let HashForm::OverLimit {
        parameter,
        value,
        limit,
    } = password_hash::form(field.value(), algorithm)
    {
        found.push(Detail::Parameter {
            name: parameter,
            found: value,
            limit,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Parameter { name, found, limit } => {
            write!(f, "{name} is {found}, the limit is {limit}")
        }
        _ => Ok(()),
    }
}
