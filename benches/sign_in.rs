//! What a sign-in costs the server: by a password, and by SRP its two halves.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark whose setting is wrong has to stop"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use cognito_preflight::import_job::ImportService;
use crypto_bigint::{
    Odd, U256, U3072,
    modular::{FixedMontyForm, FixedMontyParams},
};
use divan::Bencher;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn main() {
    divan::main();
}

const PASSWORD: &str = "Pa55word!";
const PRIME: &str = "\
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd\
    ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed\
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f\
    83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b\
    e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510\
    15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7\
    abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c\
    bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff";

/// A service with one user, who has a password.
struct Shop {
    service: ImportService,
    pool: String,
    client: String,
}

impl Shop {
    fn new() -> Self {
        let service = ImportService::in_memory().expect("there is memory");
        let mut shop = Self {
            service,
            pool: String::new(),
            client: String::new(),
        };
        let pool = shop.call("CreateUserPool", &json!({"PoolName": "shop"}));
        text(&pool["UserPool"]["Id"]).clone_into(&mut shop.pool);
        let client = json!({"UserPoolId": shop.pool, "ClientName": "web",
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]});
        let client = shop.call("CreateUserPoolClient", &client);
        text(&client["UserPoolClient"]["ClientId"]).clone_into(&mut shop.client);
        let user = json!({"UserPoolId": shop.pool, "Username": "ana"});
        shop.call("AdminCreateUser", &user);
        let set = json!({"UserPoolId": shop.pool, "Username": "ana", "Password": PASSWORD,
            "Permanent": true});
        shop.call("AdminSetUserPassword", &set);
        // The keys of the pool are made at its first token.
        shop.by_password();
        shop
    }

    fn call(&self, name: &str, request: &Value) -> Value {
        let target = format!("AWSCognitoIdentityProviderService.{name}");
        let answer = self.service.call(&target, request.to_string().as_bytes());
        answer.expect("the service answers")
    }

    fn begin(&self, flow: &str, parameters: &Value) -> Value {
        let request =
            json!({"ClientId": self.client, "AuthFlow": flow, "AuthParameters": parameters});
        self.call("InitiateAuth", &request)
    }

    fn by_password(&self) -> Value {
        let parameters = json!({"USERNAME": "ana", "PASSWORD": PASSWORD});
        self.begin("USER_PASSWORD_AUTH", &parameters)
    }

    /// What a library answers to a challenge.
    fn claim(&self, challenge: &Value, secret: &U256) -> Value {
        let prime = Odd::<U3072>::from_be_hex(PRIME);
        let params = FixedMontyParams::new_vartime(prime);
        let number = |value: &U3072| FixedMontyForm::new(value, &params);
        let generator = number(&U3072::from_u64(2));
        let parameters = &challenge["ChallengeParameters"];
        let hex = |name: &str| U3072::from_be_hex(&format!("{:0>768}", text(&parameters[name])));
        let (theirs, salt) = (hex("SRP_B"), hex("SALT"));
        let public = generator.pow(secret).retrieve();
        let (_, pool_name) = self.pool.split_once('_').expect("an id of a pool");
        let k = hash(&[&padded(prime.as_ref()), &[2]]);
        let identity = hash(&[pool_name.as_bytes(), b"ana:", PASSWORD.as_bytes()]);
        let x = U256::from_be_slice(&hash(&[&padded(&salt), &identity]));
        let u = hash(&[&padded(&public), &padded(&theirs)]);
        let wide = |bytes: &[u8; 32]| U3072::from(&U256::from_be_slice(bytes));
        let base = number(&theirs) - number(&wide(&k)) * generator.pow(&x);
        let exponent = wide(&u)
            .wrapping_mul(&U3072::from(&x))
            .wrapping_add(&U3072::from(secret));
        let shared = base.pow(&exponent).retrieve();
        let key = mac(&padded_bytes(&u), &[&padded(&shared)]);
        let key = mac(&key, &[b"Caldera Derived Key\x01"]);
        let block = text(&parameters["SECRET_BLOCK"]);
        let decoded = BASE64_STANDARD.decode(block).expect("base64");
        let timestamp = timestamp();
        let parts = [pool_name.as_bytes(), b"ana", &decoded, timestamp.as_bytes()];
        let (key, _) = key.split_at(16);
        json!({"ClientId": self.client, "ChallengeName": "PASSWORD_VERIFIER",
            "Session": challenge["Session"], "ChallengeResponses": {
                "USERNAME": "ana", "PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": timestamp,
                "PASSWORD_CLAIM_SIGNATURE": BASE64_STANDARD.encode(mac(key, &parts))}})
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

fn mac(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
    mac.update(&parts.concat());
    mac.finalize().into_bytes().to_vec()
}

fn padded(number: &U3072) -> Vec<u8> {
    padded_bytes(number.to_be_bytes().as_ref())
}

fn padded_bytes(bytes: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    let zero = digits.first().is_none_or(|first| *first >= 0x80);
    let mut padded = vec![0; usize::from(zero)];
    padded.extend(digits);
    padded
}

/// The time of this machine, as the libraries write it.
fn timestamp() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.expect("a clock after 1970").as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // The days of the Gregorian calendar from March 1, 0000 on.
    let day = days + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let names = "MarAprMayJunJulAugSepOctNovDecJanFeb";
    let place = usize::try_from(month * 3).expect("a month");
    let name = names.get(place..place + 3).expect("a month");
    let year = era * 400 + year + u64::from(month >= 10);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("Mon {name} {day} {hour:02}:{minute:02}:{second:02} UTC {year}")
}

/// A sign-in by a password that became known in clear: the verifier, and two signatures.
#[divan::bench]
fn by_password(bencher: Bencher<'_, '_>) {
    let shop = Shop::new();
    bencher.bench(|| shop.by_password());
}

/// The first half of SRP: the challenge.
#[divan::bench]
fn by_srp_challenge(bencher: Bencher<'_, '_>) {
    let shop = Shop::new();
    let parameters = json!({"USERNAME": "ana", "SRP_A": "abcdef"});
    bencher.bench(|| shop.begin("USER_SRP_AUTH", &parameters));
}

/// The second half of SRP: the proof, and two signatures.
#[divan::bench]
fn by_srp_answer(bencher: Bencher<'_, '_>) {
    let shop = Shop::new();
    let secret = U256::from_be_slice(&hash(&[b"a secret of the client"]));
    let prime = Odd::<U3072>::from_be_hex(PRIME);
    let params = FixedMontyParams::new_vartime(prime);
    let public = FixedMontyForm::new(&U3072::from_u64(2), &params).pow(&secret);
    let srp_a = hex::encode(padded(&public.retrieve()));
    let parameters = json!({"USERNAME": "ana", "SRP_A": srp_a});
    bencher
        .with_inputs(|| shop.claim(&shop.begin("USER_SRP_AUTH", &parameters), &secret))
        .bench_values(|claim| shop.call("RespondToAuthChallenge", &claim));
}
