//! A password credential of Keycloak, as its exports hold it: JSON, the newer ones with JSON texts inside.

use serde::{Deserialize, de::DeserializeOwned};

use super::{Converted, Format, Pbkdf2Alphabet, Refusal, bcrypt, parts, phc};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "Keycloak's own names of the members"
)]
struct Credential {
    secret_data: Option<Nested<Secret>>,
    credential_data: Option<Nested<Settings>>,
    // Until Keycloak 7.
    hashed_salted_value: Option<String>,
    salt: Option<String>,
    hash_iterations: Option<i64>,
    algorithm: Option<String>,
}

/// An object, or the JSON text of one: exports write a text, answers of the API sometimes the object itself.
#[derive(Deserialize)]
#[serde(untagged)]
enum Nested<T> {
    Text(String),
    Object(T),
}

impl<T: DeserializeOwned> Nested<T> {
    fn read(self) -> Option<T> {
        match self {
            Self::Text(text) => serde_json::from_str(&text).ok(),
            Self::Object(object) => Some(object),
        }
    }
}

#[derive(Deserialize)]
struct Secret {
    value: String,
    #[serde(default)]
    salt: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    hash_iterations: i64,
    algorithm: String,
    #[serde(default)]
    additional_parameters: Additional,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Additional {
    memory: Vec<String>,
    parallelism: Vec<String>,
    r#type: Vec<String>,
    version: Vec<String>,
}

/// Converts a credential of type `password`, given as its JSON object.
///
/// # Errors
///
/// The reason why an import job cannot take it.
pub fn convert_keycloak(
    json: &str,
    alphabet: Pbkdf2Alphabet,
) -> Result<super::ImportedHash, Refusal> {
    let malformed = Refusal::Malformed(Format::Keycloak);
    let credential: Credential = serde_json::from_str(json).map_err(|_| malformed)?;
    let (secret, settings) = match (credential.secret_data, credential.credential_data) {
        (Some(secret), Some(settings)) => (
            secret.read().ok_or(malformed)?,
            settings.read().ok_or(malformed)?,
        ),
        _ => (
            Secret {
                value: credential.hashed_salted_value.ok_or(malformed)?,
                salt: credential.salt,
            },
            Settings {
                hash_iterations: credential.hash_iterations.ok_or(malformed)?,
                algorithm: credential.algorithm.ok_or(malformed)?,
                additional_parameters: Additional::default(),
            },
        ),
    };
    convert(&secret, &settings, alphabet).and_then(|hash| super::checked(hash, Format::Keycloak))
}

fn convert(secret: &Secret, settings: &Settings, alphabet: Pbkdf2Alphabet) -> Converted {
    let malformed = Refusal::Malformed(Format::Keycloak);
    let iterations = u64::try_from(settings.hash_iterations);
    let bytes = |text: &str| parts::base64(text).ok_or(malformed);
    let salt = || bytes(secret.salt.as_deref().ok_or(malformed)?);
    match settings.algorithm.as_str() {
        "pbkdf2-sha256" => parts::pbkdf2(
            iterations.map_err(|_| malformed)?,
            &salt()?,
            &bytes(&secret.value)?,
            alphabet,
        ),
        "pbkdf2-sha512" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
        "pbkdf2" => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
        // Extensions keep the whole text in the value.
        "bcrypt" => bcrypt::convert(&secret.value),
        "argon2" if secret.value.starts_with("$argon2") => phc::argon2(&secret.value),
        "argon2" => {
            let more = &settings.additional_parameters;
            let first = |texts: &[String]| texts.first().cloned().ok_or(malformed);
            match first(&more.r#type)?.as_str() {
                "id" => {}
                "i" => return Err(Refusal::OtherFunction("Argon2i, not Argon2id")),
                "d" => return Err(Refusal::OtherFunction("Argon2d, not Argon2id")),
                _ => return Err(malformed),
            }
            let version = match first(&more.version)?.as_str() {
                "1.3" => 19,
                "1.0" => 16,
                _ => return Err(malformed),
            };
            let number = |texts: &[String]| {
                let text = first(texts)?;
                super::decimal(&text).ok_or(malformed)
            };
            let memory = number(&more.memory)?;
            let lanes = number(&more.parallelism)?;
            let passes = iterations.map_err(|_| malformed)?;
            parts::argon2id(
                version,
                [memory, passes, lanes],
                &salt()?,
                &bytes(&secret.value)?,
            )
        }
        _ => Err(Refusal::OtherFunction("an extension of Keycloak")),
    }
}
