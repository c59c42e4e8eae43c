//! Users as the store keeps them.

use std::fmt;

use super::Moment;
use crate::schema::api_name::api_names;

/// A user's number: rises in the order in which the users of a pool were made.
pub type UserNumber = u64;

/// The status of a user, by the API's names (BOTO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these eight (BOTO)")]
pub enum AccountStatus {
    /// The user has not confirmed the sign-up.
    Unconfirmed,
    /// The user can sign in.
    Confirmed,
    /// No longer in use.
    Archived,
    /// Disabled after an attack.
    Compromised,
    /// Not known.
    Unknown,
    /// The password must be reset before the first sign-in: most imported users.
    ResetRequired,
    /// The password must be changed at the first sign-in.
    ForceChangePassword,
    /// The user signs in with another identity provider.
    ExternalProvider,
}

api_names!(
    AccountStatus,
    "UNCONFIRMED, CONFIRMED, ARCHIVED, COMPROMISED, UNKNOWN, RESET_REQUIRED, \
     FORCE_CHANGE_PASSWORD or EXTERNAL_PROVIDER",
    {
        Unconfirmed = "UNCONFIRMED",
        Confirmed = "CONFIRMED",
        Archived = "ARCHIVED",
        Compromised = "COMPROMISED",
        Unknown = "UNKNOWN",
        ResetRequired = "RESET_REQUIRED",
        ForceChangePassword = "FORCE_CHANGE_PASSWORD",
        ExternalProvider = "EXTERNAL_PROVIDER",
    }
);

/// A user of a pool.
///
/// The password hash is kept with the user and is never part of any answer.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct User {
    /// The username; in a pool whose users sign in with an address, the `sub` (ATTR).
    pub username: Box<str>,
    /// The `sub` as its 128 bits.
    pub sub: u128,
    /// The attributes but for `sub`, in the order of the columns.
    pub attributes: Attributes,
    /// The status.
    pub status: AccountStatus,
    /// Whether the user may sign in at all.
    pub enabled: bool,
    /// Whether a second factor is asked for.
    pub mfa_enabled: bool,
    /// The password's hash, where one was imported.
    pub password_hash: Option<Box<str>>,
    /// When the user was made.
    pub created: Moment,
    /// When the user was changed last.
    pub modified: Moment,
    /// The password as SRP verifies it, once it became known in clear.
    pub verifier: Option<Box<PasswordVerifier>>,
}

/// What SRP keeps of a password, from which the password cannot be read back.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct PasswordVerifier {
    /// The salt.
    pub salt: [u8; 16],
    /// The verifier, as the bytes of a number.
    pub verifier: Box<[u8]>,
    /// When the password was set.
    pub set: Moment,
}

impl fmt::Debug for PasswordVerifier {
    /// Nothing of a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordVerifier").finish_non_exhaustive()
    }
}

impl fmt::Debug for User {
    /// Nothing of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("status", &self.status)
            .field("created", &self.created)
            .finish_non_exhaustive()
    }
}

impl User {
    /// The `sub` as the service writes it.
    pub fn sub_text(&self) -> String {
        uuid_text(self.sub)
    }
}

/// Names and values, packed into one text: each preceded by its length in bytes, as in
/// `5:email15:ana@example.com`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Attributes(Box<str>);

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attributes({})", self.iter().count())
    }
}

impl Attributes {
    /// The attributes of a packed text, as [`Attributes::packed`] gives it.
    pub fn of_packed(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The packed text.
    pub fn packed(&self) -> &str {
        &self.0
    }

    /// Each name with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest: &str = &self.0;
        std::iter::from_fn(move || {
            let (name, after) = unpack(rest)?;
            let (value, after) = unpack(after)?;
            rest = after;
            Some((name, value))
        })
    }

    /// The same with other values: an attribute whose value is `None` or blank is removed, one that was
    /// not there is the last.
    #[must_use]
    pub(crate) fn with(&self, changes: &[(&str, Option<&str>)]) -> Self {
        let mut builder = AttributesBuilder::default();
        for (name, value) in self.iter() {
            let changed = changes.iter().rev().find(|(other, _)| *other == name);
            match changed.map_or(Some(value), |(_, value)| *value) {
                Some(value) if !value.is_empty() => builder.push(name, value),
                _ => {}
            }
        }
        for (place, (name, value)) in changes.iter().enumerate() {
            let is_last = changes
                .iter()
                .skip(place + 1)
                .all(|(other, _)| other != name);
            if let Some(value) = value
                && !value.is_empty()
                && self.get(name).is_none()
                && is_last
            {
                builder.push(name, value);
            }
        }
        builder.take()
    }

    /// The value of the attribute of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find_map(|(other, value)| (other == name).then_some(value))
    }
}

/// The first text of a packed one, and what follows it.
fn unpack(packed: &str) -> Option<(&str, &str)> {
    let (length, rest) = packed.split_once(':')?;
    rest.split_at_checked(length.parse().ok()?)
}

/// Makes [`Attributes`]; its buffer is used again.
#[derive(Default)]
pub(crate) struct AttributesBuilder(String);

impl AttributesBuilder {
    /// Adds an attribute.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        for text in [name, value] {
            // A length of up to three digits is written without the formatter.
            let length = text.len();
            for unit in [100, 10] {
                if length >= unit && length < 1000 {
                    self.0.push(digit(length / unit % 10));
                }
            }
            if length < 1000 {
                self.0.push(digit(length % 10));
            } else {
                self.0.push_str(&length.to_string());
            }
            self.0.push(':');
            self.0.push_str(text);
        }
    }

    /// The attributes so far; the builder is empty again.
    pub(crate) fn take(&mut self) -> Attributes {
        let made = Attributes(self.0.as_str().into());
        self.0.clear();
        made
    }
}

fn digit(number: usize) -> char {
    u32::try_from(number)
        .ok()
        .and_then(|number| char::from_digit(number, 10))
        .unwrap_or('0')
}

/// The text of a UUID of these bits.
pub(crate) fn uuid_text(bits: u128) -> String {
    let hex = format!("{bits:032x}");
    let mut text = String::with_capacity(36);
    for (place, digit) in hex.chars().enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

/// The bits of a UUID's text, in any letter case.
pub(crate) fn uuid_bits(text: &str) -> Option<u128> {
    let is_placed = text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(place, byte)| (byte == b'-') == matches!(place, 8 | 13 | 18 | 23));
    if !is_placed {
        return None;
    }
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok()
}

/// A random UUID of version 4 made of these bits.
pub(crate) const fn uuid_of_random(bits: u128) -> u128 {
    (bits & !(0xf << 76) & !(0b11 << 62)) | (0x4 << 76) | (0b10 << 62)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_come_back_as_they_went_in() {
        let mut builder = AttributesBuilder::default();
        builder.push("email", "ana@example.com");
        builder.push("custom:note", "a=b, c");
        builder.push("nickname", "4:ána\u{0}\n");
        builder.push("address", &"x".repeat(99));
        builder.push("profile", &"x".repeat(100));
        builder.push("website", &"x".repeat(2048));
        let attributes = builder.take();
        let pairs: Vec<_> = attributes.iter().collect();
        let long = "x".repeat(2048);
        assert_eq!(
            pairs,
            [
                ("email", "ana@example.com"),
                ("custom:note", "a=b, c"),
                ("nickname", "4:ána\u{0}\n"),
                ("address", &long[..99]),
                ("profile", &long[..100]),
                ("website", &long[..]),
            ]
        );
        assert_eq!(attributes.get("custom:note"), Some("a=b, c"));
        assert_eq!(attributes.get("name"), None);
        assert_eq!(Attributes::of_packed(attributes.packed()), attributes);
        assert_eq!(builder.take().iter().count(), 0);
    }

    #[test]
    fn attributes_are_changed_added_and_removed_in_place() {
        let mut builder = AttributesBuilder::default();
        for (name, value) in [("email", "a@x"), ("name", "Ana"), ("locale", "en")] {
            builder.push(name, value);
        }
        let changed = builder.take().with(&[
            ("name", None),
            ("nickname", Some("A")),
            ("email", Some("b@x")),
            ("nickname", Some("B")),
            ("locale", Some("")),
            ("address", None),
        ]);
        let pairs: Vec<_> = changed.iter().collect();
        assert_eq!(pairs, [("email", "b@x"), ("nickname", "B")]);
    }

    #[test]
    fn a_uuid_is_of_version_4_and_comes_back() {
        for bits in [0, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef] {
            let uuid = uuid_of_random(bits);
            let text = uuid_text(uuid);
            assert_eq!(uuid_bits(&text), Some(uuid));
            assert_eq!(&text[14..15], "4");
            assert!("89ab".contains(&text[19..20]), "{text}");
        }
        for text in [
            "",
            "ana",
            "0123456789abcdef0123456789abcdef0123",
            "01234567-89ab-cdef-0123-456789abcdeg",
            "01234567-89ab-cdef-0123-456789abcd+f",
        ] {
            assert_eq!(uuid_bits(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_person_is_debugged() {
        let mut builder = AttributesBuilder::default();
        builder.push("email", "ana@example.com");
        let user = User {
            username: "ana".into(),
            sub: 7,
            attributes: builder.take(),
            status: AccountStatus::Confirmed,
            enabled: true,
            mfa_enabled: false,
            password_hash: Some("secret".into()),
            created: Moment::default(),
            modified: Moment::default(),
            verifier: Some(Box::new(PasswordVerifier {
                salt: [7; 16],
                verifier: [9; 384].into(),
                set: Moment::default(),
            })),
        };
        let text = format!("{user:?} {:?}", user.attributes);
        assert!(!text.contains("ana") && !text.contains("secret"), "{text}");
        assert!(!text.contains('7') && !text.contains('9'), "{text}");
    }
}
