//! Werkzeug: `method:parameters$salt$hash`, the salt as text and the hash in hexadecimal.

use super::{
    super::{decimal, fields},
    Converted, Format, Pbkdf2Alphabet, Refusal, parts,
};

pub(super) fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Werkzeug);
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
