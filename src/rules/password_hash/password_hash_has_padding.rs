//! The Base64 text of the password hash ends in padding.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-has-padding",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HASH_PADDING,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The Base64 text of the password hash ends in padding.",
    explanation: "The forms that the guide shows have no `=` at the end. Whether padding is refused is not known.",
    advice: &[Advice::person("Remove the `=`; the hash stays the same.")],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA==$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok=")]).algorithm(PasswordHashingAlgorithm::Pbkdf2Sha256),
        Example::passes(&[("password_hash", "$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok")]).algorithm(PasswordHashingAlgorithm::Pbkdf2Sha256),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::Padding = password_hash::form(field.value(), algorithm) {
        findings.report(Detail::None);
    }
}
