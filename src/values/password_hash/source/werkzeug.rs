//! Werkzeug: `method:parameters$salt$hash`, the salt as text and the hash in hexadecimal.

use super::{
    super::{decimal, fields},
    Converted, Format, Pbkdf2Alphabet, Refusal, parts,
};

/// The methods of one round, which Werkzeug wrote until version 2.3. Django's names of them are the same.
const ONE_ROUND: &[&str] = &["sha224$", "sha256$", "sha384$", "sha512$"];
/// The method that hashes nothing.
const CLEAR_TEXT: &str = "plain$$";

pub(super) fn is_werkzeug(text: &str) -> bool {
    ["scrypt:", "pbkdf2:", CLEAR_TEXT]
        .iter()
        .chain(ONE_ROUND)
        .any(|method| text.starts_with(method))
}

pub(super) fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Werkzeug);
    if text.starts_with(CLEAR_TEXT) {
        return Err(Refusal::ClearText);
    }
    if ONE_ROUND.iter().any(|method| text.starts_with(method)) {
        return Err(Refusal::OtherFunction("one round of a hash function"));
    }
    let [method, salt, key] = fields(text).ok_or(malformed)?;
    let key = parts::hex(key).ok_or(malformed)?;
    if salt.is_empty() {
        return Err(malformed);
    }
    let mut parameters = method.split(':');
    let function = parameters.next();
    let parameters: Vec<&str> = parameters.collect();
    match (function, parameters.as_slice()) {
        (Some("scrypt"), [n, r, p]) => {
            let (Some(n), Some(r), Some(p)) = (decimal(n), decimal(r), decimal(p)) else {
                return Err(malformed);
            };
            parts::scrypt(n, r, p, salt.as_bytes(), &key)
        }
        (Some("pbkdf2"), ["sha256", iterations]) => {
            let iterations = decimal(iterations).ok_or(malformed)?;
            parts::pbkdf2(iterations, salt.as_bytes(), &key, alphabet)
        }
        (Some("pbkdf2"), ["sha256"]) => Err(Refusal::Ambiguous(
            "the number of iterations is the default of the version that wrote it, which differs from version to version",
        )),
        (Some("scrypt"), []) => Err(Refusal::Ambiguous(
            "the parameters are the defaults of the version that wrote it",
        )),
        (Some("pbkdf2"), ["sha1", ..]) => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        (Some("pbkdf2"), ["sha512", ..]) => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
        (Some("pbkdf2"), [_, ..]) => {
            Err(Refusal::OtherFunction("PBKDF2 with another hash function"))
        }
        _ => Err(malformed),
    }
}
