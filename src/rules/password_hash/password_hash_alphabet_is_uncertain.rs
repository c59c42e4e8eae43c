//! The password hash has a Base64 character that the service may read differently.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-alphabet-is-uncertain",
    effect: Effect::Warns,
    claim: Claim::Unknown {
        decision: &unknowns::PBKDF2_ALPHABET,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "The password hash has a Base64 character that the service may read differently.",
    explanation: "The form of PBKDF2 hashes comes from a library that writes a full stop where standard Base64 has a plus. Which of them the service expects is not known.",
    advice: &[Advice::person("Import a single user with such a hash first, and sign in.")],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "$pbkdf2-sha256$600000$3JDPB96QfMxkY2zt2zjlUg$QtKjBcTVdPFkIsiZ+YKuB/U3ZfyR3/JvY0JImEhbM+o")]).algorithm(PasswordHashingAlgorithm::Pbkdf2Sha256).and(&["users-with-hashes-cannot-use-srp-at-first"]),
        Example::passes(&[("password_hash", "$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok")]).algorithm(PasswordHashingAlgorithm::Pbkdf2Sha256),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::Base64Plus | HashForm::Base64Dot =
        password_hash::form(field.value(), algorithm)
    {
        findings.report(Detail::None);
    }
}
