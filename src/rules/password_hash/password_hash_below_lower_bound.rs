//! A parameter of the password hash is below what the algorithm defines.

use std::fmt;

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Example, Field, Rule},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

/// A parameter of the password hash is below what the algorithm defines.
pub static PASSWORD_HASH_BELOW_LOWER_BOUND: Rule = Rule {
    name: "password-hash-below-lower-bound",
    effect: Effect::RowFails,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Failed],
    sources: &[&source::HASH_FORMATS, &source::OURS],
    decision: Some(&unknowns::HASH_LOWER_BOUND),
    summary: "A parameter of the password hash is below what the algorithm defines.",
    explanation: "The guide states maxima only. Whether the import accepts less salt or fewer rounds than the algorithm itself is not known.",
    advice: "Import a single user with such a hash first.",
    log_line: None,
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.password_hashing_algorithm().is_some()
        },
        find,
    },
    words,
    examples: &[
        Example::speaks(&[(
            "password_hash",
            "$2b$03$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .saying("cost is 3, the limit is 4"),
        Example::silent(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let Some(algorithm) = field.schema.password_hashing_algorithm() else {
        return;
    };
    if let HashForm::UnderLowerBound {
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
