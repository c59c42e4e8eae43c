//! The two keys of a pool: made at its first token, kept in the store, published as a JWK set.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use ring::{
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rsa::pkcs8::EncodePrivateKey;
use serde::Serialize;
use serde_json::{Value, json};

use crate::import_job::{ApiError, ImportService, StoredKey, StoredKeys, random};

/// How many bits a key has.
const BITS: usize = 2048;

/// The keys that were read, by their pools.
#[derive(Default)]
pub(in crate::import_job) struct KeyRing(Mutex<HashMap<String, Arc<PoolKeys>>>);

/// The keys of one pool.
pub(in crate::import_job) struct PoolKeys {
    pub(super) access: Key,
    pub(super) id: Key,
}

/// A key that signs one kind of token.
pub(super) struct Key {
    kid: String,
    pair: RsaKeyPair,
    public: PublicKeyComponents<Vec<u8>>,
}

fn broken() -> ApiError {
    ApiError::internal_because("a key of a user pool cannot be used".to_owned())
}

impl Key {
    fn make() -> Result<StoredKey, ApiError> {
        let key = rsa::PrivateKey::new(&mut getrandom::SysRng, BITS).map_err(|_| broken())?;
        let pkcs8 = key.to_pkcs8_der().map_err(|_| broken())?;
        let mut kid = [0; 32];
        random::fill(&mut kid)?;
        Ok(StoredKey {
            kid: BASE64_STANDARD.encode(kid),
            pkcs8: pkcs8.as_bytes().to_vec(),
        })
    }

    fn read(stored: &StoredKey) -> Result<Self, ApiError> {
        let pair = RsaKeyPair::from_pkcs8(&stored.pkcs8).map_err(|_| broken())?;
        Ok(Self {
            kid: stored.kid.clone(),
            public: pair.public_key().into(),
            pair,
        })
    }

    /// A signed token of these claims.
    pub(super) fn sign(&self, claims: &impl Serialize) -> Result<String, ApiError> {
        #[derive(Serialize)]
        struct Header<'a> {
            kid: &'a str,
            alg: &'static str,
        }
        let header = Header {
            kid: &self.kid,
            alg: "RS256",
        };
        let encoded = |json: Result<Vec<u8>, serde_json::Error>| {
            let json = json.map_err(|error| ApiError::internal_because(error.to_string()))?;
            Ok::<_, ApiError>(BASE64_URL_SAFE_NO_PAD.encode(json))
        };
        let mut token = encoded(serde_json::to_vec(&header))?;
        token.push('.');
        token.push_str(&encoded(serde_json::to_vec(claims))?);
        let mut signature = vec![0; self.pair.public().modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| broken())?;
        token.push('.');
        token.push_str(&BASE64_URL_SAFE_NO_PAD.encode(signature));
        Ok(token)
    }

    /// Whether this key made the signature of a message.
    pub(super) fn made(&self, message: &str, signature: &[u8]) -> bool {
        let public = PublicKeyComponents {
            n: &self.public.n,
            e: &self.public.e,
        };
        public
            .verify(&RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), signature)
            .is_ok()
    }

    fn to_jwk(&self) -> Value {
        json!({
            "alg": "RS256",
            "e": BASE64_URL_SAFE_NO_PAD.encode(&self.public.e),
            "kid": self.kid,
            "kty": "RSA",
            "n": BASE64_URL_SAFE_NO_PAD.encode(&self.public.n),
            "use": "sig",
        })
    }
}

impl ImportService {
    /// The keys of a pool, which are made if it has none.
    pub(super) fn keys(&self, pool_id: &str) -> Result<Arc<PoolKeys>, ApiError> {
        let ring = &self.sign_in().keys.0;
        let known = |ring: &HashMap<String, Arc<PoolKeys>>| ring.get(pool_id).cloned();
        if let Some(keys) = known(&ring.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(keys);
        }
        let stored = if let Some(stored) = self.store().keys(pool_id)? {
            stored
        } else {
            let made = StoredKeys {
                access: Key::make()?,
                id: Key::make()?,
            };
            self.store().insert_keys(pool_id, &made)?
        };
        let keys = Arc::new(PoolKeys {
            access: Key::read(&stored.access)?,
            id: Key::read(&stored.id)?,
        });
        let mut ring = ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.insert(pool_id.to_owned(), Arc::clone(&keys));
        Ok(keys)
    }

    /// The public keys of a pool, as `/.well-known/jwks.json` has them.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool.
    pub fn jwks(&self, pool_id: &str) -> Result<Value, ApiError> {
        self.pool(pool_id)?;
        let keys = self.keys(pool_id)?;
        Ok(json!({"keys": [keys.id.to_jwk(), keys.access.to_jwk()]}))
    }
}
