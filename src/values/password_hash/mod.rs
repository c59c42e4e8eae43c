//! The form of a password hash, for the four algorithms that an import knows (GUIDE).
//!
//! One algorithm is named for a whole job. A hash that is malformed, above a maximum or of another algorithm fails its
//! row; letter case matters (GUIDE). Lower bounds, the case of hexadecimal digits and the alphabet of PBKDF2 are not
//! stated. No type here keeps any part of a hash.

mod argon2id;
mod base64;
mod bcrypt;
mod limits;
mod pbkdf2_sha256;
mod scrypt;
pub mod source;

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// The algorithm of an import job's password hashes, by the names of the API (BOTO).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the API knows these four (BOTO), and a caller must say what it does with each"
)]
pub enum PasswordHashingAlgorithm {
    /// `$2b$12$` and 53 characters.
    Bcrypt,
    /// `N$r$p$salt$hash`, salt and hash in hexadecimal.
    Scrypt,
    /// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
    Argon2id,
    /// `$pbkdf2-sha256$600000$salt$hash`.
    Pbkdf2Sha256,
}

impl PasswordHashingAlgorithm {
    /// All algorithms, in the order of the API model (BOTO).
    pub const ALL: [Self; 4] = [
        Self::Bcrypt,
        Self::Scrypt,
        Self::Argon2id,
        Self::Pbkdf2Sha256,
    ];

    /// The API's name of the algorithm.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bcrypt => "BCRYPT",
            Self::Scrypt => "SCRYPT",
            Self::Argon2id => "ARGON2ID",
            Self::Pbkdf2Sha256 => "PBKDF2_SHA256",
        }
    }
}

impl fmt::Display for PasswordHashingAlgorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A text is none of the API's names of a password hashing algorithm. Letter case matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `BCRYPT`, `SCRYPT`, `ARGON2ID` or `PBKDF2_SHA256`")]
#[non_exhaustive]
pub struct UnknownPasswordHashingAlgorithm;

impl FromStr for PasswordHashingAlgorithm {
    type Err = UnknownPasswordHashingAlgorithm;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
            .ok_or(UnknownPasswordHashingAlgorithm)
    }
}

impl Serialize for PasswordHashingAlgorithm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Names the salt where a lower bound is about its bytes.
pub const SALT: &str = "salt";
/// Names the hash itself where a lower bound is about its bytes.
pub const HASH: &str = "hash";

/// What a password hash looks like to a job of one algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "every text has one of these forms, and a rule says what it does with each"
)]
pub enum HashForm {
    /// The documented form, within the documented maxima.
    WellFormed,
    /// Not the form of the job's algorithm, nor of another one.
    Malformed,
    /// The shape of another algorithm's hash.
    OtherAlgorithm(PasswordHashingAlgorithm),
    /// A parameter is above its documented maximum.
    OverLimit {
        /// The parameter as the algorithm names it.
        parameter: &'static str,
        /// What the hash gives; `u64::MAX` also means anything larger.
        value: u64,
        /// The maximum.
        limit: u64,
    },
    /// A parameter is below what the algorithm's own definition allows, or salt or hash is shorter. The import's
    /// lower bounds are not stated.
    UnderLowerBound {
        /// The parameter as the algorithm names it, or [`SALT`] or [`HASH`].
        parameter: &'static str,
        /// What the hash gives; bytes for salt and hash.
        value: u64,
        /// The least value by the algorithm's definition.
        limit: u64,
    },
    /// Hexadecimal digits in upper case, or in both cases.
    UpperCaseHex,
    /// A `+` in the base64 text of PBKDF2, where the library that made the form writes `.`.
    Base64Plus,
    /// A `.` in the base64 text of PBKDF2, which standard base64 does not have.
    Base64Dot,
    /// Base64 with `=` at its end, where the form leaves padding out.
    Padding,
    /// Within form and maxima, but no password can ever match it. The words say why and hold no part of the hash.
    NeverVerifies(&'static str),
}

/// The form of a hash in a job of the given algorithm. The value is taken as trimmed.
///
/// If several apply, the first in this order is given: malformed or another algorithm; over a limit; under a lower
/// bound; upper-case hexadecimal, padding; the alphabet of PBKDF2; never verifies.
///
/// ```
/// use cognito_preflight::values::password_hash::{self, HashForm, PasswordHashingAlgorithm};
///
/// let hash = "16384$16$1$00112233445566778899aabbccddeeff$bbe9314a10a9ef86";
/// assert_eq!(
///     password_hash::form(hash, PasswordHashingAlgorithm::Scrypt),
///     HashForm::OverLimit { parameter: "r", value: 16, limit: 8 },
/// );
/// assert_eq!(
///     password_hash::form(hash, PasswordHashingAlgorithm::Bcrypt),
///     HashForm::OtherAlgorithm(PasswordHashingAlgorithm::Scrypt),
/// );
/// ```
pub fn form(hash: &str, algorithm: PasswordHashingAlgorithm) -> HashForm {
    let form = match algorithm {
        PasswordHashingAlgorithm::Bcrypt => bcrypt::form(hash),
        PasswordHashingAlgorithm::Scrypt => scrypt::form(hash),
        PasswordHashingAlgorithm::Argon2id => argon2id::form(hash),
        PasswordHashingAlgorithm::Pbkdf2Sha256 => pbkdf2_sha256::form(hash),
    };
    match (form, looks_like(hash)) {
        (Some(form), _) => form,
        (None, Some(other)) if other != algorithm => HashForm::OtherAlgorithm(other),
        (None, _) => HashForm::Malformed,
    }
}

/// The algorithm whose hashes this text resembles, well-formed or not: by the prefix of the text, or for scrypt,
/// which has none, by its five fields.
///
/// ```
/// use cognito_preflight::values::password_hash::{self, PasswordHashingAlgorithm};
///
/// assert_eq!(password_hash::looks_like("$2b$12$short"), Some(PasswordHashingAlgorithm::Bcrypt));
/// assert_eq!(password_hash::looks_like("secret"), None);
/// ```
pub fn looks_like(hash: &str) -> Option<PasswordHashingAlgorithm> {
    if bcrypt::looks_like(hash) {
        Some(PasswordHashingAlgorithm::Bcrypt)
    } else if argon2id::looks_like(hash) {
        Some(PasswordHashingAlgorithm::Argon2id)
    } else if pbkdf2_sha256::looks_like(hash) {
        Some(PasswordHashingAlgorithm::Pbkdf2Sha256)
    } else if scrypt::looks_like(hash) {
        Some(PasswordHashingAlgorithm::Scrypt)
    } else {
        None
    }
}

/// The number that ASCII digits write, without sign or leading zeros; `u64::MAX` if it is larger.
fn decimal(text: &str) -> Option<u64> {
    let is_decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let has_leading_zero = text.len() > 1 && text.starts_with('0');
    // Of digits alone, only a number that is too large can fail to parse.
    (is_decimal && !has_leading_zero).then(|| text.parse().unwrap_or(u64::MAX))
}

/// The first of these parameters (name, value, maximum) that is above its maximum.
fn over_limit(parameters: &[(&'static str, u64, u64)]) -> Option<HashForm> {
    parameters
        .iter()
        .find(|(_, value, limit)| value > limit)
        .map(|&(parameter, value, limit)| HashForm::OverLimit {
            parameter,
            value,
            limit,
        })
}

/// The first of these parameters (name, value, least value) that is below the algorithm's own bound.
fn under_lower_bound(parameters: &[(&'static str, u64, u64)]) -> Option<HashForm> {
    parameters
        .iter()
        .find(|(_, value, limit)| value < limit)
        .map(|&(parameter, value, limit)| HashForm::UnderLowerBound {
            parameter,
            value,
            limit,
        })
}

/// The texts between the `$` marks, if there are exactly as many.
fn fields<const COUNT: usize>(text: &str) -> Option<[&str; COUNT]> {
    let mut parts = text.split('$');
    let mut fields = [""; COUNT];
    for field in &mut fields {
        *field = parts.next()?;
    }
    parts.next().is_none().then_some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordHashingAlgorithm::{Argon2id, Bcrypt, Pbkdf2Sha256, Scrypt};

    const BCRYPT: &str = "$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6";
    const SCRYPT: &str = "16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111";
    const ARGON2ID: &str = "$argon2id$v=19$m=19456,t=2,p=1$ABEiM0RVZneImaq7zN3u/w$BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo";
    const PBKDF2: &str =
        "$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok";

    #[test]
    fn each_hash_is_well_formed_for_its_own_algorithm_alone() {
        let hashes = [
            (BCRYPT, Bcrypt),
            (SCRYPT, Scrypt),
            (ARGON2ID, Argon2id),
            (PBKDF2, Pbkdf2Sha256),
        ];
        for (hash, own) in hashes {
            assert_eq!(looks_like(hash), Some(own));
            for job in PasswordHashingAlgorithm::ALL {
                let expected = if job == own {
                    HashForm::WellFormed
                } else {
                    HashForm::OtherAlgorithm(own)
                };
                assert_eq!(form(hash, job), expected, "{own} in a job of {job}");
            }
        }
    }

    #[test]
    fn what_resembles_no_algorithm_is_malformed_for_all() {
        for hash in [
            "",
            "secret",
            "$",
            "$$$$",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
            "$6$rounds=5000$salt$hash",
            "$argon2i$v=19$m=19456,t=2,p=1$ABEiM0RVZneImaq7zN3u/w$ohftf4HipqPdOm372QeuHO2vYDw1QhkoOJoYgRDK4+0",
            "$pbkdf2-sha512$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok",
            "$scrypt$ln=14,r=8,p=1$ABEiM0RVZneImaq7zN3u/w$SGCRwl4Y1EOtV5QHX8AFN0GTMV1xWooEYi+tfzitoRE",
            "\"$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6\"",
            "{bcrypt}$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6",
            "\u{e9}$\u{e9}$\u{e9}$\u{e9}$\u{e9}",
        ] {
            assert_eq!(looks_like(hash), None, "{hash}");
            for job in PasswordHashingAlgorithm::ALL {
                assert_eq!(
                    form(hash, job),
                    HashForm::Malformed,
                    "{hash} in a job of {job}"
                );
            }
        }
    }

    #[test]
    fn every_shortening_and_every_foreign_character_is_refused() {
        for (hash, job) in [
            (BCRYPT, Bcrypt),
            (ARGON2ID, Argon2id),
            (PBKDF2, Pbkdf2Sha256),
            (SCRYPT, Scrypt),
        ] {
            for place in 0..=hash.len() {
                for foreign in [" ", "\u{e9}", "\"", "$", "\0"] {
                    let text = format!("{}{foreign}{}", &hash[..place], &hash[place..]);
                    assert!(
                        matches!(
                            form(&text, job),
                            HashForm::Malformed | HashForm::OtherAlgorithm(_)
                        ),
                        "{foreign:?} at {place} in {job}"
                    );
                }
            }
        }
        for place in 0..BCRYPT.len() {
            assert_eq!(
                form(&BCRYPT[..place], Bcrypt),
                HashForm::Malformed,
                "{place}"
            );
        }
    }

    #[test]
    fn names_are_those_of_the_api() {
        for (algorithm, name) in PasswordHashingAlgorithm::ALL.into_iter().zip([
            "BCRYPT",
            "SCRYPT",
            "ARGON2ID",
            "PBKDF2_SHA256",
        ]) {
            assert_eq!(algorithm.as_str(), name);
            assert_eq!(algorithm.to_string(), name);
            assert_eq!(name.parse(), Ok(algorithm));
            assert_eq!(
                name.to_lowercase().parse::<PasswordHashingAlgorithm>(),
                Err(UnknownPasswordHashingAlgorithm)
            );
            assert_eq!(
                serde_json::to_string(&algorithm).unwrap(),
                format!("\"{name}\"")
            );
        }
        assert_eq!(
            "".parse::<PasswordHashingAlgorithm>(),
            Err(UnknownPasswordHashingAlgorithm)
        );
    }

    #[test]
    fn a_decimal_has_neither_sign_nor_leading_zero() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("600000"), Some(600_000));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        assert_eq!(decimal("18446744073709551616"), Some(u64::MAX));
        assert_eq!(decimal(&"9".repeat(1000)), Some(u64::MAX));
        for text in ["", "00", "01", "+1", "-1", " 1", "1a", "\u{661}"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn fields_are_counted() {
        assert_eq!(fields::<3>("a$$c"), Some(["a", "", "c"]));
        assert_eq!(fields::<2>("a$b$c"), None);
        assert_eq!(fields::<4>("a$b$c"), None);
    }
}
