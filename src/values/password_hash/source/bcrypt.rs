//! bcrypt: the text is the value.

use super::{
    super::{PasswordHashingAlgorithm, limits},
    Converted, Format, ImportedHash, Refusal, parts,
};

/// Letters of a salt of 16 bytes and a hash of 23.
const SALT_AND_HASH: usize = 53;

pub(super) fn convert(text: &str) -> Converted {
    let malformed = Refusal::Malformed(Format::Bcrypt);
    let (version, rest) = text
        .strip_prefix('$')
        .and_then(|rest| rest.split_once('$'))
        .ok_or(malformed)?;
    let (cost, salt_and_hash) = rest.split_once('$').ok_or(malformed)?;
    let is_complete = salt_and_hash.len() == SALT_AND_HASH
        && salt_and_hash
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/'));
    let cost = match cost.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            u64::from(tens - b'0') * 10 + u64::from(ones - b'0')
        }
        _ => return Err(malformed),
    };
    if version == "2" {
        return Err(Refusal::OtherFunction(
            "the first version of bcrypt, which leaves out the end of the password",
        ));
    }
    if !matches!(version, "2a" | "2b" | "2x" | "2y") || !is_complete {
        return Err(malformed);
    }
    parts::within(&[("cost", cost, limits::BCRYPT_COST)])?;
    Ok(ImportedHash::new(
        PasswordHashingAlgorithm::Bcrypt,
        text.to_owned(),
    ))
}

/// bcrypt whose cost, salt and hash are columns of their own.
pub(super) fn from_parts(cost: u64, salt: &str, hash: &str) -> Converted {
    convert(&format!("$2a${cost:02}${salt}{hash}"))
}
