//! The hexadecimal digits of the password hash are in upper case.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

/// The hexadecimal digits of the password hash are in upper case.
pub static PASSWORD_HASH_HEXADECIMAL_IN_UPPER_CASE: Rule = Rule {
    name: "password-hash-hexadecimal-in-upper-case",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HEXADECIMAL_CASE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The hexadecimal digits of the password hash are in upper case.",
    explanation: "The guide says that hashes are case-sensitive and shows lower case. Whether upper case is refused or never verifies is not known.",
    advice: "Write the digits in lower case; it is the same hash.",
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.password_hashing_algorithm().is_some()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::speaks(&[("password_hash", "16384$8$1$00112233445566778899AABBCCDDEEFF$486091C25E18D443AD5794075FC005374193315D715A8A04622FAD7F38ADA111")]).algorithm(PasswordHashingAlgorithm::Scrypt),
        Example::silent(&[("password_hash", "16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111")]).algorithm(PasswordHashingAlgorithm::Scrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let Some(algorithm) = field.schema.password_hashing_algorithm() else {
        return;
    };
    if let HashForm::UpperCaseHex = password_hash::form(field.value(), algorithm) {
        found.push(Detail::None);
    }
}
