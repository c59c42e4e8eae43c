//! Hashes made here, with few iterations, in the layout of each source: each is converted to a value that verifies its
//! password and no other, or refused for its reason.

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE},
};
use cognito_preflight::{
    engine::Mode,
    schema::{CsvHeader, Schema},
    values::password_hash::{
        PasswordHashingAlgorithm,
        source::{
            Conversion, Digest, Encoding, Function, Layout, Pbkdf2Alphabet, Recipe, Refusal,
            convert, convert_keycloak,
        },
    },
};
use serde_json::json;

use crate::{
    collect::{collect, options},
    password_hashes::verifies,
};

const SALT: &[u8] = b"\xfb\xef\xbe\x00\x01\x02\x03\x04salt-of-16";
const PASSWORDS: [&str; 2] = ["correct horse battery staple", "pässwörd-Ω-日本語"];

fn pbkdf2(password: &str, salt: &[u8], iterations: u32, length: usize) -> Vec<u8> {
    let mut key = vec![0; length];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), salt, iterations, &mut key);
    key
}

fn scrypt(password: &str, salt: &[u8], log_n: u8, r: u32, length: usize) -> Vec<u8> {
    let mut key = vec![0; length];
    let params = scrypt::Params::new(log_n, r, 1).unwrap();
    scrypt::scrypt(password.as_bytes(), salt, &params, &mut key).unwrap();
    key
}

fn argon2(password: &str, salt: &[u8], version: argon2::Version) -> Vec<u8> {
    let mut tag = vec![0; 32];
    let params = argon2::Params::new(64, 2, 1, Some(32)).unwrap();
    argon2::Argon2::new(argon2::Algorithm::Argon2id, version, params)
        .hash_password_into(password.as_bytes(), salt, &mut tag)
        .unwrap();
    tag
}

fn bcrypt(password: &str) -> String {
    bcrypt::hash_with_salt(password, 4, *b"sixteen bytes ok")
        .unwrap()
        .to_string()
}

fn padded(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn unpadded(bytes: &[u8]) -> String {
    BASE64_STANDARD_NO_PAD.encode(bytes)
}

/// passlib's alphabet.
fn adapted(bytes: &[u8]) -> String {
    unpadded(bytes).replace('+', ".")
}

/// The hashes of a password that their own text says how to read, each with the name of its layout.
fn self_describing(password: &str) -> Vec<(&'static str, String)> {
    let own = |name, text: String| (name, text);
    let short = pbkdf2(password, SALT, 3, 32);
    let text_salt = "0A1e1JZ8FpOhxgm2XGN4lO";
    let of_text = pbkdf2(password, text_salt.as_bytes(), 3, 32);
    let scrypt_of_text = scrypt(password, text_salt.as_bytes(), 4, 8, 64);
    let scrypt_of_bytes = scrypt(password, SALT, 4, 8, 32);
    let tag = argon2(password, SALT, argon2::Version::V0x13);
    let old_tag = argon2(password, SALT, argon2::Version::V0x10);
    let (salt, tag) = (unpadded(SALT), unpadded(&tag));
    let bcrypt = bcrypt(password);
    let aspnet = [&[1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 18][..], SALT, &short].concat();
    vec![
        own("bcrypt 2b", bcrypt.clone()),
        own("bcrypt 2a", bcrypt.replace("$2b$", "$2a$")),
        own("bcrypt 2y", bcrypt.replace("$2b$", "$2y$")),
        own("Spring bcrypt", format!("{{bcrypt}}{bcrypt}")),
        own("Django bcrypt", format!("bcrypt${bcrypt}")),
        own("directory bcrypt", format!("{{CRYPT}}{bcrypt}")),
        own(
            "directory bcrypt in small letters",
            format!("{{crypt}}{bcrypt}"),
        ),
        own(
            "passlib PBKDF2",
            format!("$pbkdf2-sha256$3${}${}", adapted(SALT), adapted(&short)),
        ),
        own(
            "PHC PBKDF2",
            format!(
                "$pbkdf2-sha256$i=3,l=32${}${}",
                unpadded(SALT),
                unpadded(&short)
            ),
        ),
        own(
            "OpenLDAP PBKDF2",
            format!("{{PBKDF2-SHA256}}3${}${}", adapted(SALT), adapted(&short)),
        ),
        own(
            "Django PBKDF2",
            format!("pbkdf2_sha256$3${text_salt}${}", padded(&of_text)),
        ),
        own(
            "Werkzeug PBKDF2",
            format!("pbkdf2:sha256:3${text_salt}${}", hex::encode(&of_text)),
        ),
        own("ASP.NET", padded(&aspnet)),
        own(
            "passlib scrypt",
            format!("$scrypt$ln=4,r=8,p=1${salt}${}", unpadded(&scrypt_of_bytes)),
        ),
        own(
            "simple-scrypt",
            format!(
                "16$8$1${}${}",
                hex::encode(SALT),
                hex::encode(&scrypt_of_bytes)
            ),
        ),
        own(
            "Werkzeug scrypt",
            format!("scrypt:16:8:1${text_salt}${}", hex::encode(&scrypt_of_text)),
        ),
        own(
            "Django scrypt",
            format!("scrypt$16${text_salt}$8$1${}", padded(&scrypt_of_text)),
        ),
        own(
            "Spring scrypt 5.8",
            format!(
                "{{scrypt@SpringSecurity_v5_8}}$40801${}${}",
                padded(SALT),
                padded(&scrypt_of_bytes)
            ),
        ),
        own(
            "Spring scrypt 4.1",
            format!(
                "{{scrypt}}$40801${}${}",
                padded(SALT),
                padded(&scrypt_of_bytes)
            ),
        ),
        own(
            "PHC Argon2",
            format!("$argon2id$v=19$m=64,t=2,p=1${salt}${tag}"),
        ),
        own(
            "npm argon2",
            format!("$argon2id$v=19$m=64,p=1,t=2${salt}${tag}"),
        ),
        own(
            "PHC Argon2 without a version",
            format!("$argon2id$m=64,t=2,p=1${salt}${}", unpadded(&old_tag)),
        ),
        own(
            "Django Argon2",
            format!("argon2$argon2id$v=19$m=64,t=2,p=1${salt}${tag}"),
        ),
        own(
            "Spring Argon2",
            format!("{{argon2@SpringSecurity_v5_8}}$argon2id$v=19$m=64,t=2,p=1${salt}${tag}"),
        ),
        own(
            "directory Argon2",
            format!("{{ARGON2}}$argon2id$v=19$m=64,t=2,p=1${salt}${tag}"),
        ),
    ]
}

fn assert_verifies(name: &str, conversion: Conversion, password: &str) {
    let Conversion::Hash(hash) = conversion else {
        panic!("{name} became {conversion:?}");
    };
    assert!(
        verifies(hash.value(), hash.algorithm(), password.as_bytes()),
        "{name}"
    );
    for other in ["", "Correct horse battery staple", "pässwörd-Ω-日本"] {
        assert!(
            !verifies(hash.value(), hash.algorithm(), other.as_bytes()),
            "{name} {other}"
        );
    }
}

#[test]
fn each_layout_becomes_a_value_that_verifies_its_password_and_no_other() {
    for password in PASSWORDS {
        for (name, text) in self_describing(password) {
            for alphabet in [Pbkdf2Alphabet::Dot, Pbkdf2Alphabet::Plus] {
                assert_verifies(name, convert(&format!(" {text}\n"), alphabet), password);
            }
        }
    }
}

/// Its 310,000 iterations are not in the text; `password_hashes` computes one of them.
#[test]
fn pbkdf2_of_spring_is_the_salt_and_then_the_key() {
    let (salt, key) = (hex::encode(SALT), "ab".repeat(32));
    let text = format!("{{pbkdf2@SpringSecurity_v5_8}}{}{key}", &salt[..32]);
    let Conversion::Hash(hash) = convert(&text, Pbkdf2Alphabet::Plus) else {
        panic!()
    };
    let (salt, key) = (unpadded(&SALT[..16]), unpadded(&[0xab; 32]));
    assert_eq!(hash.value(), format!("$pbkdf2-sha256$310000${salt}${key}"));
}

/// Keycloak's credential, newer and older, with a key of 64 bytes and of 32.
#[test]
fn each_credential_of_keycloak_verifies() {
    let text = |value: serde_json::Value| value.to_string();
    for password in PASSWORDS {
        let (long, short) = (pbkdf2(password, SALT, 3, 64), pbkdf2(password, SALT, 3, 32));
        let tag = argon2(password, SALT, argon2::Version::V0x13);
        let credential = |secret: &serde_json::Value, data: &serde_json::Value| json!({"type": "password", "secretData": text(secret.clone()), "credentialData": text(data.clone())});
        let pbkdf2_data =
            json!({"hashIterations": 3, "algorithm": "pbkdf2-sha256", "additionalParameters": {}});
        let secret = |value: &[u8]| json!({"value": padded(value), "salt": padded(SALT), "additionalParameters": {}});
        let argon2_data = json!({"hashIterations": 2, "algorithm": "argon2", "additionalParameters":
            {"hashLength": ["32"], "memory": ["64"], "type": ["id"], "version": ["1.3"], "parallelism": ["1"]}});
        for (name, credential) in [
            ("64 bytes", credential(&secret(&long), &pbkdf2_data)),
            ("32 bytes", credential(&secret(&short), &pbkdf2_data)),
            (
                "objects",
                json!({"secretData": secret(&short), "credentialData": pbkdf2_data}),
            ),
            (
                "until 7",
                json!({"type": "password", "hashedSaltedValue": padded(&long), "salt": padded(SALT),
                    "hashIterations": 3, "algorithm": "pbkdf2-sha256", "counter": 0}),
            ),
            ("argon2", credential(&secret(&tag), &argon2_data)),
            (
                "bcrypt",
                credential(
                    &json!({"value": bcrypt(password), "salt": ""}),
                    &json!({"hashIterations": -1, "algorithm": "bcrypt", "additionalParameters": {}}),
                ),
            ),
        ] {
            let converted = convert_keycloak(&text(credential), Pbkdf2Alphabet::Dot);
            assert_verifies(
                name,
                converted.map_or_else(Conversion::Refused, Conversion::Hash),
                password,
            );
        }
    }
}

/// What only a mapping can say.
#[test]
fn each_recipe_gives_a_value_that_verifies() {
    for password in PASSWORDS {
        let text_salt = "00112233445566778899aabbccddeeff";
        let pbkdf2_function = Function::Pbkdf2 {
            digest: Digest::Sha256,
            iterations: 3,
        };
        let scrypt_function = Function::Scrypt { n: 16, r: 8, p: 1 };
        let of_text = hex::encode(scrypt(password, text_salt.as_bytes(), 4, 8, 64));
        let of_bytes = hex::encode(scrypt(password, &hex::decode(text_salt).unwrap(), 4, 8, 64));
        let key = pbkdf2(password, SALT, 3, 32);
        let joined = [SALT, &key[..]].concat();
        let suffixed = pbkdf2(
            password,
            &[SALT, b"secret of the application"].concat(),
            3,
            32,
        );
        let with = |function| {
            Recipe::new(function)
                .salt(Encoding::Text)
                .key(Encoding::Hex)
        };
        let hash = bcrypt(password);
        let cases = [
            (
                "node, text",
                with(scrypt_function),
                format!("{text_salt}:{of_text}"),
                None,
            ),
            (
                "node, bytes",
                with(scrypt_function).salt(Encoding::Hex),
                format!("{text_salt}:{of_bytes}"),
                None,
            ),
            (
                "node, hash first",
                with(scrypt_function).layout(Layout::HashFirst(Some("."))),
                format!("{of_text}.{text_salt}"),
                None,
            ),
            (
                "node, hash first, usual separators",
                with(scrypt_function).layout(Layout::HashFirst(None)),
                format!("{of_text}.{text_salt}"),
                None,
            ),
            (
                "another separator",
                with(scrypt_function).layout(Layout::SaltFirst(Some("--"))),
                format!("{text_salt}--{of_text}"),
                None,
            ),
            (
                "a salt with the separator in it",
                with(scrypt_function),
                format!("a:b:{}", hex::encode(scrypt(password, b"a:b", 4, 8, 64))),
                None,
            ),
            (
                "one run of bytes",
                Recipe::new(pbkdf2_function)
                    .key(Encoding::Base64)
                    .layout(Layout::Joined(SALT.len())),
                padded(&joined),
                None,
            ),
            (
                "a secret after the salt",
                Recipe::new(pbkdf2_function)
                    .salt(Encoding::Base64)
                    .key(Encoding::Base64Url)
                    .salt_suffix("secret of the application"),
                BASE64_URL_SAFE.encode(&suffixed),
                Some(padded(SALT)),
            ),
            (
                "columns in hexadecimal",
                with(pbkdf2_function).salt(Encoding::Hex),
                hex::encode(&key),
                Some(hex::encode(SALT)),
            ),
            (
                "text with a blank at its end",
                with(pbkdf2_function),
                hex::encode(pbkdf2(password, b"salt ", 3, 32)),
                Some("salt ".to_owned()),
            ),
            (
                "bcrypt in parts",
                Recipe::new(Function::BcryptParts { cost: 4 }),
                hash[29..].to_owned(),
                Some(hash[7..29].to_owned()),
            ),
        ];
        for (name, recipe, hash, salt) in cases {
            assert_eq!(recipe.check(), Ok(()), "{name}");
            assert_verifies(
                name,
                recipe.convert(&hash, salt.as_deref(), Pbkdf2Alphabet::Dot),
                password,
            );
        }
    }
}

#[test]
fn a_peppered_or_prehashed_hash_is_never_written() {
    for password in PASSWORDS {
        for (name, text) in self_describing(password) {
            for recipe in [
                Recipe::new(Function::Auto).peppered(true),
                Recipe::new(Function::Auto).prehashed(true),
            ] {
                let converted = recipe.convert(&text, None, Pbkdf2Alphabet::Dot);
                assert!(
                    matches!(
                        converted,
                        Conversion::Refused(Refusal::Keyed(_) | Refusal::PreHashed(_))
                    ),
                    "{name}: {converted:?}"
                );
            }
        }
    }
}

#[test]
fn the_alphabet_matters_for_pbkdf2_alone() {
    for (name, text) in self_describing(PASSWORDS[0]) {
        let Conversion::Hash(dot) = convert(&text, Pbkdf2Alphabet::Dot) else {
            panic!("{name}")
        };
        let Conversion::Hash(plus) = convert(&text, Pbkdf2Alphabet::Plus) else {
            panic!("{name}")
        };
        assert_eq!(
            dot.alphabet_matters(),
            dot.value() != plus.value(),
            "{name}"
        );
        assert_eq!(
            plus.alphabet_matters(),
            dot.value() != plus.value(),
            "{name}"
        );
        assert!(
            !dot.alphabet_matters() || dot.algorithm() == PasswordHashingAlgorithm::Pbkdf2Sha256,
            "{name}"
        );
    }
}

#[test]
fn the_column_of_a_plain_file_is_converted_by_what_each_hash_says() {
    let header = "email,email_verified,password_hash,cognito:mfa_enabled,cognito:username";
    let password = PASSWORDS[1];
    for (name, text) in self_describing(password) {
        let Conversion::Hash(hash) = convert(&text, Pbkdf2Alphabet::Dot) else {
            panic!("{name}");
        };
        let schema = Schema::new(Some(CsvHeader::parse(header).unwrap()), None).unwrap();
        let mut options = options(Mode::Clean);
        options.password_hashing_algorithm = Some(hash.algorithm());
        let file = format!("{header}\nana@example.com,true,\"{text}\",,ana\n");
        let (collected, summary) = collect(&schema, options, file.as_bytes()).unwrap();
        assert_eq!(summary.counts.cleaned, 1, "{name}");
        let written = collected.rows[0].value(2);
        assert!(
            verifies(written, hash.algorithm(), password.as_bytes()),
            "{name}"
        );
        let repair = ("convert-password-hash", "password_hash".to_owned());
        assert_eq!(
            collected.rows[0].repairs.contains(&repair),
            written != text,
            "{name}"
        );
    }
}
