//! What every layout is made of: encodings, limits, and the four forms of an import job.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{
    super::{PasswordHashingAlgorithm, limits},
    Converted, ImportedHash, Pbkdf2Alphabet, Refusal,
};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
const UNPADDED: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_encode_padding(false),
);

/// How many bytes of a PBKDF2 key are written. The first 32 are the first block, which does not depend on how many
/// more were asked for.
const PBKDF2_BYTES: usize = 32;

/// The bytes of a base64 text in the standard alphabet, with padding or without.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// The same in passlib's alphabet, where a `.` is a `+`. A `+` is one, too.
pub(super) fn adapted_base64(text: &str) -> Option<Vec<u8>> {
    base64(&text.replace('.', "+"))
}

/// The bytes of a base64 text in the alphabet for URLs, with padding or without.
pub(super) fn base64_url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE.decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// The bytes that hexadecimal digits write.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    hex::decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// Refuses the first parameter (name, value, limit) that is over its limit.
pub(super) fn within(parameters: &[(&'static str, u64, u64)]) -> Result<(), Refusal> {
    match parameters.iter().find(|(_, value, limit)| value > limit) {
        None => Ok(()),
        Some(&(parameter, value, limit)) => Err(Refusal::OverLimit {
            parameter,
            value,
            limit,
        }),
    }
}

/// A hash of PBKDF2 with HMAC-SHA256.
pub(super) fn pbkdf2(
    iterations: u64,
    salt: &[u8],
    key: &[u8],
    alphabet: Pbkdf2Alphabet,
) -> Converted {
    within(&[("iterations", iterations, limits::PBKDF2_ITERATIONS)])?;
    let key = key.get(..PBKDF2_BYTES).unwrap_or(key);
    let (mut salt, mut key) = (UNPADDED.encode(salt), UNPADDED.encode(key));
    if alphabet == Pbkdf2Alphabet::Dot {
        salt = salt.replace('+', ".");
        key = key.replace('+', ".");
    }
    Ok(ImportedHash::new(
        PasswordHashingAlgorithm::Pbkdf2Sha256,
        format!("$pbkdf2-sha256${iterations}${salt}${key}"),
    ))
}

/// Refuses parameters of scrypt that are over their limits.
pub(super) fn scrypt_is_within(n: u64, r: u64, p: u64) -> Result<(), Refusal> {
    within(&[
        ("N", n, limits::SCRYPT_N),
        ("r", r, limits::SCRYPT_R),
        ("p", p, limits::SCRYPT_P),
    ])
}

/// A hash of scrypt.
pub(super) fn scrypt(n: u64, r: u64, p: u64, salt: &[u8], key: &[u8]) -> Converted {
    scrypt_is_within(n, r, p)?;
    Ok(ImportedHash::new(
        PasswordHashingAlgorithm::Scrypt,
        format!("{n}${r}${p}${}${}", hex::encode(salt), hex::encode(key)),
    ))
}

/// A hash of Argon2id.
pub(super) fn argon2id(version: u64, [m, t, p]: [u64; 3], salt: &[u8], tag: &[u8]) -> Converted {
    within(&[
        ("m", m, limits::ARGON2_M),
        ("t", t, limits::ARGON2_T),
        ("p", p, limits::ARGON2_P),
    ])?;
    let (salt, tag) = (UNPADDED.encode(salt), UNPADDED.encode(tag));
    Ok(ImportedHash::new(
        PasswordHashingAlgorithm::Argon2id,
        format!("$argon2id$v={version}$m={m},t={t},p={p}${salt}${tag}"),
    ))
}

/// The name in braces before a hash, and the hash.
pub(super) fn braces(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{')?.split_once('}')
}

/// Whether a text begins with the name of a directory's scheme. Such names are usually in capitals; those of RFC 2307
/// that no other system uses are known in any letter case.
pub(super) fn is_ldap_scheme(text: &str) -> bool {
    const IN_ANY_CASE: &[&str] = &[
        "crypt", "sha", "ssha", "md5", "smd5", "ssha256", "ssha384", "ssha512", "sasl",
    ];
    braces(text).is_some_and(|(scheme, _)| {
        let is_known = IN_ANY_CASE
            .iter()
            .any(|name| scheme.eq_ignore_ascii_case(name));
        (is_known || scheme.bytes().any(|byte| byte.is_ascii_uppercase()))
            && !scheme.contains('@')
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'))
    })
}

/// Whether a text is two even runs of hexadecimal digits with a colon, a full stop or a `$` between them.
pub(super) fn is_hex_pair(text: &str) -> bool {
    text.split_once([':', '.', '$'])
        .is_some_and(|(salt, key)| hex(salt).is_some() && hex(key).is_some())
}

/// Whether a text is as many hexadecimal digits as a well-known hash function gives.
pub(super) fn is_plain_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
