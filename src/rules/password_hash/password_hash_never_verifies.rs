//! The password hash is well-formed, and no password can ever match it.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

/// The password hash is well-formed, and no password can ever match it.
pub static PASSWORD_HASH_NEVER_VERIFIES: Rule = Rule {
    name: "password-hash-never-verifies",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash is well-formed, and no password can ever match it.",
    explanation: "The user is imported as CONFIRMED, cannot sign in, and is not asked to reset the password.",
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
            "$2b$10$.X/ECv6MAAHEzL44ieInhfeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .saying("the last character of the salt has bits beyond its 16 bytes"),
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
    if let HashForm::NeverVerifies(why) = password_hash::form(field.value(), algorithm) {
        found.push(Detail::Because(why));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Because(why) => f.write_str(why),
        _ => Ok(()),
    }
}
