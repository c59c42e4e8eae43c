//! What a text or a set of columns means where the text alone does not say it.

use super::{Conversion, Converted, Format, Pbkdf2Alphabet, Refusal, bcrypt, convert, parts};

/// How bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "these are the ways in which salts and keys are written"
)]
pub enum Encoding {
    /// The bytes of the text are the bytes.
    Text,
    /// Hexadecimal digits.
    Hex,
    /// Base64 in the standard alphabet, with padding or without.
    Base64,
    /// Base64 in the alphabet for URLs, with padding or without.
    Base64Url,
}

impl Encoding {
    fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Text => (!text.is_empty()).then(|| text.as_bytes().to_vec()),
            Self::Hex => parts::hex(text),
            Self::Base64 => parts::base64(text),
            Self::Base64Url => parts::base64_url(text),
        }
    }
}

/// The hash function inside PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// SHA-1, which no import job takes.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512, which no import job takes.
    Sha512,
}

/// The function that made a hash, with the parameters that are not in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Function {
    /// What the text itself says.
    Auto,
    /// PBKDF2.
    Pbkdf2 {
        /// The hash function inside.
        digest: Digest,
        /// How often it is applied.
        iterations: u64,
    },
    /// scrypt.
    Scrypt {
        /// The cost.
        n: u64,
        /// The block size.
        r: u64,
        /// The parallelism.
        p: u64,
    },
    /// bcrypt of which cost, salt and hash are apart.
    BcryptParts {
        /// The cost.
        cost: u64,
    },
    /// No hash: the column holds passwords in clear text. They are never written.
    ClearText,
}

/// How a hash is to be read where its text alone does not say it.
///
/// ```
/// use cognito_preflight::values::password_hash::source::{Conversion, Encoding, Function, Recipe};
///
/// let recipe = Recipe::new(Function::Scrypt { n: 16_384, r: 8, p: 1 })
///     .salt(Encoding::Hex)
///     .key(Encoding::Hex);
/// let hash = recipe.convert("00112233445566778899aabbccddeeff:bbe9314a10a9ef86", None, Default::default());
/// let Conversion::Hash(hash) = hash else { panic!() };
/// assert_eq!(hash.value(), "16384$8$1$00112233445566778899aabbccddeeff$bbe9314a10a9ef86");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recipe {
    function: Function,
    salt: Option<Encoding>,
    key: Option<Encoding>,
    is_prehashed: bool,
    is_peppered: bool,
}

/// A recipe lacks what its function needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RecipeError {
    /// How the salt is written is not said.
    #[error("how the salt is written is not said: text, hex, base64 or base64url")]
    SaltEncoding,
    /// How the hash is written is not said.
    #[error("how the hash is written is not said: hex, base64 or base64url")]
    KeyEncoding,
}

impl Recipe {
    /// A recipe for hashes of this function.
    pub const fn new(function: Function) -> Self {
        Self {
            function,
            salt: None,
            key: None,
            is_prehashed: false,
            is_peppered: false,
        }
    }

    /// How the salt is written.
    #[must_use]
    pub const fn salt(mut self, encoding: Encoding) -> Self {
        self.salt = Some(encoding);
        self
    }

    /// How the hash is written.
    #[must_use]
    pub const fn key(mut self, encoding: Encoding) -> Self {
        self.key = Some(encoding);
        self
    }

    /// Says that passwords went through another hash function first. No such hash can be imported.
    #[must_use]
    pub const fn prehashed(mut self, is_prehashed: bool) -> Self {
        self.is_prehashed = is_prehashed;
        self
    }

    /// Says that a secret was added to passwords. No such hash can be imported.
    #[must_use]
    pub const fn peppered(mut self, is_peppered: bool) -> Self {
        self.is_peppered = is_peppered;
        self
    }

    /// Whether all is said that the function needs.
    ///
    /// # Errors
    ///
    /// What is not said.
    pub const fn check(&self) -> Result<(), RecipeError> {
        match self.function {
            Function::Pbkdf2 { .. } | Function::Scrypt { .. } => {
                if self.salt.is_none() {
                    Err(RecipeError::SaltEncoding)
                } else if self.key.is_none() {
                    Err(RecipeError::KeyEncoding)
                } else {
                    Ok(())
                }
            }
            Function::Auto | Function::BcryptParts { .. } | Function::ClearText => Ok(()),
        }
    }

    /// Converts a hash. Without a `salt`, `hash` holds both, separated by a colon or a `$`.
    pub fn convert(&self, hash: &str, salt: Option<&str>, alphabet: Pbkdf2Alphabet) -> Conversion {
        let hash = hash.trim();
        if super::unusable::is_unusable(hash) {
            return Conversion::NoPassword;
        }
        if self.is_prehashed {
            return Refusal::PreHashed("another function").into();
        }
        if self.is_peppered {
            return Refusal::Keyed("a secret of the application (pepper)").into();
        }
        let converted = match self.function {
            Function::Auto => return convert(hash, alphabet),
            Function::ClearText => Err(Refusal::ClearText),
            Function::BcryptParts { cost } => {
                bcrypt::from_parts(cost, salt.unwrap_or_default().trim(), hash)
            }
            Function::Pbkdf2 { digest, iterations } => match digest {
                Digest::Sha1 => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
                Digest::Sha512 => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
                Digest::Sha256 => self
                    .bytes(hash, salt, Format::Pbkdf2)
                    .and_then(|(salt, key)| parts::pbkdf2(iterations, &salt, &key, alphabet)),
            },
            Function::Scrypt { n, r, p } => self.scrypt(hash, salt, [n, r, p]),
        };
        converted.map_or_else(Conversion::Refused, Conversion::Hash)
    }

    fn scrypt(&self, hash: &str, salt: Option<&str>, [n, r, p]: [u64; 3]) -> Converted {
        let (salt, key) = self.bytes(hash, salt, Format::Scrypt)?;
        parts::scrypt(n, r, p, &salt, &key)
    }

    /// The bytes of salt and hash.
    fn bytes(
        &self,
        hash: &str,
        salt: Option<&str>,
        format: Format,
    ) -> Result<(Vec<u8>, Vec<u8>), Refusal> {
        let malformed = Refusal::Malformed(format);
        let (salt, key) = match salt {
            Some(salt) => (salt.trim(), hash),
            None => hash
                .split_once(':')
                .or_else(|| hash.split_once('$'))
                .ok_or(malformed)?,
        };
        let (Some(salt_encoding), Some(key_encoding)) = (self.salt, self.key) else {
            return Err(Refusal::Ambiguous(
                "the salt is text, or it is written in hexadecimal or base64",
            ));
        };
        let salt = salt_encoding.decode(salt).ok_or(malformed)?;
        let key = key_encoding.decode(key).ok_or(malformed)?;
        Ok((salt, key))
    }
}
