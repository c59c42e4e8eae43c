//! Password hashes of every source, whole and damaged: what is converted verifies what the input verified.
//!
//! A hash is made with the least costs that its function allows, put into the layout of a source, and converted: the
//! password verifies. Damaged, its text is read once more here, by other code, and function, costs, salt and key must
//! be those of the converted value.

use arbitrary::{Result, Unstructured};
use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD},
};
use cognito_preflight::values::password_hash::{
    self, HashForm, PasswordHashingAlgorithm as Algorithm,
    source::{Conversion, Pbkdf2Alphabet, convert},
};

/// Base64 with padding or without, and whatever the last bits are.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let _ = try_one(&mut u);
    if let Ok(text) = std::str::from_utf8(data) {
        check(text);
    }
}

fn try_one(u: &mut Unstructured<'_>) -> Result<()> {
    let password: String = u.arbitrary::<&str>()?.chars().take(16).collect();
    let salt: [u8; 16] = u.arbitrary()?;
    let (name, text) = made(u, &password, salt)?;
    if let Conversion::Hash(hash) = convert(&text, alphabet_of(u)?) {
        let (value, algorithm) = (hash.value(), hash.algorithm());
        assert!(
            verifies(value, algorithm, &password),
            "{name}: {text} {value}"
        );
        let other = format!("{password}x");
        assert!(
            !verifies(value, algorithm, &other),
            "{name}: {text} {value}"
        );
    } else {
        panic!("{name} is not converted: {text}");
    }
    // The same, damaged in a few places.
    let mut damaged: Vec<char> = text.chars().collect();
    for _ in 0..u.int_in_range(1..=3)? {
        let place = u.choose_index(damaged.len() + 1)?;
        match u.int_in_range(0..=3)? {
            0 if place < damaged.len() => {
                damaged.remove(place);
            }
            1 => damaged.insert(
                place,
                *u.choose(&['$', ':', ',', '=', '.', '+', '0', 'a', '{', '}', ' '])?,
            ),
            2 if place < damaged.len() => damaged[place] = u.arbitrary()?,
            _ => damaged.truncate(place),
        }
    }
    check(&damaged.into_iter().collect::<String>());
    Ok(())
}

fn alphabet_of(u: &mut Unstructured<'_>) -> Result<Pbkdf2Alphabet> {
    Ok(*u.choose(&[Pbkdf2Alphabet::Dot, Pbkdf2Alphabet::Plus])?)
}

/// A text that converts is in the form of an import job, converts to itself, and has the parts that it had.
fn check(text: &str) {
    for alphabet in [Pbkdf2Alphabet::Dot, Pbkdf2Alphabet::Plus] {
        let Conversion::Hash(hash) = convert(text, alphabet) else {
            continue;
        };
        let (value, algorithm) = (hash.value(), hash.algorithm());
        let form = password_hash::form(value, algorithm);
        assert!(
            matches!(
                form,
                HashForm::WellFormed | HashForm::Base64Dot | HashForm::Base64Plus
            ),
            "{text}: {value} is {form:?}"
        );
        assert_eq!(
            convert(value, alphabet),
            Conversion::Hash(hash.clone()),
            "{text}"
        );
        assert_eq!(parts(value), Some(expected(text.trim())), "{text}: {value}");
    }
}

/// What decides which passwords a hash verifies.
#[derive(Debug, PartialEq)]
enum Parts {
    Bcrypt(String),
    Scrypt([u64; 3], Vec<u8>, Vec<u8>),
    Argon2id(u64, [u64; 3], Vec<u8>, Vec<u8>),
    Pbkdf2(u64, Vec<u8>, Vec<u8>),
}

fn base64(text: &str) -> Vec<u8> {
    LENIENT.decode(text.replace('.', "+")).expect("base64")
}

fn number(text: &str) -> u64 {
    text.parse().expect("a number")
}

/// The parts of a value in the form of an import job.
fn parts(value: &str) -> Option<Parts> {
    let fields: Vec<&str> = value.split('$').collect();
    Some(match fields.as_slice() {
        ["", "pbkdf2-sha256", iterations, salt, key] => {
            Parts::Pbkdf2(number(iterations), base64(salt), base64(key))
        }
        ["", "argon2id", version, costs, salt, tag] => {
            let cost = |name| costs.split(',').find_map(|cost| cost.strip_prefix(name));
            let costs = [cost("m=")?, cost("t=")?, cost("p=")?].map(number);
            Parts::Argon2id(
                number(version.strip_prefix("v=")?),
                costs,
                base64(salt),
                base64(tag),
            )
        }
        ["", version, ..] if version.starts_with('2') => Parts::Bcrypt(value.to_owned()),
        [n, r, p, salt, key] => Parts::Scrypt(
            [number(n), number(r), number(p)],
            hex::decode(salt).ok()?,
            hex::decode(key).ok()?,
        ),
        _ => return None,
    })
}

/// The parts of a text in the layout of any source. Only texts that were converted come here.
fn expected(text: &str) -> Parts {
    let (prefix, rest) = match text.strip_prefix('{') {
        Some(inner) if inner.trim_start().starts_with('"') => return keycloak(text),
        Some(inner) => inner.split_once('}').expect("a closing brace"),
        None => ("", text),
    };
    if prefix == "ldap" {
        return expected(rest);
    }
    let fields: Vec<&str> = rest.split('$').collect();
    let first_32 = |key: Vec<u8>| key[..key.len().min(32)].to_vec();
    let own_text = |text: &str| text.as_bytes().to_vec();
    match (prefix, fields.as_slice()) {
        ("pbkdf2@SpringSecurity_v5_8", [both]) => {
            let both = hex::decode(both).expect("hex");
            Parts::Pbkdf2(310_000, both[..16].to_vec(), both[16..].to_vec())
        }
        ("scrypt" | "scrypt@SpringSecurity_v5_8", ["", costs, salt, key]) => {
            let costs = u64::from_str_radix(costs, 16).expect("hex");
            Parts::Scrypt(
                [1 << (costs >> 16), costs >> 8 & 0xFF, costs & 0xFF],
                base64(salt),
                base64(key),
            )
        }
        (_, [iterations, salt, key]) if prefix.eq_ignore_ascii_case("PBKDF2-SHA256") => {
            Parts::Pbkdf2(number(iterations), base64(salt), first_32(base64(key)))
        }
        ("", ["pbkdf2_sha256", iterations, salt, key]) => {
            Parts::Pbkdf2(number(iterations), own_text(salt), first_32(base64(key)))
        }
        ("", ["scrypt", n, salt, r, p, key]) => Parts::Scrypt(
            [number(n), number(r), number(p)],
            own_text(salt),
            base64(key),
        ),
        ("", ["argon2", rest @ ..]) => argon2id(rest),
        ("", ["bcrypt", "", rest @ ..]) => Parts::Bcrypt(format!("${}", rest.join("$"))),
        ("", [method, salt, key]) if method.starts_with("pbkdf2:sha256:") => {
            let key = hex::decode(key).expect("hex");
            Parts::Pbkdf2(number(&method[14..]), own_text(salt), first_32(key))
        }
        ("", [method, salt, key]) if method.starts_with("scrypt:") => {
            let costs: Vec<u64> = method[7..].split(':').map(number).collect();
            Parts::Scrypt(
                [costs[0], costs[1], costs[2]],
                own_text(salt),
                hex::decode(key).expect("hex"),
            )
        }
        (_, ["", "argon2id", ..]) => argon2id(&fields[1..]),
        ("", ["", "pbkdf2-sha256", costs, salt, key]) => {
            let named = costs.split(',').find_map(|cost| cost.strip_prefix("i="));
            Parts::Pbkdf2(
                number(named.unwrap_or(costs)),
                base64(salt),
                first_32(base64(key)),
            )
        }
        ("", ["", "scrypt", costs, salt, key]) => {
            let cost = |name| costs.split(',').find_map(|cost| cost.strip_prefix(name));
            let costs = ["ln=", "r=", "p="].map(|name| number(cost(name).expect("a cost")));
            Parts::Scrypt(
                [1 << costs[0], costs[1], costs[2]],
                base64(salt),
                base64(key),
            )
        }
        (_, ["", version, _, _]) if version.starts_with('2') => Parts::Bcrypt(rest.to_owned()),
        ("", [n, r, p, salt, key]) => Parts::Scrypt(
            [number(n), number(r), number(p)],
            hex::decode(salt).expect("hex"),
            hex::decode(key).expect("hex"),
        ),
        ("", [blob]) => aspnet(&LENIENT.decode(blob).expect("base64")),
        other => panic!("no layout is known of {other:?}"),
    }
}

/// `argon2id`, the version if there is one, costs, salt and tag.
fn argon2id(fields: &[&str]) -> Parts {
    assert_eq!(fields[0], "argon2id");
    let version = fields[1].strip_prefix("v=").map_or(16, number);
    let [costs, salt, tag] = fields[fields.len() - 3..] else {
        panic!("three fields")
    };
    let cost = |name| costs.split(',').find_map(|cost| cost.strip_prefix(name));
    let costs = ["m=", "t=", "p="].map(|name| number(cost(name).expect("a cost")));
    Parts::Argon2id(version, costs, base64(salt), base64(tag))
}

fn aspnet(blob: &[u8]) -> Parts {
    let number = |at: usize| u32::from_be_bytes(blob[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((blob[0], number(1)), (1, 1), "version 3 with SHA-256");
    let salt_end = 13 + number(9) as usize;
    let key = &blob[salt_end..];
    Parts::Pbkdf2(
        number(5).into(),
        blob[13..salt_end].to_vec(),
        key[..key.len().min(32)].to_vec(),
    )
}

fn keycloak(text: &str) -> Parts {
    let credential: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let nested = |name: &str| match &credential[name] {
        serde_json::Value::String(text) => serde_json::from_str(text).expect("JSON"),
        other => other.clone(),
    };
    let (mut secret, mut settings) = (nested("secretData"), nested("credentialData"));
    if secret.is_null() || settings.is_null() {
        secret = serde_json::json!({"value": credential["hashedSaltedValue"], "salt": credential["salt"]});
        settings = credential.clone();
    }
    let value = secret["value"].as_str().expect("a value");
    if value.starts_with("$2") {
        return Parts::Bcrypt(value.to_owned());
    }
    if value.starts_with("$argon2") {
        return argon2id(&value[1..].split('$').collect::<Vec<_>>());
    }
    let salt = LENIENT
        .decode(secret["salt"].as_str().expect("a salt"))
        .expect("base64");
    let key = LENIENT.decode(value).expect("base64");
    let iterations = settings["hashIterations"].as_u64().expect("a number");
    if settings["algorithm"] == "argon2" {
        let more = |name: &str| {
            settings["additionalParameters"][name][0]
                .as_str()
                .expect("a text")
        };
        let version = if more("version") == "1.3" { 19 } else { 16 };
        let costs = [
            number(more("memory")),
            iterations,
            number(more("parallelism")),
        ];
        return Parts::Argon2id(version, costs, salt, key);
    }
    assert_eq!(settings["algorithm"], "pbkdf2-sha256");
    Parts::Pbkdf2(iterations, salt, key[..key.len().min(32)].to_vec())
}

fn pbkdf2(password: &str, salt: &[u8], key: &mut [u8], iterations: u32) {
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), salt, iterations, key);
}

fn scrypt(password: &str, salt: &[u8], costs: [u64; 3], key: &mut [u8]) {
    let [n, r, p] = costs.map(|cost| u32::try_from(cost).expect("a small cost"));
    let log_n = u8::try_from(n.trailing_zeros()).expect("a small cost");
    let params = scrypt::Params::new(log_n, r, p).expect("costs");
    scrypt::scrypt(password.as_bytes(), salt, &params, key).expect("a key");
}

fn argon2(password: &str, salt: &[u8], version: u64, costs: [u64; 3], tag: &mut [u8]) {
    let [m, t, p] = costs.map(|cost| u32::try_from(cost).expect("a small cost"));
    let version = if version == 19 {
        argon2::Version::V0x13
    } else {
        argon2::Version::V0x10
    };
    let params = argon2::Params::new(m, t, p, Some(tag.len())).expect("costs");
    argon2::Argon2::new(argon2::Algorithm::Argon2id, version, params)
        .hash_password_into(password.as_bytes(), salt, tag)
        .expect("a tag");
}

fn verifies(value: &str, algorithm: Algorithm, password: &str) -> bool {
    let computed_is = |key: &[u8], compute: &dyn Fn(&mut [u8])| {
        let mut computed = vec![0; key.len()];
        compute(&mut computed);
        computed == key
    };
    match (parts(value).expect("a form"), algorithm) {
        (Parts::Bcrypt(text), Algorithm::Bcrypt) => {
            bcrypt::verify(password, &text).expect("a hash")
        }
        (Parts::Scrypt(costs, salt, key), Algorithm::Scrypt) => {
            computed_is(&key, &|into| scrypt(password, &salt, costs, into))
        }
        (Parts::Argon2id(version, costs, salt, tag), Algorithm::Argon2id) => {
            computed_is(&tag, &|into| argon2(password, &salt, version, costs, into))
        }
        (Parts::Pbkdf2(iterations, salt, key), Algorithm::Pbkdf2Sha256) => {
            let iterations = u32::try_from(iterations).expect("few iterations");
            computed_is(&key, &|into| pbkdf2(password, &salt, into, iterations))
        }
        (parts, algorithm) => panic!("{parts:?} is not of {algorithm}"),
    }
}

/// A hash of the password in one of the layouts, with the least costs.
fn made(
    u: &mut Unstructured<'_>,
    password: &str,
    salt: [u8; 16],
) -> Result<(&'static str, String)> {
    let (mut key, mut long, text_salt) = ([0; 32], [0; 64], hex::encode(salt));
    let (padded, unpadded) = (BASE64_STANDARD, BASE64_STANDARD_NO_PAD);
    let layout = u.int_in_range(0..=15)?;
    match layout {
        // Of the text of the salt.
        0 | 1 => pbkdf2(password, text_salt.as_bytes(), &mut key, 1),
        2 | 3 => scrypt(password, text_salt.as_bytes(), [2, 8, 1], &mut long),
        4..=8 => pbkdf2(password, &salt, &mut key, 1),
        9..=11 => scrypt(password, &salt, [2, 8, 1], &mut key),
        12 | 13 => argon2(password, &salt, 19, [8, 1, 1], &mut key),
        14 => argon2(password, &salt, 16, [8, 1, 1], &mut key),
        _ => {}
    }
    let bytes_salt = unpadded.encode(salt);
    Ok(match layout {
        0 => (
            "Django",
            format!("pbkdf2_sha256$1${text_salt}${}", padded.encode(key)),
        ),
        1 => (
            "Werkzeug",
            format!("pbkdf2:sha256:1${text_salt}${}", hex::encode(key)),
        ),
        2 => (
            "Django scrypt",
            format!("scrypt$2${text_salt}$8$1${}", padded.encode(long)),
        ),
        3 => (
            "Werkzeug scrypt",
            format!("scrypt:2:8:1${text_salt}${}", hex::encode(long)),
        ),
        4 => (
            "passlib",
            format!("$pbkdf2-sha256$1${bytes_salt}${}", unpadded.encode(key)).replace('+', "."),
        ),
        5 => (
            "PHC",
            format!(
                "$pbkdf2-sha256$i=1,l=32${bytes_salt}${}",
                unpadded.encode(key)
            ),
        ),
        6 => (
            "OpenLDAP",
            format!("{{PBKDF2-SHA256}}1${bytes_salt}${}", unpadded.encode(key)),
        ),
        7 => {
            let header = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 16];
            (
                "ASP.NET",
                padded.encode([&header[..], &salt, &key].concat()),
            )
        }
        8 => {
            pbkdf2(password, &salt, &mut long, 1);
            let secret = format!(
                r#"{{"value":"{}","salt":"{}"}}"#,
                padded.encode(long),
                padded.encode(salt)
            );
            let settings = r#"{"hashIterations":1,"algorithm":"pbkdf2-sha256"}"#;
            let credential = serde_json::json!({"secretData": secret, "credentialData": settings});
            ("Keycloak", credential.to_string())
        }
        9 => (
            "scrypt",
            format!("$scrypt$ln=1,r=8,p=1${bytes_salt}${}", unpadded.encode(key)),
        ),
        10 => (
            "simple-scrypt",
            format!("2$8$1${text_salt}${}", hex::encode(key)),
        ),
        11 => (
            "Spring scrypt",
            format!(
                "{{scrypt}}$10801${}${}",
                padded.encode(salt),
                padded.encode(key)
            ),
        ),
        12 => (
            "npm argon2",
            format!(
                "$argon2id$v=19$m=8,p=1,t=1${bytes_salt}${}",
                unpadded.encode(key)
            ),
        ),
        13 => (
            "Django Argon2",
            format!(
                "argon2$argon2id$v=19$m=8,t=1,p=1${bytes_salt}${}",
                unpadded.encode(key)
            ),
        ),
        14 => (
            "old Argon2",
            format!(
                "$argon2id$m=8,t=1,p=1${bytes_salt}${}",
                unpadded.encode(key)
            ),
        ),
        _ => {
            let hash = bcrypt::hash_with_salt(password, 4, salt)
                .expect("a hash")
                .to_string();
            let prefix = *u.choose(&["", "{bcrypt}", "bcrypt$", "{CRYPT}"])?;
            ("bcrypt", format!("{prefix}{hash}"))
        }
    })
}
