//! The PHC string format and what came before it: `$function$parameters$salt$hash`.

use super::{
    super::{decimal, fields},
    Converted, Format, Pbkdf2Alphabet, Refusal, parts,
};

/// The version of Argon2 that is meant where the text names none.
const UNNAMED_ARGON2_VERSION: u64 = 16;

/// Argon2 in any order of its parameters, with or without a version.
pub(super) fn argon2(text: &str) -> Converted {
    let malformed = Refusal::Malformed(Format::Argon2);
    let mut parts_of_text = text.split('$');
    if parts_of_text.next() != Some("") {
        return Err(malformed);
    }
    match parts_of_text.next() {
        Some("argon2id") => {}
        Some("argon2i") => return Err(Refusal::OtherFunction("Argon2i, not Argon2id")),
        Some("argon2d") => return Err(Refusal::OtherFunction("Argon2d, not Argon2id")),
        _ => return Err(malformed),
    }
    let rest: Vec<&str> = parts_of_text.collect();
    let (version, parameters, salt, tag) = match rest.as_slice() {
        [version, parameters, salt, tag] => {
            let version = version.strip_prefix("v=").and_then(decimal);
            (version.ok_or(malformed)?, *parameters, *salt, *tag)
        }
        [parameters, salt, tag] => (UNNAMED_ARGON2_VERSION, *parameters, *salt, *tag),
        _ => return Err(malformed),
    };
    let (mut m, mut t, mut p) = (None, None, None);
    for parameter in parameters.split(',') {
        let (name, value) = parameter.split_once('=').ok_or(malformed)?;
        let number = match name {
            "m" => &mut m,
            "t" => &mut t,
            "p" => &mut p,
            "keyid" => return Err(Refusal::Keyed("a secret key")),
            "data" => return Err(Refusal::Keyed("associated data")),
            _ => return Err(malformed),
        };
        if number.replace(decimal(value).ok_or(malformed)?).is_some() {
            return Err(malformed);
        }
    }
    let (Some(m), Some(t), Some(p)) = (m, t, p) else {
        return Err(malformed);
    };
    let salt = parts::base64(salt).ok_or(malformed)?;
    let tag = parts::base64(tag).ok_or(malformed)?;
    parts::argon2id(version, [m, t, p], &salt, &tag)
}

/// `$pbkdf2-sha256$29000$…` of passlib, `$pbkdf2-sha256$i=100000,l=32$…` of the PHC string format.
pub(super) fn pbkdf2(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Pbkdf2);
    if text.starts_with("$p5k2$") || text.starts_with("$scram$") {
        return Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1"));
    }
    let ["", function, parameters, salt, key] = fields(text).ok_or(malformed)? else {
        return Err(malformed);
    };
    match function {
        "pbkdf2-sha256" => {}
        "pbkdf2" | "pbkdf2-sha1" => {
            return Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1"));
        }
        "pbkdf2-sha512" => return Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
        _ => return Err(Refusal::OtherFunction("PBKDF2 with another hash function")),
    }
    let iterations = match decimal(parameters) {
        Some(iterations) => iterations,
        None => named_iterations(parameters).ok_or(malformed)?,
    };
    let salt = parts::adapted_base64(salt).ok_or(malformed)?;
    let key = parts::adapted_base64(key).ok_or(malformed)?;
    parts::pbkdf2(iterations, &salt, &key, alphabet)
}

/// The iterations of `i=100000,l=32`. The length is that of the key, which is there to be counted.
fn named_iterations(parameters: &str) -> Option<u64> {
    let mut iterations = None;
    for parameter in parameters.split(',') {
        match parameter.split_once('=')? {
            ("i", value) if iterations.is_none() => iterations = Some(decimal(value)?),
            ("l", value) => {
                decimal(value)?;
            }
            _ => return None,
        }
    }
    iterations
}

/// `$scrypt$ln=16,r=8,p=1$salt$hash`, where `ln` is the binary logarithm of N.
pub(super) fn scrypt(text: &str) -> Converted {
    let malformed = Refusal::Malformed(Format::Scrypt);
    let ["", "scrypt", parameters, salt, key] = fields(text).ok_or(malformed)? else {
        return Err(malformed);
    };
    let (mut exponent, mut r, mut p) = (None, None, None);
    for parameter in parameters.split(',') {
        let (name, value) = parameter.split_once('=').ok_or(malformed)?;
        let number = match name {
            "ln" => &mut exponent,
            "r" => &mut r,
            "p" => &mut p,
            _ => return Err(malformed),
        };
        if number.replace(decimal(value).ok_or(malformed)?).is_some() {
            return Err(malformed);
        }
    }
    let (Some(exponent), Some(r), Some(p)) = (exponent, r, p) else {
        return Err(malformed);
    };
    let n = u32::try_from(exponent)
        .ok()
        .and_then(|exponent| 1_u64.checked_shl(exponent))
        .unwrap_or(u64::MAX);
    let salt = parts::adapted_base64(salt).ok_or(malformed)?;
    let key = parts::adapted_base64(key).ok_or(malformed)?;
    parts::scrypt(n, r, p, &salt, &key)
}
