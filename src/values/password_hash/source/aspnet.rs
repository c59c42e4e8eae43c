//! ASP.NET Core Identity: base64 of a byte that says the version, and the parts after it in network byte order.

use super::{Converted, Format, Pbkdf2Alphabet, Refusal, parts};

/// Version byte, salt of 16 bytes, key of 32.
const V2_BYTES: usize = 49;
/// Version byte, function, iterations and length of the salt.
const V3_HEADER: usize = 13;
/// What the system itself asks of salt and key.
const LEAST_BYTES: usize = 16;
const SHA256: u32 = 1;

pub(super) fn is_aspnet(text: &str) -> bool {
    parts::base64(text).is_some_and(|bytes| match bytes.first() {
        Some(0) => bytes.len() == V2_BYTES,
        Some(1) => version_3(&bytes).is_some(),
        _ => false,
    })
}

struct Version3<'a> {
    function: u32,
    iterations: u32,
    salt: &'a [u8],
    key: &'a [u8],
}

fn version_3(bytes: &[u8]) -> Option<Version3<'_>> {
    let number = |at: usize| {
        let bytes = bytes.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let (function, iterations) = (number(1)?, number(5)?);
    let salt_bytes = usize::try_from(number(9)?).ok()?;
    let (salt, key) = bytes.get(V3_HEADER..)?.split_at_checked(salt_bytes)?;
    let is_whole = salt.len() >= LEAST_BYTES && key.len() >= LEAST_BYTES && function <= 2;
    is_whole.then_some(Version3 {
        function,
        iterations,
        salt,
        key,
    })
}

pub(super) fn convert(text: &str, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::AspNet);
    let bytes = parts::base64(text).ok_or(malformed)?;
    if bytes.first() == Some(&0) {
        return Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1"));
    }
    let hash = version_3(&bytes).ok_or(malformed)?;
    match hash.function {
        SHA256 => parts::pbkdf2(u64::from(hash.iterations), hash.salt, hash.key, alphabet),
        0 => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        _ => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
    }
}
