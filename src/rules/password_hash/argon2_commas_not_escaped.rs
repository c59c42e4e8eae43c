//! The commas of the Argon2 hash are not escaped.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, Rule, facts},
    values::password_hash::PasswordHashingAlgorithm,
};

pub(super) static RULE: Rule = Rule {
    name: "argon2-commas-not-escaped",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::ARGON2_COMMAS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The commas of the Argon2 hash are not escaped.",
    explanation: "An Argon2 hash has two commas. Every comma in a value must be escaped, but the guide’s page on hashes does not say so. If the service accepts them unescaped, this row has the right number of fields.",
    advice: &[Advice::person("Write `\\,` for both commas.")],
    check: Check::Interpretations,
    cleared_by: facts![FIELDS_OF_HEADER],
    examples: &[
        Example::fires_on_file(
            b"{header}\n{row}$argon2id$v=19$m=19456,t=2,p=1$ABEiM0RVZneImaq7zN3u/w$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo\n",
        )
        .algorithm(PasswordHashingAlgorithm::Argon2id),
        Example::passes(&[("password_hash", "$argon2id$v=19$m=19456,t=2,p=1$ABEiM0RVZneImaq7zN3u/w$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo")])
            .algorithm(PasswordHashingAlgorithm::Argon2id),
    ],
    ..Rule::BASE
};
