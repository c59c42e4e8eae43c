//! The password hash does not have the form that the job’s algorithm requires.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::password_hash::{
        self, HashForm, PasswordHashingAlgorithm,
        source::{Conversion, Format, Pbkdf2Alphabet, Refusal, convert, recognise},
    },
};

use super::unit;

pub(super) static RULE: Rule = Rule {
    name: "password-hash-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The password hash does not have the form that the job’s algorithm requires.",
    explanation: "A malformed hash fails its row; the other rows are imported. The forms are `$2b$cost$…` for BCRYPT, `N$r$p$salt$hash` for SCRYPT, `$argon2id$v=…$m=…,t=…,p=…$…` for ARGON2ID and `$pbkdf2-sha256$…` for PBKDF2_SHA256. What a text is instead is said where it can be seen.",
    advice: &[
        Advice::cleaning("`clean` writes the hash in the form of the job.")
            .when(|found| found.kinds.iter().any(|kind| is_convertible(kind.detail))),
        Advice::person("Leave it blank: the user then resets the password."),
    ],
    check: Check::Value {
        reads: |schema, column| {
            column.kind == ColumnKind::PasswordHash && schema.imports_password_hashes()
        },
        find,
    },
    cleared_by: facts![WELL_FORMED_HASH],
    examples: &[
        Example::fires(&[("password_hash", "secret")]).algorithm(PasswordHashingAlgorithm::Bcrypt),
        Example::fires(&[(
            "password_hash",
            "{bcrypt}$2a$10$lifvxRSlPopGR8MxHcy8VefCjQplTng0Y1VZaudkzJmZVbBcd6YdK",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .message("it has the form of Spring Security"),
        Example::fires(&[(
            "password_hash",
            "$argon2id$v=19$m=19456,p=1,t=2$ABEiM0RVZneImaq7zN3u/w$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo",
        )])
        .algorithm(PasswordHashingAlgorithm::Argon2id)
        .message(OTHER_ORDER),
        Example::fires(&[(
            "password_hash",
            "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt)
        .message(PREHASHED),
        Example::passes(&[(
            "password_hash",
            "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
        )])
        .algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let Some(algorithm) = field.schema.algorithm_of(field.value()) else {
        return;
    };
    if let HashForm::Malformed = password_hash::form(field.value(), algorithm) {
        findings.report(seen(field.value()));
    }
}

/// What can be seen of a text that is not in the form of the job.
fn seen(text: &str) -> Detail {
    match convert(text, Pbkdf2Alphabet::default()) {
        Conversion::Hash(hash) => Detail::Because(match recognise(text) {
            Some(Format::Argon2) if !text.contains("$v=") => NO_VERSION,
            Some(Format::Argon2) => OTHER_ORDER,
            Some(format) => format.layout(),
            None => hash.algorithm().as_str(),
        }),
        Conversion::NoPassword => Detail::Because(NO_PASSWORD),
        Conversion::Refused(refusal) => match refusal {
            Refusal::OverLimit {
                parameter,
                value,
                limit,
            } => Detail::Parameter {
                name: parameter,
                found: value,
                limit,
                unit: unit(parameter),
            },
            Refusal::OtherFunction(function) => Detail::Because(function),
            Refusal::PreHashed(_) => Detail::Because(PREHASHED),
            Refusal::Keyed(_) => Detail::Because(KEYED),
            Refusal::Ambiguous(readings) => Detail::Because(readings),
            Refusal::NeverVerifies(why) => Detail::Because(why),
            Refusal::Malformed(format) => Detail::Because(format.layout()),
            Refusal::ClearText | Refusal::NotAHash => Detail::None,
        },
    }
}

const NO_VERSION: &str = "it names no version of Argon2";
const OTHER_ORDER: &str = "its parameters are not in the order m, t, p";
const NO_PASSWORD: &str = "it says that there is no password";
const PREHASHED: &str = "the password went through another function first, so that none verifies";
const KEYED: &str = "a secret takes part that is not in the file";

/// Whether a cleaning writes such a hash.
fn is_convertible(detail: Detail) -> bool {
    let Detail::Because(reason) = detail else {
        return false;
    };
    [NO_VERSION, OTHER_ORDER, NO_PASSWORD].contains(&reason)
        || Format::ALL.iter().any(|format| format.layout() == reason)
}
