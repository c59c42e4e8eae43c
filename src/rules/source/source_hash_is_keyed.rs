//! A secret takes part in the source’s password hash.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-hash-is-keyed",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::HASH_FORMATS, &source::OURS],
    summary: "A secret takes part in the hash, and an import job has no place for one.",
    explanation: "Firebase encrypts with a key of the project, some applications add a secret (pepper) to the password, and Argon2 knows a secret and associated data. The import job takes none of them, so that no password would verify. The hash is not written; the user resets the password.",
    advice: &[Advice::person("Nothing is to be done: these users reset their passwords, and the plan lists them. With `--unusable-hash reject` they are rejected instead."),],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGj$c2FsdA==$aGFzaA==\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt)
            .message("the project’s signer key"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"hash\":\"{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK\"}\n")
            .mapping(MAPPING)
            .algorithm(crate::values::password_hash::PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\npassword_hash = [{ from = 'hash' }]";
