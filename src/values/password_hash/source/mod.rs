//! Password hashes as the systems write them that users come from, and what an import job can take of them.
//!
//! [`convert`] goes by the text of the hash alone. It either writes the same hash in the form of an import job, byte
//! for byte exact, or says why that cannot be. A cost is never lowered, a function never renamed, and between two
//! readings of one text nothing is guessed: then the caller has to say what the text means, by a [`Recipe`].
//!
//! The layouts were read in the source code of the systems that [`Format`] names.

mod aspnet;
mod bcrypt;
mod django;
mod keycloak;
mod parts;
mod phc;
mod recipe;
mod spring;
mod unusable;
mod werkzeug;

use std::fmt;

use serde::Serialize;

use super::{HashForm, PasswordHashingAlgorithm, decimal, limits};

pub use self::keycloak::convert_keycloak;
pub use self::recipe::{Digest, Encoding, Function, Layout, Recipe, RecipeError};

/// The alphabet in which salt and key of PBKDF2 are written, where standard base64 has a `+`.
///
/// passlib, whose layout an import job takes, writes a `.`; which of both a job decodes is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::exhaustive_enums,
    reason = "there are two alphabets in use and no third"
)]
pub enum Pbkdf2Alphabet {
    /// `.`, as passlib writes it.
    #[default]
    Dot,
    /// `+`, as standard base64 has it.
    Plus,
}

/// Who writes hashes in this layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// bcrypt itself.
    Bcrypt,
    /// Argon2 in the PHC string format.
    Argon2,
    /// PBKDF2 in passlib's layout or that of the PHC string format.
    Pbkdf2,
    /// scrypt as passlib and the PHC string format write it.
    Scrypt,
    /// scrypt as Go's simple-scrypt writes it, which is the form of an import job.
    SimpleScrypt,
    /// Django.
    Django,
    /// Werkzeug, the library below Flask.
    Werkzeug,
    /// Spring Security, with the name of its encoder in braces.
    Spring,
    /// ASP.NET Core Identity.
    AspNet,
    /// `OpenLDAP` and other directories, with the name of the scheme in braces.
    Ldap,
    /// A credential of Keycloak.
    Keycloak,
    /// `WordPress` since 6.8.
    WordPress,
    /// phpass, as older `WordPress`, phpBB and Drupal use it.
    Phpass,
    /// Firebase.
    Firebase,
    /// passlib's bcrypt over a SHA-256.
    BcryptSha256,
    /// The crypt(3) of Unix systems.
    Crypt,
    /// The bare digest of one hash function in hexadecimal.
    PlainDigest,
    /// A salt and a hash in hexadecimal, separated by a colon, a full stop or a `$`.
    SaltAndHash,
    /// Lucia's older form of scrypt, with `s2:` before salt and hash.
    Lucia,
    /// A cell that is encrypted by the database that it comes from.
    Encrypted,
}

/// The names of formats, each in one place.
macro_rules! formats {
    ($($format:ident => $name:literal,)*) => {
        impl Format {
            /// Every format.
            pub const ALL: &[Self] = &[$(Self::$format),*];

            /// The name for a person, such as `Django`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)*
                }
            }

            /// What a hash in it looks like, as the reason of a finding.
            pub const fn layout(self) -> &'static str {
                match self {
                    $(Self::$format => concat!("it has the form of ", $name),)*
                }
            }
        }
    };
}

formats! {
    Bcrypt => "bcrypt",
    Argon2 => "Argon2",
    Pbkdf2 => "PBKDF2",
    Scrypt => "scrypt",
    SimpleScrypt => "simple-scrypt",
    Django => "Django",
    Werkzeug => "Werkzeug",
    Spring => "Spring Security",
    AspNet => "ASP.NET Identity",
    Ldap => "LDAP",
    Keycloak => "Keycloak",
    WordPress => "WordPress",
    Phpass => "phpass",
    Firebase => "Firebase",
    BcryptSha256 => "passlib’s bcrypt-sha256",
    Crypt => "crypt(3)",
    PlainDigest => "plain digest",
    SaltAndHash => "salt:hash",
    Lucia => "Lucia",
    Encrypted => "encrypted cell",
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a hash cannot be imported. The words are constants of the program and hold no part of the hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A parameter is above the limit of an import job. A cost cannot be lowered without the password.
    #[error("{parameter} is {value}, over the limit of {limit}")]
    OverLimit {
        /// The parameter, as the algorithm names it.
        parameter: &'static str,
        /// Its value.
        value: u64,
        /// The limit.
        limit: u64,
    },
    /// Another function than the four that an import job knows.
    #[error("it is made by {0}, which an import job does not know")]
    OtherFunction(&'static str),
    /// The password went through another function first, so that no password verifies.
    #[error(
        "the password was hashed by {0} first, so the imported hash would verify for no password"
    )]
    PreHashed(&'static str),
    /// A secret that is not in the file takes part.
    #[error("{0} takes part, which is not in the file")]
    Keyed(&'static str),
    /// The text can be read in more than one way, and nothing in it says which one is right.
    #[error("it can be read in two ways: {0}; say which one is right")]
    Ambiguous(&'static str),
    /// It is whole, but no password can match it where it comes from either.
    #[error("no password can match it: {0}")]
    NeverVerifies(&'static str),
    /// The text has the prefix of its format and is not complete or not in its form.
    #[error("it begins as {0} does and is malformed")]
    Malformed(Format),
    /// A password in clear text. It is neither written nor shown.
    #[error("it is a password in clear text")]
    ClearText,
    /// No known form.
    #[error("it has the form of no password hash that is known here")]
    NotAHash,
}

/// What became of a hash.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a hash is written, left out as no hash, or refused; callers must treat each"
)]
pub enum Conversion {
    /// The same hash in the form of an import job.
    Hash(ImportedHash),
    /// A text by which a system says that the user has no password. The column stays blank.
    NoPassword,
    /// It cannot be imported.
    Refused(Refusal),
}

impl fmt::Debug for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash(hash) => hash.fmt(f),
            Self::NoPassword => f.write_str("NoPassword"),
            Self::Refused(refusal) => f.debug_tuple("Refused").field(refusal).finish(),
        }
    }
}

impl From<Converted> for Conversion {
    fn from(converted: Converted) -> Self {
        converted.map_or_else(Self::Refused, Self::Hash)
    }
}

impl From<Refusal> for Conversion {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A hash in the form of an import job. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedHash {
    algorithm: PasswordHashingAlgorithm,
    value: String,
}

impl ImportedHash {
    const fn new(algorithm: PasswordHashingAlgorithm, value: String) -> Self {
        Self { algorithm, value }
    }

    /// The algorithm that the job has to be created with.
    pub const fn algorithm(&self) -> PasswordHashingAlgorithm {
        self.algorithm
    }

    /// The text for the column `password_hash`, its commas not yet escaped.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Whether the two alphabets of PBKDF2 write it differently, so that it is not known which one a job reads.
    pub fn alphabet_matters(&self) -> bool {
        self.algorithm == PasswordHashingAlgorithm::Pbkdf2Sha256 && self.value.contains(['+', '.'])
    }

    /// The same, owned.
    pub fn into_value(self) -> String {
        self.value
    }
}

impl fmt::Debug for ImportedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportedHash({})", self.algorithm)
    }
}

type Converted = Result<ImportedHash, Refusal>;

/// Converts the text of a hash by what the text itself says. White space around it does not count.
///
/// ```
/// use cognito_preflight::values::password_hash::source::{convert, Conversion, Refusal};
///
/// let hash = "bcrypt$$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm";
/// let Conversion::Hash(hash) = convert(hash, Default::default()) else { panic!() };
/// assert_eq!(hash.value(), "$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm");
///
/// // WordPress hashes the password before bcrypt does. Without its prefix this would be imported and never verify.
/// let hash = "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de";
/// assert!(matches!(
///     convert(hash, Default::default()),
///     Conversion::Refused(Refusal::PreHashed(_))
/// ));
/// ```
pub fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Conversion {
    let text = text.trim();
    if unusable::is_unusable(text) {
        return Conversion::NoPassword;
    }
    match recognise(text) {
        None => Refusal::NotAHash.into(),
        Some(format) => convert_as(format, text, alphabet)
            .and_then(|hash| checked(hash, format))
            .into(),
    }
}

/// A hash held once more against the form that an import job takes: no value leaves here that is malformed, below what
/// its function can compute, or that no password matches.
fn checked(hash: ImportedHash, format: Format) -> Converted {
    Err(match super::form(&hash.value, hash.algorithm) {
        HashForm::WellFormed | HashForm::Base64Plus | HashForm::Base64Dot => return Ok(hash),
        HashForm::OverLimit {
            parameter,
            value,
            limit,
        } => Refusal::OverLimit {
            parameter,
            value,
            limit,
        },
        HashForm::NeverVerifies(why) => Refusal::NeverVerifies(why),
        HashForm::Malformed
        | HashForm::OtherAlgorithm(_)
        | HashForm::UnderLowerBound { .. }
        | HashForm::UpperCaseHex
        | HashForm::Padding => Refusal::Malformed(format),
    })
}

/// The layout that the text has, by its first characters or its shape. The text may be malformed all the same.
///
/// ```
/// use cognito_preflight::values::password_hash::source::{recognise, Format};
///
/// assert_eq!(recognise("pbkdf2_sha256$260000$salt$hash"), Some(Format::Django));
/// assert_eq!(recognise("{bcrypt}$2a$10$…"), Some(Format::Spring));
/// assert_eq!(recognise("correct horse"), None);
/// ```
pub fn recognise(text: &str) -> Option<Format> {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if text.starts_with('{') {
        return if text
            .get(1..)
            .is_some_and(|rest| rest.trim_start().starts_with('"'))
        {
            Some(if text.contains("\"key_id\"") {
                Format::Encrypted
            } else {
                Format::Keycloak
            })
        } else if parts::is_ldap_scheme(text) {
            Some(Format::Ldap)
        } else if parts::braces(text).is_some() {
            Some(Format::Spring)
        } else {
            None
        };
    }
    if begins(&["$wp$"]) {
        Some(Format::WordPress)
    } else if begins(&["$P$", "$H$", "$S$", "U$S$", "U$P$"]) {
        Some(Format::Phpass)
    } else if django::is_django(text) {
        Some(Format::Django)
    } else if werkzeug::is_werkzeug(text) {
        Some(Format::Werkzeug)
    } else if begins(&["$argon2"]) {
        Some(Format::Argon2)
    } else if begins(&["$pbkdf2", "$p5k2$", "$scram$"]) {
        Some(Format::Pbkdf2)
    } else if begins(&["$scrypt$"]) {
        Some(Format::Scrypt)
    } else if begins(&["$fbscrypt$"]) {
        Some(Format::Firebase)
    } else if begins(&["$bcrypt-sha256$"]) {
        Some(Format::BcryptSha256)
    } else if begins(&["$2"]) {
        Some(Format::Bcrypt)
    } else if begins(&[
        "$1$", "$3$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$sha1$", "$md5", "$sm3$", "$apr1$",
    ]) {
        Some(Format::Crypt)
    } else if super::scrypt::looks_like(text) {
        Some(Format::SimpleScrypt)
    } else if begins(&["s2:"]) {
        Some(Format::Lucia)
    } else if parts::is_hex_pair(text) {
        Some(Format::SaltAndHash)
    } else if aspnet::is_aspnet(text) {
        Some(Format::AspNet)
    } else if parts::is_plain_digest(text) {
        Some(Format::PlainDigest)
    } else {
        None
    }
}

fn convert_as(format: Format, text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    match format {
        Format::Bcrypt => bcrypt::convert(text),
        Format::Argon2 => phc::argon2(text),
        Format::Pbkdf2 => phc::pbkdf2(text, alphabet),
        Format::Scrypt => phc::scrypt(text),
        Format::SimpleScrypt => simple_scrypt(text),
        Format::Django => django::convert(text, alphabet),
        Format::Werkzeug => werkzeug::convert(text, alphabet),
        Format::Spring => spring::convert(text, alphabet),
        Format::Ldap => spring::convert_ldap(text, alphabet),
        Format::AspNet => aspnet::convert(text, alphabet),
        Format::Keycloak => convert_keycloak(text, alphabet),
        Format::WordPress => Err(Refusal::PreHashed("HMAC-SHA384")),
        Format::BcryptSha256 => Err(Refusal::PreHashed("HMAC-SHA256")),
        Format::Phpass => Err(Refusal::OtherFunction("a chain of digests (phpass)")),
        Format::Firebase => Err(Refusal::Keyed("the project’s signer key")),
        Format::Crypt => Err(Refusal::OtherFunction("crypt(3)")),
        Format::PlainDigest => Err(Refusal::OtherFunction("one round of a hash function")),
        Format::SaltAndHash => Err(Refusal::Ambiguous(
            "the salt is the text before the separator, or the bytes that its hexadecimal digits write; a mapping says which",
        )),
        // Lucia's scrypt is that of Better Auth.
        Format::Lucia => Err(Refusal::OverLimit {
            parameter: "r",
            value: LUCIA_R,
            limit: limits::SCRYPT_R,
        }),
        Format::Encrypted => Err(Refusal::Keyed("the database’s encryption key")),
    }
}

/// The block size that Lucia and Better Auth give scrypt.
const LUCIA_R: u64 = 16;

/// `N$r$p$salt$hash` in hexadecimal is an import job's own form.
fn simple_scrypt(text: &str) -> Converted {
    let malformed = Refusal::Malformed(Format::SimpleScrypt);
    let [n, r, p, salt, key] = super::fields(text).ok_or(malformed)?;
    let numbers = (decimal(n), decimal(r), decimal(p));
    let (Some(n), Some(r), Some(p)) = numbers else {
        return Err(malformed);
    };
    let salt = parts::hex(salt).ok_or(malformed)?;
    let key = parts::hex(key).ok_or(malformed)?;
    parts::scrypt(n, r, p, &salt, &key)
}
