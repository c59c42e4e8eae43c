//! Django: the name of the hasher, then its fields, separated by `$`. Its salts are text: what entered the function
//! is the text, not what it might decode to.

use super::{
    super::{decimal, fields},
    Converted, Format, Pbkdf2Alphabet, Refusal, bcrypt, parts, phc,
};

const HASHERS: &[&str] = &[
    "pbkdf2_sha256$",
    "pbkdf2_sha1$",
    "argon2$",
    "bcrypt_sha256$",
    "bcrypt$",
    "scrypt$",
    "md5$",
    "sha1$",
    "unsalted_md5$",
    "unsalted_sha1$",
    "crypt$",
];

pub(super) fn is_django(text: &str) -> bool {
    HASHERS.iter().any(|hasher| text.starts_with(hasher))
}

pub(super) fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Django);
    let (hasher, rest) = text.split_once('$').ok_or(malformed)?;
    match hasher {
        "pbkdf2_sha256" => {
            let [iterations, salt, key] = fields(rest).ok_or(malformed)?;
            let iterations = decimal(iterations).ok_or(malformed)?;
            let key = parts::base64(key).ok_or(malformed)?;
            if salt.is_empty() {
                return Err(malformed);
            }
            parts::pbkdf2(iterations, salt.as_bytes(), &key, alphabet)
        }
        "scrypt" => {
            // The salt is the second field here, not the fourth.
            let [n, salt, r, p, key] = fields(rest).ok_or(malformed)?;
            let (Some(n), Some(r), Some(p)) = (decimal(n), decimal(r), decimal(p)) else {
                return Err(malformed);
            };
            let key = parts::base64(key).ok_or(malformed)?;
            if salt.is_empty() {
                return Err(malformed);
            }
            parts::scrypt(n, r, p, salt.as_bytes(), &key)
        }
        "argon2" => {
            let rest = text.strip_prefix("argon2").ok_or(malformed)?;
            // `argon2$argon2id$…`: the second `$` begins the PHC string.
            phc::argon2(rest)
        }
        "bcrypt" => bcrypt::convert(rest),
        "bcrypt_sha256" => Err(Refusal::PreHashed("SHA-256")),
        "pbkdf2_sha1" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        "crypt" => Err(Refusal::OtherFunction("crypt(3)")),
        _ => Err(Refusal::OtherFunction("one round of a hash function")),
    }
}
