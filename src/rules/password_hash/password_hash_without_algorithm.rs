//! The row has a password hash, but the job names no algorithm.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule},
    schema::{Column, ColumnKind, Schema},
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-without-algorithm",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HASH_WITHOUT_ALGORITHM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The row has a password hash, but the job names no algorithm.",
    explanation: "The algorithm is given when the job is created. What happens to a hash in a job without an algorithm is not known.",
    advice: &[
        Advice::options(
            "--password-hashing-algorithm BCRYPT",
            "Name the algorithm of the job with `--password-hashing-algorithm` and in create-user-import-job.",
        ),
        Advice::person("Or empty the column: the users then reset their passwords."),
    ],
    check: Check::Value { reads, find },
    examples: &[
        Example::fires(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .columns(&["password_hash"]),
        Example::passes(&[("password_hash", "")]).columns(&["password_hash"]),
    ],
    ..Rule::BASE
};

fn find(_: &Field<'_>, findings: &mut Findings<'_>) {
    findings.report(Detail::None);
}

fn reads(schema: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::PasswordHash && !schema.imports_password_hashes()
}
