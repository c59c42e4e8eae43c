//! The cheapest look at a value that proves what the rules of its column need.

use crate::{
    rules::{Facts, facts},
    schema::{Column, Schema, limits},
    values::{
        birthdate::{self, BirthdateForm},
        email, face_value,
        letter::is_letter_or_digit,
        password_hash::{self, HashForm, PasswordHashingAlgorithm},
        phone_number::{self, Dialability},
    },
};

/// A look at one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scan {
    /// Any text of this many bytes in ASCII, or characters outside of it.
    Text {
        min: usize,
        max: usize,
    },
    /// Visible ASCII without a backslash.
    Username {
        max: usize,
        takes_at_sign: bool,
        takes_plus_at_start: bool,
    },
    /// An e-mail address or a phone number.
    Address {
        max: usize,
    },
    Email {
        min: usize,
        max: usize,
    },
    PhoneNumber,
    Boolean {
        takes_true: bool,
        takes_false: bool,
    },
    Integer {
        min: u64,
        max: u64,
    },
    Birthdate,
    PasswordHash(PasswordHashingAlgorithm),
    /// A hash of the algorithm that its form shows.
    PasswordHashOfAny,
    /// Nothing proves what is needed.
    Impossible,
}

/// What is known of every value before it is scanned.
const BEFORE: Facts = facts![TRIMMED, PRINTABLE, NO_QUOTATION_MARK];

/// A plus sign and 15 digits, the longest phone number.
const PHONE_NUMBER_BYTES: usize = 16;

impl Scan {
    /// The least demanding scan that proves all facts that are needed of the values of a column.
    pub(super) fn proving(needed: Facts, column: &Column, schema: &Schema) -> Self {
        let attribute = &column.attribute;
        let bytes = |length: u64| usize::try_from(length).unwrap_or(usize::MAX);
        let longest = attribute.max_length.unwrap_or(limits::VALUE_CHARACTERS);
        let mut max = bytes(longest.min(limits::VALUE_CHARACTERS));
        let mut min = bytes(attribute.min_length.unwrap_or(0));
        if !needed.contains(Facts::LENGTH_IN_BOUNDS) {
            (min, max) = (0, usize::MAX);
        }
        if needed.contains(Facts::USERNAME_LENGTH) {
            max = max.min(bytes(limits::USERNAME_CHARACTERS));
        }
        let takes = |refused: Facts| !needed.contains(refused);
        let ascii = BEFORE.union(facts![VISIBLE_ENDS, NO_BACKSLASH]);
        let name = ascii.union(facts![
            USERNAME_CHARACTERS,
            USERNAME_LENGTH,
            NO_APOSTROPHE_AT_START,
            FACE_VALUE
        ]);
        let bounded = facts![LENGTH_IN_BOUNDS];
        let hash = match schema.password_hashing_algorithm() {
            Some(algorithm) => Some(Self::PasswordHash(algorithm)),
            None => schema
                .imports_password_hashes()
                .then_some(Self::PasswordHashOfAny),
        };
        let candidates = [
            (
                Some(Self::Text { min, max }),
                ascii.union(facts![NO_APOSTROPHE_AT_START, FACE_VALUE, LENGTH_IN_BOUNDS]),
            ),
            (
                (min == 0).then_some(Self::Username {
                    max,
                    takes_at_sign: takes(Facts::NO_AT_SIGN),
                    takes_plus_at_start: takes(Facts::NO_PLUS_AT_START),
                }),
                name.union(facts![NO_AT_SIGN, NO_PLUS_AT_START, LENGTH_IN_BOUNDS]),
            ),
            (
                (min == 0).then_some(Self::Address { max }),
                name.union(facts![ADDRESS, LENGTH_IN_BOUNDS]),
            ),
            (
                Some(Self::Email { min, max }),
                name.union(facts![EMAIL, ADDRESS, LENGTH_IN_BOUNDS]),
            ),
            (
                (min == 0 && max >= PHONE_NUMBER_BYTES).then_some(Self::PhoneNumber),
                name.union(bounded)
                    .union(facts![PHONE_NUMBER, ADDRESS, NO_AT_SIGN]),
            ),
            (
                Some(Self::Boolean {
                    takes_true: takes(Facts::NOT_TRUE),
                    takes_false: takes(Facts::NOT_FALSE),
                }),
                ascii.union(facts![BOOLEAN, NOT_TRUE, NOT_FALSE]),
            ),
            (
                integer(needed, column),
                ascii.union(facts![INTEGER, NUMBER_IN_BOUNDS, TEN_DIGITS]),
            ),
            (
                Some(Self::Birthdate),
                ascii.union(facts![MONTH_DAY_YEAR, NO_APOSTROPHE_AT_START]),
            ),
            (hash, ascii.union(facts![WELL_FORMED_HASH])),
        ];
        candidates
            .into_iter()
            .filter(|(_, proven)| proven.contains(needed))
            .find_map(|(scan, _)| scan)
            .unwrap_or(Self::Impossible)
    }

    /// Whether a value with a backslash may pass.
    pub(super) const fn takes_backslashes(self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// Whether the facts hold for a value of which [`BEFORE`] is known; false says nothing.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "half of what a row costs is spent around and in this, and a call would double the half around it"
    )]
    pub(super) fn proves<'v>(
        &self,
        bytes: &[u8],
        text: &impl Fn() -> &'v str,
        first: u8,
        is_ascii: bool,
        no_backslash: bool,
    ) -> bool {
        match *self {
            Self::Text { min, max } => {
                // A backslash before a comma is not a character of the value, so that it only counts
                // towards the most.
                if bytes.len() > max || !is_at_face_value(first, text) {
                    return false;
                }
                if min > 0 && !no_backslash && bytes.contains(&b'\\') {
                    return false;
                }
                if is_ascii || bytes.is_ascii() {
                    bytes.len() >= min
                } else {
                    bytes.len() / 4 >= min
                        && has_visible_ends(text())
                        && face_value::is_surely_decoded(bytes)
                }
            }
            Self::Username {
                max,
                takes_at_sign,
                takes_plus_at_start,
            } => {
                bytes.len() <= max
                    && is_at_face_value(first, text)
                    && bytes
                        .iter()
                        .all(|byte| (0x21..0x7F).contains(byte) && *byte != b'\\')
                    && (takes_at_sign || !bytes.contains(&b'@'))
                    && (takes_plus_at_start || first != b'+')
            }
            Self::Address { max } => {
                bytes.len() <= max && (is_email(bytes, first) || is_dialable(text()))
            }
            Self::Email { min, max } => {
                min <= bytes.len() && bytes.len() <= max && is_email(bytes, first)
            }
            Self::PhoneNumber => is_dialable(text()),
            Self::Boolean {
                takes_true,
                takes_false,
            } => match bytes {
                b"true" | b"TRUE" => takes_true,
                b"false" | b"FALSE" => takes_false,
                _ => false,
            },
            Self::Integer { min, max } => {
                small_number(bytes).is_some_and(|number| min <= number && number <= max)
            }
            Self::Birthdate => birthdate::form(text()) == BirthdateForm::MonthDayYear,
            Self::PasswordHash(algorithm) => {
                password_hash::form(text(), algorithm) == HashForm::WellFormed
            }
            Self::PasswordHashOfAny => {
                let algorithm = password_hash::looks_like(text());
                algorithm.is_some_and(|algorithm| {
                    password_hash::form(text(), algorithm) == HashForm::WellFormed
                })
            }
            Self::Impossible => false,
        }
    }
}

/// The scan for integers between the bounds of an attribute, if those can be told.
fn integer(needed: Facts, column: &Column) -> Option<Scan> {
    let attribute = &column.attribute;
    let most = if needed.contains(Facts::TEN_DIGITS) {
        9_999_999_999
    } else {
        i64::MAX as u64
    };
    let lowest = attribute.min_value.as_deref().unwrap_or("0");
    let lowest: i64 = lowest.parse().ok()?;
    let highest = match &attribute.max_value {
        Some(text) => u64::try_from(text.parse::<i64>().ok()?).ok()?,
        None => most,
    };
    Some(Scan::Integer {
        min: u64::try_from(lowest).unwrap_or(0),
        max: highest.min(most),
    })
}

/// Whether a text has no apostrophe at its start, is no null marker, and nothing that a spreadsheet makes of a
/// value.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "one look at the first byte says it of most values"
)]
fn is_at_face_value<'v>(first: u8, text: &impl Fn() -> &'v str) -> bool {
    face_value::begins_plainly(first) || is_surely_at_face_value(first, text())
}

#[inline(never)]
fn is_surely_at_face_value(first: u8, value: &str) -> bool {
    first != b'\'' && face_value::ruin(value).is_none() && !face_value::is_null_marker(value)
}

/// An address of the simple form without an apostrophe at its start, which such an address may have.
#[inline]
fn is_email(value: &[u8], first: u8) -> bool {
    first != b'\'' && email::surely_plain(value)
}

/// What can be dialled is in E.164 form.
#[inline]
fn is_dialable(value: &str) -> bool {
    phone_number::dialability(value) != Dialability::NotDialable
}

/// A number of at most 18 digits and nothing else.
#[inline]
fn small_number(value: &[u8]) -> Option<u64> {
    if value.is_empty() || value.len() > 18 {
        return None;
    }
    value.iter().try_fold(0_u64, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u64::from(byte - b'0'))
    })
}

/// Whether a text that is not ASCII begins and ends with something visible.
fn has_visible_ends(value: &str) -> bool {
    let is_visible = |character: Option<char>| {
        character.is_some_and(|c| c.is_ascii_graphic() || is_letter_or_digit(c))
    };
    // Characters outside the basic plane make lengths depend on the unit; the rules count those.
    is_visible(value.chars().next())
        && is_visible(value.chars().next_back())
        && value.bytes().all(|byte| byte < 0xF0)
}
