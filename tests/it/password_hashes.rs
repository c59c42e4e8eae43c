//! Hashes made by the libraries themselves: what is converted verifies the password, and nothing else is converted.

use cognito_preflight::values::password_hash::{
    self, HashForm, PasswordHashingAlgorithm,
    source::{
        Conversion, Digest, Encoding, Function, Pbkdf2Alphabet, Recipe, Refusal, convert,
        convert_keycloak,
    },
};
use serde_json::Value;

struct Vector(Value);

impl Vector {
    fn all() -> Vec<Self> {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../password_hashes.json")).unwrap();
        vectors.into_iter().map(Self).collect()
    }

    fn text(&self, member: &str) -> &str {
        self.0[member].as_str().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{}: {}", self.text("source"), self.text("format"))
    }

    fn algorithm(&self) -> Option<PasswordHashingAlgorithm> {
        let name = self.0["expected_cognito_algorithm"].as_str()?;
        Some(name.parse().unwrap())
    }

    fn expected(&self) -> Option<&str> {
        self.0["expected_import_value"].as_str()
    }

    /// Converts the hash, told what only the one who exported it can know.
    fn convert(&self, alphabet: Pbkdf2Alphabet) -> Conversion {
        let hash = &self.0["hash_as_exported"];
        let (source, format) = (self.text("source"), self.text("format"));
        let both_hex = |function| Recipe::new(function).salt(Encoding::Hex).key(Encoding::Hex);
        if let Some(hash) = hash.as_str() {
            let auto = Recipe::new(Function::Auto);
            let scrypt = |n, r| Function::Scrypt { n, r, p: 1 };
            let recipe = match source {
                "devise" if format == "devise-pepper" => auto.peppered(true),
                "bcrypt.net" => auto.prehashed(true),
                "better-auth" | "lucia/oslo" => both_hex(scrypt(16_384, 16)).salt(Encoding::Text),
                "node" if format.contains("pbkdf2") => {
                    let digest = if format.contains("sha512") {
                        Digest::Sha512
                    } else {
                        Digest::Sha256
                    };
                    both_hex(Function::Pbkdf2 {
                        digest,
                        iterations: 310_000,
                    })
                    .salt(Encoding::Text)
                }
                "node" if format.contains("TEXT as salt") => {
                    both_hex(scrypt(16_384, 8)).salt(Encoding::Text)
                }
                "node" if format.contains("raw salt") => both_hex(scrypt(16_384, 8)),
                _ => auto,
            };
            return recipe.convert(hash, None, alphabet);
        }
        let member = |name: &str| hash[name].as_str().unwrap();
        match source {
            "keycloak" => convert_keycloak(&hash.to_string(), alphabet)
                .map_or_else(Conversion::Refused, Conversion::Hash),
            "raw" => {
                let function = Function::Pbkdf2 {
                    digest: Digest::Sha256,
                    iterations: hash["iterations"].as_u64().unwrap(),
                };
                let encoding = if format.contains("hex") {
                    Encoding::Hex
                } else {
                    Encoding::Base64
                };
                Recipe::new(function).salt(encoding).key(encoding).convert(
                    member("hash"),
                    Some(member("salt")),
                    alphabet,
                )
            }
            "fusionauth" => {
                let factor = hash["factor"].as_u64().unwrap();
                let scheme = member("encryptionScheme");
                let function = match scheme {
                    "bcrypt" => Function::BcryptParts { cost: factor },
                    "salted-pbkdf2-hmac-sha256" | "salted-pbkdf2-hmac-sha256-512" => {
                        Function::Pbkdf2 {
                            digest: Digest::Sha256,
                            iterations: factor,
                        }
                    }
                    _ => return Refusal::OtherFunction("rounds of a hash function").into(),
                };
                Recipe::new(function)
                    .salt(Encoding::Base64)
                    .key(Encoding::Base64)
                    .convert(member("password"), Some(member("salt")), alphabet)
            }
            "stytch" => Recipe::new(Function::Scrypt {
                n: 32_768,
                r: 8,
                p: 1,
            })
            .salt(Encoding::Text)
            .key(Encoding::Base64Url)
            .convert(member("hash"), Some(member("salt")), alphabet),
            "clerk" => match member("password_hasher") {
                "pbkdf2_sha256" => {
                    let digest = member("password_digest");
                    let [_, iterations, salt, key]: [&str; 4] =
                        digest.split('$').collect::<Vec<_>>().try_into().unwrap();
                    Recipe::new(Function::Pbkdf2 {
                        digest: Digest::Sha256,
                        iterations: iterations.parse().unwrap(),
                    })
                    .salt(Encoding::Base64)
                    .key(Encoding::Base64)
                    .convert(key, Some(salt), alphabet)
                }
                "scrypt_firebase" => Refusal::Keyed("the project’s signer key").into(),
                _ => convert(member("password_digest"), alphabet),
            },
            "firebase" => Refusal::Keyed("the project’s signer key").into(),
            _ => panic!("{} has an unexpected shape", self.name()),
        }
    }
}

/// Whether the value that is written for an import verifies the password, computed anew from that value alone.
pub(crate) fn verifies(value: &str, algorithm: PasswordHashingAlgorithm, password: &[u8]) -> bool {
    use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
    let base64 = |text: &str| {
        BASE64_STANDARD_NO_PAD
            .decode(text.replace('.', "+"))
            .unwrap()
    };
    let fields: Vec<&str> = value.split('$').collect();
    let number = |text: &str| text.parse::<u32>().unwrap();
    match algorithm {
        PasswordHashingAlgorithm::Bcrypt => {
            // What is longer than 72 bytes is cut off by bcrypt itself.
            let password = &password[..password.len().min(72)];
            bcrypt::verify(password, value).unwrap()
        }
        PasswordHashingAlgorithm::Scrypt => {
            let log_n = u8::try_from(number(fields[0]).trailing_zeros()).unwrap();
            let params = scrypt::Params::new(log_n, number(fields[1]), number(fields[2])).unwrap();
            let (salt, key) = (
                hex::decode(fields[3]).unwrap(),
                hex::decode(fields[4]).unwrap(),
            );
            let mut computed = vec![0; key.len()];
            scrypt::scrypt(password, &salt, &params, &mut computed).unwrap();
            computed == key
        }
        PasswordHashingAlgorithm::Argon2id => {
            let version = match fields[2] {
                "v=16" => argon2::Version::V0x10,
                "v=19" => argon2::Version::V0x13,
                other => panic!("{other}"),
            };
            let costs: Vec<u32> = fields[3]
                .split(',')
                .map(|cost| number(cost.split_once('=').unwrap().1))
                .collect();
            let (salt, tag) = (base64(fields[4]), base64(fields[5]));
            let params =
                argon2::Params::new(costs[0], costs[1], costs[2], Some(tag.len())).unwrap();
            let mut computed = vec![0; tag.len()];
            argon2::Argon2::new(argon2::Algorithm::Argon2id, version, params)
                .hash_password_into(password, &salt, &mut computed)
                .unwrap();
            computed == tag
        }
        PasswordHashingAlgorithm::Pbkdf2Sha256 => {
            let (salt, key) = (base64(fields[3]), base64(fields[4]));
            let mut computed = vec![0; key.len()];
            pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, &salt, number(fields[2]), &mut computed);
            computed == key
        }
    }
}

#[test]
fn each_hash_becomes_what_it_should_or_is_refused() {
    for vector in Vector::all() {
        let converted = vector.convert(Pbkdf2Alphabet::Dot);
        match (&converted, vector.expected()) {
            (Conversion::Hash(hash), Some(expected)) => {
                assert_eq!(hash.value(), expected, "{}", vector.name());
                assert_eq!(
                    Some(hash.algorithm()),
                    vector.algorithm(),
                    "{}",
                    vector.name()
                );
            }
            (Conversion::NoPassword | Conversion::Refused(_), None) => {}
            _ => panic!(
                "{} should become {:?} and became {converted:?}",
                vector.name(),
                vector.expected()
            ),
        }
    }
}

#[test]
#[ignore = "slow: computes some sixty password hashes twice"]
fn each_converted_hash_verifies_its_password_and_no_other() {
    let mut verified = 0;
    for vector in Vector::all() {
        for alphabet in [Pbkdf2Alphabet::Dot, Pbkdf2Alphabet::Plus] {
            let Conversion::Hash(hash) = vector.convert(alphabet) else {
                continue;
            };
            if alphabet == Pbkdf2Alphabet::Plus
                && hash.algorithm() != PasswordHashingAlgorithm::Pbkdf2Sha256
            {
                continue;
            }
            let (algorithm, password) = (hash.algorithm(), vector.text("password"));
            assert!(
                verifies(hash.value(), algorithm, password.as_bytes()),
                "{}",
                vector.name()
            );
            let other = format!("{}x", &password[..password.len().min(8)]);
            assert!(
                !verifies(hash.value(), algorithm, other.as_bytes()),
                "{}",
                vector.name()
            );
            verified += 1;
        }
    }
    assert!(verified >= 55, "{verified}");
}

#[test]
fn a_converted_hash_has_the_form_that_an_import_job_takes() {
    for vector in Vector::all() {
        if let Conversion::Hash(hash) = vector.convert(Pbkdf2Alphabet::Dot) {
            let form = password_hash::form(hash.value(), hash.algorithm());
            assert!(
                matches!(form, HashForm::WellFormed | HashForm::Base64Dot),
                "{}: {form:?}",
                vector.name()
            );
        }
    }
}

#[test]
fn a_converted_hash_converts_to_itself() {
    for vector in Vector::all() {
        if let Conversion::Hash(hash) = vector.convert(Pbkdf2Alphabet::Dot) {
            let again = convert(hash.value(), Pbkdf2Alphabet::Dot);
            assert_eq!(again, Conversion::Hash(hash), "{}", vector.name());
        }
    }
}

#[test]
fn no_text_is_read_in_one_of_two_ways_by_guessing() {
    for vector in Vector::all() {
        if vector.0.get("wrong_reading").is_some()
            && let Some(hash) = vector.0["hash_as_exported"].as_str()
        {
            assert!(
                matches!(
                    convert(hash, Pbkdf2Alphabet::Dot),
                    Conversion::Refused(Refusal::Ambiguous(_))
                ),
                "{}",
                vector.name()
            );
        }
    }
}
