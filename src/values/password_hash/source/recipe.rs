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
pub struct Recipe<'a> {
    function: Function,
    salt: Option<Encoding>,
    key: Option<Encoding>,
    layout: Layout<'a>,
    salt_suffix: &'a str,
    is_prehashed: bool,
    is_peppered: bool,
}

/// Where salt and hash are, if they are in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a text has the salt before the hash, after it, or both in one run of bytes"
)]
pub enum Layout<'a> {
    /// The salt, a separator and the hash. Without a separator given, it is a colon, else a `$`.
    SaltFirst(Option<&'a str>),
    /// The hash, a separator and the salt. Without a separator given, it is a colon, else a full stop, else a `$`.
    HashFirst(Option<&'a str>),
    /// One encoded run of bytes, of which the first so many are the salt.
    Joined(usize),
}

impl Layout<'_> {
    /// The texts of salt and hash. The hash has no separator in it, while a salt that is text may.
    fn split(self, text: &str) -> Option<(&str, &str)> {
        match self {
            Self::SaltFirst(Some(separator)) => text.rsplit_once(separator),
            Self::HashFirst(Some(separator)) => {
                let (key, salt) = text.split_once(separator)?;
                Some((salt, key))
            }
            Self::SaltFirst(None) => text.rsplit_once(':').or_else(|| text.rsplit_once('$')),
            Self::HashFirst(None) => {
                let parts = text.split_once(':').or_else(|| text.split_once('.'));
                let (key, salt) = parts.or_else(|| text.split_once('$'))?;
                Some((salt, key))
            }
            Self::Joined(_) => None,
        }
    }
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

impl<'a> Recipe<'a> {
    /// A recipe for hashes of this function.
    pub const fn new(function: Function) -> Self {
        Self {
            function,
            salt: None,
            key: None,
            layout: Layout::SaltFirst(None),
            salt_suffix: "",
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

    /// Where salt and hash are in the text, if the salt is not given apart.
    #[must_use]
    pub const fn layout(mut self, layout: Layout<'a>) -> Self {
        self.layout = layout;
        self
    }

    /// A text that is appended to the salt before it enters the function, as the secret of Spring's
    /// `Pbkdf2PasswordEncoder` is.
    #[must_use]
    pub const fn salt_suffix(mut self, text: &'a str) -> Self {
        self.salt_suffix = text;
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
                // In one run of bytes, both are written in the same way.
                let is_joined = matches!(self.layout, Layout::Joined(_));
                if self.salt.is_none() && !is_joined {
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

    /// Converts a hash. Without a `salt`, `hash` holds both, as the layout says.
    pub fn convert(&self, hash: &str, salt: Option<&str>, alphabet: Pbkdf2Alphabet) -> Conversion {
        let hash = hash.trim();
        // A password may be what is a marker elsewhere.
        let is_unusable = match self.function {
            Function::ClearText => hash.is_empty(),
            _ => super::unusable::is_unusable(hash),
        };
        if is_unusable {
            return Conversion::NoPassword;
        }
        if self.function == Function::ClearText {
            return Refusal::ClearText.into();
        }
        if self.is_prehashed {
            return Refusal::PreHashed("another function").into();
        }
        if self.is_peppered {
            return Refusal::Keyed("a secret of the application (pepper)").into();
        }
        let (format, converted) = match self.function {
            Function::Auto | Function::ClearText => return convert(hash, alphabet),
            Function::BcryptParts { cost } => (
                Format::Bcrypt,
                bcrypt::from_parts(cost, salt.unwrap_or_default().trim(), hash),
            ),
            Function::Pbkdf2 { digest, iterations } => (
                Format::Pbkdf2,
                self.pbkdf2(hash, salt, digest, iterations, alphabet),
            ),
            Function::Scrypt { n, r, p } => (Format::Scrypt, self.scrypt(hash, salt, [n, r, p])),
        };
        converted
            .and_then(|hash| super::checked(hash, format))
            .into()
    }

    fn pbkdf2(
        &self,
        hash: &str,
        salt: Option<&str>,
        digest: Digest,
        iterations: u64,
        alphabet: Pbkdf2Alphabet,
    ) -> Converted {
        match digest {
            Digest::Sha1 => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA1")),
            Digest::Sha512 => Err(Refusal::OtherFunction("PBKDF2 with HMAC-SHA512")),
            Digest::Sha256 => {
                let (salt, key) = self.bytes(hash, salt, Format::Pbkdf2)?;
                parts::pbkdf2(iterations, &salt, &key, alphabet)
            }
        }
    }

    fn scrypt(&self, hash: &str, salt: Option<&str>, [n, r, p]: [u64; 3]) -> Converted {
        // What is over a limit is said before what else may be wrong: it settles the matter.
        parts::scrypt_is_within(n, r, p)?;
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
        let unknown = Refusal::Ambiguous(
            "the salt is text, or it is written in hexadecimal or base64; the mapping does not say which",
        );
        let key_encoding = self.key.ok_or(unknown)?;
        let (mut salt, key) = if let (None, Layout::Joined(salt_bytes)) = (salt, self.layout) {
            let mut salt = key_encoding.decode(hash).ok_or(malformed)?;
            if salt.len() <= salt_bytes {
                return Err(malformed);
            }
            let key = salt.split_off(salt_bytes);
            (salt, key)
        } else {
            let salt_encoding = self.salt.ok_or(unknown)?;
            let (salt, key) = match salt {
                Some(salt) => (salt, hash),
                None => self.layout.split(hash).ok_or(malformed)?,
            };
            // Every character of a salt that is text enters the function.
            let salt = match salt_encoding {
                Encoding::Text => salt,
                _ => salt.trim(),
            };
            (
                salt_encoding.decode(salt).ok_or(malformed)?,
                key_encoding.decode(key.trim()).ok_or(malformed)?,
            )
        };
        salt.extend_from_slice(self.salt_suffix.as_bytes());
        Ok((salt, key))
    }
}
