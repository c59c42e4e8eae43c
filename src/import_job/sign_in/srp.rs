//! Secure Remote Password as the service's clients compute it: the group of RFC 3526 with 3072 bits, SHA-256,
//! and numbers as Java's BigInteger writes them.

use std::sync::LazyLock;

use crypto_bigint::{
    Odd, U256, U3072,
    modular::{FixedMontyForm, FixedMontyParams},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{
    import_job::{Moment, PasswordVerifier, StoreError, random},
    values::epoch,
};

/// N, the prime of the group.
const PRIME: &str = "\
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd\
    ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed\
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f\
    83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b\
    e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510\
    15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7\
    abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c\
    bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff";
/// g, the generator.
const GENERATOR: u64 = 2;

type Number = FixedMontyForm<{ U3072::LIMBS }>;

/// The group, and what is computed from it alone.
struct Group {
    params: FixedMontyParams<{ U3072::LIMBS }>,
    generator: Number,
    /// The multiplier k.
    multiplier: Number,
}

static GROUP: LazyLock<Group> = LazyLock::new(|| {
    let prime = Odd::<U3072>::from_be_hex(PRIME);
    let params = FixedMontyParams::new_vartime(prime);
    let generator = U3072::from_u64(GENERATOR);
    let multiplier = hash(&[&padded(prime.as_ref()), &padded(&generator)]);
    Group {
        generator: Number::new(&generator, &params),
        multiplier: Number::new(&wide(multiplier), &params),
        params,
    }
});

fn wide(hash: [u8; 32]) -> U3072 {
    U3072::from(&U256::from_be_slice(&hash))
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// A number as Java's BigInteger writes it: the fewest bytes, with a zero before a high first bit.
fn padded(number: &U3072) -> Vec<u8> {
    padded_bytes(number.to_be_bytes().as_ref())
}

fn padded_bytes(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let digits = bytes.get(zeros..).unwrap_or_default();
    let needs_zero = digits.first().is_none_or(|first| *first >= 0x80);
    let mut padded = vec![0; usize::from(needs_zero)];
    padded.extend_from_slice(digits);
    padded
}

/// x, the secret exponent: it depends on the pool's id without its region, and on the username.
fn exponent(salt: &[u8], pool_id: &str, username: &str, password: &str) -> U256 {
    let identity = hash(&[
        pool_name(pool_id).as_bytes(),
        username.as_bytes(),
        b":",
        password.as_bytes(),
    ]);
    U256::from_be_slice(&hash(&[&padded_bytes(salt), &identity]))
}

/// The pool's id after its region.
fn pool_name(pool_id: &str) -> &str {
    pool_id.split_once('_').map_or(pool_id, |(_, name)| name)
}

fn verifier(salt: &[u8], pool_id: &str, username: &str, password: &str) -> U3072 {
    let exponent = exponent(salt, pool_id, username, password);
    GROUP.generator.pow(&exponent).retrieve()
}

impl PasswordVerifier {
    /// What is kept of a password that became known in clear.
    pub(in crate::import_job) fn of_password(
        pool_id: &str,
        username: &str,
        password: &str,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let mut salt = [0; 16];
        random::fill(&mut salt)?;
        let verifier = verifier(&salt, pool_id, username, password).to_be_bytes();
        Ok(Self {
            salt,
            verifier: verifier.as_ref().into(),
            set: now,
        })
    }

    /// Whether it was made of this password.
    pub(super) fn verifies(&self, pool_id: &str, username: &str, password: &str) -> bool {
        let computed = verifier(&self.salt, pool_id, username, password).to_be_bytes();
        computed.as_ref().ct_eq(&self.verifier).into()
    }
}

/// The server's side of one sign-in, between the challenge and its answer.
pub(super) struct Handshake {
    /// A, what the client sent.
    theirs: U3072,
    /// B, what it is sent.
    ours: U3072,
    /// b, which nobody else knows.
    secret: U256,
    /// None where the user is made up: then no answer is right.
    verifier: Option<U3072>,
}

/// What a client's answer to the challenge has.
#[derive(Clone, Copy)]
pub(super) struct Claim<'r> {
    pub(super) pool_id: &'r str,
    pub(super) username: &'r str,
    pub(super) secret_block: &'r [u8],
    pub(super) timestamp: &'r str,
    pub(super) signature: &'r [u8],
}

impl Handshake {
    /// Begins with what the client sent, in hexadecimal. `None` where that is no number, or one that
    /// would make the password needless.
    pub(super) fn begin(
        srp_a: &str,
        verifier: Option<&PasswordVerifier>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(theirs) = number_of_hex(srp_a) else {
            return Ok(None);
        };
        let group = &*GROUP;
        if Number::new(&theirs, &group.params).retrieve() == U3072::ZERO {
            return Ok(None);
        }
        let mut secret = [0; 32];
        random::fill(&mut secret)?;
        let secret = U256::from_be_slice(&secret);
        let verifier = verifier.and_then(|one| number_of_bytes(&one.verifier));
        let mut ours = group.generator.pow(&secret);
        if let Some(verifier) = &verifier {
            ours += group.multiplier * Number::new(verifier, &group.params);
        }
        Ok(Some(Self {
            theirs,
            ours: ours.retrieve(),
            secret,
            verifier,
        }))
    }

    /// B in hexadecimal, as the challenge has it.
    pub(super) fn srp_b(&self) -> String {
        let text = hex::encode(self.ours.to_be_bytes());
        text.trim_start_matches('0').to_owned()
    }

    /// Whether a claim was made with the user's password.
    pub(super) fn admits(&self, claim: &Claim<'_>) -> bool {
        let Some(verifier) = &self.verifier else {
            return false;
        };
        let params = &GROUP.params;
        let scramble = hash(&[&padded(&self.theirs), &padded(&self.ours)]);
        let mixed = Number::new(verifier, params).pow(&U256::from_be_slice(&scramble));
        let shared = (Number::new(&self.theirs, params) * mixed).pow(&self.secret);
        let mac = |key: &[u8], parts: &[&[u8]]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
            for part in parts {
                mac.update(part);
            }
            Some(mac)
        };
        let is_right = || {
            let key = mac(&padded_bytes(&scramble), &[&padded(&shared.retrieve())])?;
            let key = key.finalize().into_bytes();
            let key = mac(&key, &[b"Caldera Derived Key", &[1]])?
                .finalize()
                .into_bytes();
            let parts = [
                pool_name(claim.pool_id).as_bytes(),
                claim.username.as_bytes(),
                claim.secret_block,
                claim.timestamp.as_bytes(),
            ];
            mac(key.get(..16)?, &parts)?
                .verify_slice(claim.signature)
                .ok()
        };
        is_right().is_some()
    }
}

/// A number in hexadecimal of at most 3072 bits.
fn number_of_hex(text: &str) -> Option<U3072> {
    let text = text.trim_start_matches('0');
    let padded = format!("{text:0>width$}", width = text.len().next_multiple_of(2));
    number_of_bytes(&hex::decode(padded).ok()?)
}

fn number_of_bytes(bytes: &[u8]) -> Option<U3072> {
    let mut whole = [0; U3072::BYTES];
    let start = whole.len().checked_sub(bytes.len())?;
    whole.get_mut(start..)?.copy_from_slice(bytes);
    Some(U3072::from_be_slice(&whole))
}

/// The moment of a claim, such as `Mon Jan 2 15:04:05 UTC 2006`.
pub(super) fn moment_of(timestamp: &str) -> Option<Moment> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let [_, month, day, time, "UTC", year] = timestamp.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let text = format!("{year}-{month:02}-{day:0>2}T{time}Z");
    epoch::from_iso_timestamp(&text).map(|seconds| Moment::of_millis(seconds.saturating_mul(1000)))
}

#[cfg(test)]
pub(in crate::import_job) mod tests {
    use super::*;

    /// A client, as the libraries of AWS compute it.
    pub(in crate::import_job) struct Client {
        secret: U256,
        public: U3072,
    }

    impl Client {
        pub(in crate::import_job) fn new() -> Self {
            let secret = U256::from_be_slice(&hash(&[b"a secret of the client"]));
            let public = GROUP.generator.pow(&secret).retrieve();
            Self { secret, public }
        }

        pub(in crate::import_job) fn srp_a(&self) -> String {
            hex::encode(padded(&self.public))
        }

        /// The signature of a claim.
        pub(in crate::import_job) fn sign(
            &self,
            (srp_b, salt): (&str, &str),
            (pool_id, username, password): (&str, &str, &str),
            (secret_block, timestamp): (&[u8], &str),
        ) -> Vec<u8> {
            let params = &GROUP.params;
            let theirs = number_of_hex(srp_b).unwrap();
            let salt = number_of_hex(salt).unwrap();
            let x = exponent(&padded(&salt), pool_id, username, password);
            let u = hash(&[&padded(&self.public), &padded(&theirs)]);
            let base = Number::new(&theirs, params) - GROUP.multiplier * GROUP.generator.pow(&x);
            let exponent = wide(u)
                .wrapping_mul(&U3072::from(&x))
                .wrapping_add(&U3072::from(&self.secret));
            let shared = base.pow(&exponent).retrieve();
            let mac = |key: &[u8], parts: &[&[u8]]| {
                let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
                for part in parts {
                    mac.update(part);
                }
                mac.finalize().into_bytes()
            };
            let key = mac(&padded_bytes(&u), &[&padded(&shared)]);
            let key = mac(&key, &[b"Caldera Derived Key", &[1]]);
            let parts = [
                pool_name(pool_id).as_bytes(),
                username.as_bytes(),
                secret_block,
                timestamp.as_bytes(),
            ];
            mac(&key[..16], &parts).to_vec()
        }
    }

    #[test]
    fn the_right_password_and_nothing_else_is_admitted() {
        let pool_id = "us-east-1_ABC";
        let made =
            PasswordVerifier::of_password(pool_id, "ana", "Pa55word!", Moment::default()).unwrap();
        let client = Client::new();
        let handshake = Handshake::begin(&client.srp_a(), Some(&made))
            .unwrap()
            .unwrap();
        let (b, salt) = (handshake.srp_b(), hex::encode(made.salt));
        let signed =
            |password| client.sign((&b, &salt), (pool_id, "ana", password), (b"block", "now"));
        let (right, wrong) = (signed("Pa55word!"), signed("Pa55word?"));
        let claim = Claim {
            pool_id,
            username: "ana",
            secret_block: b"block",
            timestamp: "now",
            signature: &right,
        };
        assert!(handshake.admits(&claim));
        for other in [
            Claim {
                signature: &wrong,
                ..claim
            },
            Claim {
                signature: &[],
                ..claim
            },
            Claim {
                username: "bo",
                ..claim
            },
            Claim {
                secret_block: b"other",
                ..claim
            },
            Claim {
                timestamp: "then",
                ..claim
            },
        ] {
            assert!(!handshake.admits(&other));
        }
        let made_up = Handshake::begin(&client.srp_a(), None).unwrap().unwrap();
        assert!(!made_up.admits(&claim));
    }

    #[test]
    fn a_number_that_makes_the_password_needless_is_refused() {
        let prime = PRIME.replace(' ', "");
        for srp_a in [
            "",
            "0",
            "00",
            "xyz",
            "-1",
            &prime,
            &format!("00{prime}"),
            &"f".repeat(770),
        ] {
            assert!(Handshake::begin(srp_a, None).unwrap().is_none(), "{srp_a}");
        }
        assert!(Handshake::begin("abc", None).unwrap().is_some());
    }

    #[test]
    fn the_time_of_a_claim_is_read_as_the_libraries_write_it() {
        for (text, seconds) in [
            ("Mon Jan 2 15:04:05 UTC 2006", Some(1_136_214_245)),
            ("Sat Nov 28 00:00:00 UTC 2026", Some(1_795_824_000)),
            ("Mon Jan 02 15:04:05 UTC 2006", Some(1_136_214_245)),
            ("Mon Jan 2 15:04:05 CET 2006", None),
            ("Mon Feb 30 15:04:05 UTC 2006", None),
            ("", None),
        ] {
            assert_eq!(moment_of(text).map(Moment::seconds), seconds, "{text}");
        }
    }

    #[test]
    fn a_verifier_is_of_one_password_and_one_user() {
        let made = |name| {
            PasswordVerifier::of_password("us-east-1_ABC", name, "Pa55word!", Moment::default())
                .unwrap()
        };
        let ana = made("ana");
        assert_ne!(ana, made("ana"), "each has a salt of its own");
        assert!(ana.verifies("us-east-1_ABC", "ana", "Pa55word!"));
        assert!(!ana.verifies("us-east-1_ABC", "ana", "Pa55word?"));
        assert!(!ana.verifies("us-east-1_ABC", "bo", "Pa55word!"));
        assert!(!ana.verifies("us-east-1_ABD", "ana", "Pa55word!"));
    }

    #[test]
    fn numbers_are_written_as_java_does() {
        assert_eq!(padded_bytes(&[0, 0, 0]), [0]);
        assert_eq!(padded_bytes(&[0, 0x7f]), [0x7f]);
        assert_eq!(padded_bytes(&[0, 0x80, 1]), [0, 0x80, 1]);
    }
}
