//! The hexadecimal digits of the password hash are in upper case.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-hexadecimal-in-upper-case",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HEXADECIMAL_CASE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The hexadecimal digits of the password hash are in upper case.",
    explanation: "The guide says that hashes are case-sensitive, and shows lower case. Digits in upper case may be refused, or imported and never match a password. Which of the two is not known.",
    advice: &[Advice::person("Write the digits in lower case; the hash stays the same.")],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "16384$8$1$00112233445566778899AABBCCDDEEFF$486091C25E18D443AD5794075FC005374193315D715A8A04622FAD7F38ADA111")]).algorithm(PasswordHashingAlgorithm::Scrypt),
        Example::passes(&[("password_hash", "16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111")]).algorithm(PasswordHashingAlgorithm::Scrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::UpperCaseHex = password_hash::form(field.value(), algorithm) {
        findings.report(Detail::None);
    }
}
