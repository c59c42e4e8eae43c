//! Whether a password belongs to an imported hash, by the crates of RustCrypto.

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::values::password_hash::{self, PasswordHashingAlgorithm};

/// How many bytes of a password bcrypt looks at.
const BCRYPT_BYTES: usize = 72;

/// Whether a password belongs to a hash. A hash that cannot be read belongs to none, as one that was
/// made with a pepper does.
pub(super) fn verifies(hash: &str, password: &str) -> bool {
    let password = password.as_bytes();
    match password_hash::looks_like(hash) {
        Some(PasswordHashingAlgorithm::Bcrypt) => {
            let password = password.get(..BCRYPT_BYTES).unwrap_or(password);
            bcrypt::verify(password, hash).unwrap_or(false)
        }
        Some(PasswordHashingAlgorithm::Scrypt) => scrypt(hash, password).unwrap_or(false),
        Some(PasswordHashingAlgorithm::Argon2id) => argon2id(hash, password).unwrap_or(false),
        Some(PasswordHashingAlgorithm::Pbkdf2Sha256) => pbkdf2(hash, password).unwrap_or(false),
        None => false,
    }
}

/// `N$r$p$salt$hash`, salt and hash in hexadecimal.
fn scrypt(hash: &str, password: &[u8]) -> Option<bool> {
    let [n, r, p, salt, key] = fields(hash)?;
    let n: u64 = n.parse().ok()?;
    let log_n = u8::try_from(n.checked_ilog2()?).ok()?;
    if n != 1 << log_n {
        return None;
    }
    let params = scrypt::Params::new(log_n, r.parse().ok()?, p.parse().ok()?).ok()?;
    let (salt, key) = (hex::decode(salt).ok()?, hex::decode(key).ok()?);
    let mut computed = vec![0; key.len()];
    scrypt::scrypt(password, &salt, &params, &mut computed).ok()?;
    Some(computed.ct_eq(&key).into())
}

/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
fn argon2id(hash: &str, password: &[u8]) -> Option<bool> {
    let [_, _, version, costs, salt, tag] = fields(hash)?;
    let version = match version {
        "v=16" => argon2::Version::V0x10,
        "v=19" => argon2::Version::V0x13,
        _ => return None,
    };
    let mut costs = costs.split(',').map(|cost| {
        let (_, number) = cost.split_once('=')?;
        number.parse().ok()
    });
    let mut cost = || costs.next().flatten();
    let (memory, time, lanes) = (cost()?, cost()?, cost()?);
    let (salt, tag) = (base64(salt)?, base64(tag)?);
    let params = argon2::Params::new(memory, time, lanes, Some(tag.len())).ok()?;
    let mut computed = vec![0; tag.len()];
    argon2::Argon2::new(argon2::Algorithm::Argon2id, version, params)
        .hash_password_into(password, &salt, &mut computed)
        .ok()?;
    Some(computed.ct_eq(&tag).into())
}

/// `$pbkdf2-sha256$600000$salt$hash`.
fn pbkdf2(hash: &str, password: &[u8]) -> Option<bool> {
    let [_, _, iterations, salt, key] = fields(hash)?;
    let (salt, key) = (base64(salt)?, base64(key)?);
    let mut computed = vec![0; key.len()];
    pbkdf2::pbkdf2_hmac::<Sha256>(password, &salt, iterations.parse().ok()?, &mut computed);
    Some(computed.ct_eq(&key).into())
}

fn fields<const COUNT: usize>(hash: &str) -> Option<[&str; COUNT]> {
    hash.split('$').collect::<Vec<_>>().try_into().ok()
}

/// Base64 as these formats write it; the library of PBKDF2 writes `.` for `+`.
fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').replace('.', "+");
    BASE64_STANDARD_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The cheapest recorded hash of each algorithm, with its password.
    fn recorded() -> Vec<(String, String)> {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../../tests/password_hashes.json")).unwrap();
        PasswordHashingAlgorithm::ALL
            .into_iter()
            .map(|algorithm| {
                let text =
                    |vector: &Value, member: &str| vector[member].as_str().unwrap().to_owned();
                vectors
                    .iter()
                    .filter(|vector| vector["expected_cognito_algorithm"] == algorithm.as_str())
                    .map(|vector| {
                        (
                            text(vector, "expected_import_value"),
                            text(vector, "password"),
                        )
                    })
                    .min()
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn a_hash_of_each_algorithm_verifies_its_password_and_no_other() {
        let recorded = recorded();
        assert_eq!(recorded.len(), 4);
        for (hash, password) in recorded {
            assert!(verifies(&hash, &password), "{hash}");
            assert!(!verifies(&hash, "another password"), "{hash}");
            assert!(!verifies(&hash, ""), "{hash}");
        }
    }

    #[test]
    fn what_is_no_hash_belongs_to_no_password() {
        for hash in [
            "",
            "x",
            "$2b$99$",
            "3$8$1$00$00",
            "1024$0$1$00$00",
            "$argon2id$v=19$m=1,t=0,p=0$AA$AA",
            "$argon2id$v=7$m=64,t=2,p=1$AAAAAAAAAAA$AAAAAAAAAAA",
            "$pbkdf2-sha256$x$AA$AA",
        ] {
            assert!(!verifies(hash, "password"), "{hash}");
            assert!(!verifies(hash, ""), "{hash}");
        }
    }
}
