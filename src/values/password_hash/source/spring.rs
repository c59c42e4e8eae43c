//! Spring Security's delegating encoder, `{name}hash`, and the schemes of directories, `{SCHEME}hash`.

use super::{
    super::{decimal, fields},
    Converted, Format, Pbkdf2Alphabet, Refusal, bcrypt, parts, phc,
};

/// The iterations of `pbkdf2@SpringSecurity_v5_8`, which the text does not hold.
const PBKDF2_V5_8_ITERATIONS: u64 = 310_000;
/// The bytes of its salt, which come before those of its key.
const PBKDF2_V5_8_SALT: usize = 16;
/// The bytes of its key.
const PBKDF2_V5_8_KEY: usize = 32;

pub(super) fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Spring);
    let (encoder, hash) = parts::braces(text).ok_or(malformed)?;
    match encoder {
        "bcrypt" => bcrypt::convert(hash),
        "argon2" | "argon2@SpringSecurity_v5_8" => phc::argon2(hash),
        "scrypt" | "scrypt@SpringSecurity_v5_8" => scrypt(hash),
        "pbkdf2@SpringSecurity_v5_8" => {
            let bytes = parts::hex(hash).ok_or(malformed)?;
            if bytes.len() != PBKDF2_V5_8_SALT + PBKDF2_V5_8_KEY {
                return Err(malformed);
            }
            let (salt, key) = bytes.split_at_checked(PBKDF2_V5_8_SALT).ok_or(malformed)?;
            parts::pbkdf2(PBKDF2_V5_8_ITERATIONS, salt, key, alphabet)
        }
        "pbkdf2" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        "noop" => Err(Refusal::ClearText),
        "ldap" => convert_ldap(hash, alphabet),
        "MD4" | "MD5" | "SHA-1" | "SHA-256" | "sha256" => {
            Err(Refusal::OtherFunction("rounds of a hash function"))
        }
        _ => Err(Refusal::NotAHash),
    }
}

/// `$parameters$salt$hash`, the parameters as one hexadecimal number: log2(N), r and p.
fn scrypt(text: &str) -> Converted {
    let malformed = Refusal::Malformed(Format::Spring);
    let ["", parameters, salt, key] = fields(text).ok_or(malformed)? else {
        return Err(malformed);
    };
    if !parameters.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(malformed);
    }
    let parameters = u32::from_str_radix(parameters, 16).map_err(|_| malformed)?;
    let exponent = parameters >> 16;
    let n = 1_u64.checked_shl(exponent).unwrap_or(u64::MAX);
    let (r, p) = (
        u64::from(parameters >> 8 & 0xFF),
        u64::from(parameters & 0xFF),
    );
    let salt = parts::base64(salt).ok_or(malformed)?;
    let key = parts::base64(key).ok_or(malformed)?;
    parts::scrypt(n, r, p, &salt, &key)
}

pub(super) fn convert_ldap(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Ldap);
    let (scheme, hash) = parts::braces(text).ok_or(malformed)?;
    match scheme.to_ascii_uppercase().as_str() {
        "PBKDF2-SHA256" => {
            let [iterations, salt, key] = fields(hash).ok_or(malformed)?;
            let iterations = decimal(iterations).ok_or(malformed)?;
            let salt = parts::adapted_base64(salt).ok_or(malformed)?;
            let key = parts::adapted_base64(key).ok_or(malformed)?;
            parts::pbkdf2(iterations, &salt, &key, alphabet)
        }
        "PBKDF2" | "PBKDF2-SHA1" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        "PBKDF2-SHA512" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
        "PKCS5S2" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1 (Atlassian)")),
        "SASL" | "KERBEROS" | "NIS" => Err(Refusal::OtherFunction(
            "another server, which is asked at each sign-in",
        )),
        "CRYPT" | "BCRYPT" | "BLF-CRYPT" if hash.starts_with("$2") => bcrypt::convert(hash),
        "ARGON2" => phc::argon2(hash),
        "CLEARTEXT" | "CLEAR" | "PLAIN" => Err(Refusal::ClearText),
        "CRYPT" => Err(Refusal::OtherFunction("crypt(3)")),
        "SHA" | "SSHA" | "SHA256" | "SSHA256" | "SHA384" | "SSHA384" | "SHA512" | "SSHA512"
        | "MD5" | "SMD5" | "MD4" | "SHA-1" | "SHA-256" => {
            Err(Refusal::OtherFunction("one round of a hash function"))
        }
        _ => Err(Refusal::NotAHash),
    }
}
