//! The password hash has another algorithm than the job.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{self, HashForm, PasswordHashingAlgorithm},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-of-another-algorithm",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The password hash has another algorithm than the job.",
    explanation: "A job has one algorithm. A hash of another algorithm fails its row.",
    advice: &[Advice::person("Make one job for each algorithm, each with its own users.")],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW")]).algorithm(PasswordHashingAlgorithm::Scrypt),
        Example::passes(&[("password_hash", "16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111")]).algorithm(PasswordHashingAlgorithm::Scrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::OtherAlgorithm(_) = password_hash::form(field.value(), algorithm) {
        findings.report(Detail::None);
    }
}
