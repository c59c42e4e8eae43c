//! Decisions about password hashes.

use crate::evidence::Decision;

/// Whether a hash may be weaker than its algorithm’s definition allows.
pub static HASH_LOWER_BOUND: Decision = Decision {
    name: "hash-lower-bound",
    question: "Does a hash fail if it is shorter, or has less salt or fewer rounds, than its algorithm allows?",
    options: &["it is imported", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide states maximums only.",
};

/// Whether hexadecimal digits may be in upper case.
pub static HEXADECIMAL_CASE: Decision = Decision {
    name: "hexadecimal-case",
    question: "May the hexadecimal digits of an SCRYPT hash be in upper case?",
    options: &["they may", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide says that hashes are case-sensitive and shows lower case.",
};

/// Whether Base64 in a hash may be padded.
pub static HASH_PADDING: Decision = Decision {
    name: "hash-padding",
    question: "May the Base64 text of a hash end in padding?",
    options: &["it may", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The forms that the guide shows have no padding.",
};

/// Which Base64 alphabet a PBKDF2 hash has.
pub static PBKDF2_ALPHABET: Decision = Decision {
    name: "pbkdf2-alphabet",
    question: "Does the Base64 text of a PBKDF2 hash have a plus or a full stop?",
    options: &["a plus", "a full stop", "either"],
    predicted: "IMPORTED, alternative FAILED",
    reason: "The form comes from a library that writes a full stop; standard Base64 has a plus.",
};

/// What a hash does in a job without an algorithm.
pub static HASH_WITHOUT_ALGORITHM: Decision = Decision {
    name: "hash-without-algorithm",
    question: "What happens to a password_hash value if the job names no algorithm?",
    options: &["it is ignored", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide says that the algorithm is given when the job is created, and says nothing of a job without one.",
};

/// Whether the commas of an Argon2 hash are escaped.
pub static ARGON2_COMMAS: Decision = Decision {
    name: "argon2-commas",
    question: "Are the two commas of an Argon2 hash escaped by backslashes?",
    options: &["they are, as every comma", "they are not"],
    predicted: "where the interpretations differ: FAILED, alternative IMPORTED",
    reason: "Every comma in a value is escaped, but the guide’s page on hashes does not say so.",
};

/// Which lengths of keys the import takes.
pub static HASH_KEY_LENGTH: Decision = Decision {
    name: "hash-key-length",
    question: "Which lengths may the key of an SCRYPT or PBKDF2_SHA256 hash have?",
    options: &["any", "32 bytes only", "32 or 64 bytes only"],
    predicted: "IMPORTED",
    reason: "The guide shows one hash of each kind and names no length. Most programs write 32 bytes for PBKDF2_SHA256, and 32 or 64 for SCRYPT.",
};

/// Whether the older version of Argon2 is taken.
pub static ARGON2_VERSION: Decision = Decision {
    name: "argon2-version",
    question: "Is an ARGON2ID hash of version 1.0 (v=16) imported, and does its password then match?",
    options: &[
        "it is, and it does",
        "it is, and no password matches",
        "the row fails",
    ],
    predicted: "IMPORTED",
    reason: "The guide writes `v=N`. Programs of the last ten years write 19, which is version 1.3.",
};

/// What a long password does under BCRYPT.
pub static BCRYPT_LONG_PASSWORD: Decision = Decision {
    name: "bcrypt-long-password",
    question: "Can a user with a BCRYPT hash and a password of more than 72 bytes sign in?",
    options: &[
        "they can: both sides cut the password at 72 bytes",
        "they cannot: the service refuses so long a password, or does not cut it",
    ],
    predicted: "nothing: a file does not show passwords",
    reason: "BCRYPT reads 72 bytes of a password. Programs cut a longer one, refuse it, or hash it first.",
};

/// Whether a typed password is normalised.
pub static PASSWORD_NORMALISATION: Decision = Decision {
    name: "password-normalisation",
    question: "Is a password normalised, as to NFC or NFKC, before it is compared with an imported hash?",
    options: &[
        "it is not",
        "it is, so that a hash of another form never matches",
    ],
    predicted: "nothing: a file does not show passwords",
    reason: "No page says it. It matters for passwords with letters outside ASCII alone.",
};

/// The decisions of this file.
pub(super) static ALL_OF_PASSWORD: &[&Decision] = &[
    &HASH_LOWER_BOUND,
    &HEXADECIMAL_CASE,
    &HASH_PADDING,
    &PBKDF2_ALPHABET,
    &HASH_WITHOUT_ALGORITHM,
    &ARGON2_COMMAS,
    &HASH_KEY_LENGTH,
    &ARGON2_VERSION,
    &BCRYPT_LONG_PASSWORD,
    &PASSWORD_NORMALISATION,
];
