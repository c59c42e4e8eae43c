//! Sign-in names as keyed hashes: enough to find who has the same, and nothing else.

use std::{fmt, hash::Hasher, io, num::NonZeroU128};

use siphasher::sip128::{Hash128, Hasher128, SipHasher13};

use super::{
    error::SchemaError,
    name_index::FLAGS,
    user_pool::{AliasAttribute, UserPool},
};

/// A username or an alias, as its keyed hash of 126 bits. Equal names of one pool are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignInName(NonZeroU128);

impl SignInName {
    /// The low two bits are kept free for the index. No name is zero, so that a name that may be
    /// absent takes no more memory than one that is there.
    pub(super) const fn of_bits(bits: u128) -> Self {
        match NonZeroU128::new(bits & !FLAGS) {
            Some(bits) => Self(bits),
            None => Self(NonZeroU128::MAX),
        }
    }

    pub(super) const fn bits(self) -> u128 {
        self.0.get() & !FLAGS
    }
}

impl fmt::Debug for SignInName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInName(…)")
    }
}

/// Which of the two sets of names a value belongs to. All aliases are one set: a user signs in with
/// an address without saying which attribute it is.
#[derive(Clone, Copy)]
enum Kind {
    Username,
    Alias,
}

/// Makes [`SignInName`]s of one pool.
///
/// Usernames, `preferred_username` and e-mail addresses are compared without letter case where the
/// pool's `UsernameConfiguration` is case-insensitive (BOTO). The key is random and never leaves the
/// process, so that hashes say nothing about the names, and no input can choose names that collide.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::{SignInNames, UserPool};
///
/// let mut pool = UserPool::assumed();
/// pool.case_sensitive = false;
/// let names = SignInNames::new(&pool)?;
/// assert_eq!(names.username("Ana"), names.username("ANA"));
/// assert_ne!(names.username("ana"), names.username("bo"));
/// # Ok::<(), cognito_preflight::schema::SchemaError>(())
/// ```
#[derive(Clone)]
pub struct SignInNames {
    /// Each kind of names has a key of its own, so that a username equals no alias.
    usernames: SipHasher13,
    aliases: SipHasher13,
    folds_case: bool,
}

impl SignInNames {
    /// A random key from the system.
    ///
    /// # Errors
    ///
    /// [`SchemaError::NoRandomness`] where the system gives none.
    pub fn new(pool: &UserPool) -> Result<Self, SchemaError> {
        let mut key = [0; 16];
        getrandom::fill(&mut key).map_err(|error| SchemaError::NoRandomness {
            source: io::Error::other(error.to_string()),
        })?;
        Ok(Self::with_key(pool, key))
    }

    /// A known key, for tests: with one, names can be chosen that collide.
    pub fn with_key(pool: &UserPool, key: [u8; 16]) -> Self {
        Self {
            usernames: SipHasher13::new_with_key(&key),
            aliases: SipHasher13::new_with_key(&key.map(|byte| !byte)),
            folds_case: !pool.case_sensitive,
        }
    }

    /// The name of a user.
    pub fn username(&self, value: &str) -> SignInName {
        self.name(Kind::Username, value)
    }

    /// The name that a username would be if letters were compared in capitals; `None` where that makes no
    /// difference.
    pub fn username_in_capitals(&self, value: &str) -> Option<SignInName> {
        if !self.folds_case || value.is_ascii() {
            return None;
        }
        let name = self.username(&value.to_uppercase());
        (name != self.username(value)).then_some(name)
    }

    /// A value of an attribute that signs a user in. The attribute makes no difference to the
    /// result: an address is one alias, whichever attribute holds it.
    pub fn alias(&self, attribute: AliasAttribute, value: &str) -> SignInName {
        match attribute {
            AliasAttribute::Email
            | AliasAttribute::PhoneNumber
            | AliasAttribute::PreferredUsername => self.name(Kind::Alias, value),
        }
    }

    /// The username that would be equal to this alias, to ask whether a user has it.
    pub fn alias_as_username(&self, value: &str) -> SignInName {
        self.name(Kind::Username, value)
    }

    /// The alias that would be equal to this username, to ask whether a user has it.
    pub fn username_as_alias(&self, value: &str) -> SignInName {
        self.name(Kind::Alias, value)
    }

    fn name(&self, kind: Kind, value: &str) -> SignInName {
        let keyed = match kind {
            Kind::Username => &self.usernames,
            Kind::Alias => &self.aliases,
        };
        let hash = if self.folds_case {
            hash_folded(value, keyed)
        } else {
            keyed.hash(value.as_bytes())
        };
        SignInName::of_bits(hash.as_u128())
    }
}

impl fmt::Debug for SignInNames {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInNames")
            .field("folds_case", &self.folds_case)
            .finish_non_exhaustive()
    }
}

/// The hash of the value in Unicode's lower case, without a heap allocation.
///
/// Character by character, so that no character depends on its neighbours as the final sigma does.
fn hash_folded(value: &str, keyed: &SipHasher13) -> Hash128 {
    let mut short = [0_u8; SHORT];
    if let Some(lower) = short.get_mut(..value.len())
        && value.is_ascii()
    {
        lower.copy_from_slice(value.as_bytes());
        lower.make_ascii_lowercase();
        return keyed.hash(lower);
    }
    let mut hasher = *keyed;
    let mut character = [0; 4];
    for lower in value.chars().flat_map(char::to_lowercase) {
        hasher.write(lower.encode_utf8(&mut character).as_bytes());
    }
    hasher.finish128()
}

/// The length, in bytes, up to which a name in ASCII is hashed in one piece.
const SHORT: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn names(case_sensitive: bool) -> SignInNames {
        let pool = UserPool {
            case_sensitive,
            ..UserPool::default()
        };
        SignInNames::with_key(&pool, *b"0123456789abcdef")
    }

    #[test]
    fn letter_case_matters_only_in_a_case_sensitive_pool() {
        let long = "Ab".repeat(100);
        for (one, other) in [
            ("Ana", "aNA"),
            ("ÉLAN", "élan"),
            ("ΣΑΣ", "σασ"),
            ("ana@EXAMPLE.com", "ANA@example.COM"),
            (&long, &long.to_lowercase()),
            ("xÉ", "XÉ"),
        ] {
            assert_eq!(names(false).username(one), names(false).username(other));
            assert_ne!(names(true).username(one), names(true).username(other));
            for alias in AliasAttribute::ALL {
                assert_eq!(
                    names(false).alias(*alias, one),
                    names(false).alias(*alias, other)
                );
                assert_ne!(
                    names(true).alias(*alias, one),
                    names(true).alias(*alias, other)
                );
            }
        }
    }

    #[test]
    fn folding_feeds_exactly_the_lower_case_text() {
        let text = "É".repeat(50) + &"Q".repeat(70);
        for text in [text.as_str(), "ABC", "", "İstanbul"] {
            assert_eq!(
                names(false).username(text),
                names(true).username(&text.to_lowercase()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_username_is_no_alias_unless_it_is_asked_as_one() {
        let names = names(true);
        let alias = names.alias(AliasAttribute::Email, "ana@example.com");
        assert_ne!(names.username("ana@example.com"), alias);
        assert_eq!(names.username_as_alias("ana@example.com"), alias);
        assert_eq!(
            names.alias_as_username("ana@example.com"),
            names.username("ana@example.com")
        );
    }

    #[test]
    fn all_aliases_are_one_set() {
        let names = names(true);
        let [first, rest @ ..] = AliasAttribute::ALL else {
            panic!("there are aliases");
        };
        for other in rest {
            assert_eq!(names.alias(*first, "x"), names.alias(*other, "x"));
        }
    }

    #[test]
    fn the_low_bits_are_free_and_the_others_are_not() {
        let names = names(true);
        let mut seen = 0;
        for n in 0..200 {
            let bits = names.username(&n.to_string()).bits();
            assert_eq!(bits & FLAGS, 0);
            seen |= bits;
        }
        assert_eq!(seen, !FLAGS);
    }

    #[test]
    fn every_key_gives_other_hashes() {
        let pool = UserPool::default();
        let one = SignInNames::new(&pool).unwrap();
        let other = SignInNames::new(&pool).unwrap();
        assert_eq!(one.username("ana"), one.clone().username("ana"));
        assert_ne!(one.username("ana"), other.username("ana"));
        assert_ne!(
            SignInNames::with_key(&pool, [1; 16]).username("ana"),
            SignInNames::with_key(&pool, [2; 16]).username("ana")
        );
    }

    #[test]
    fn nothing_of_a_hash_or_a_key_is_shown() {
        let names = names(true);
        assert_eq!(format!("{:?}", names.username("ana")), "SignInName(…)");
        assert_eq!(
            format!("{names:?}"),
            "SignInNames { folds_case: false, .. }"
        );
    }
}
