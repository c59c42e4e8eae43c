//! The one clever file: says of most rows, in one pass over their bytes, that no rule has anything
//! to say.
//!
//! The gate never says that a row is bad. It says “surely fine” or it says “ask the rules”, and in
//! debug builds the rules are asked all the same and must be silent. What makes it fast: nothing is
//! allocated, nothing is copied, a value is looked at by the cheapest test that can clear it, and
//! everything that depends only on the schema was decided before the first row.

use crate::{
    schema::{
        AliasAttribute, AttributeDataType, Column, ColumnKind, FirstAuthFactor, MfaConfiguration,
        Schema, VerifiableAttribute, limits,
    },
    values::{
        birthdate::{self, BirthdateForm},
        email,
        letter::is_letter_or_digit,
        password_hash::{self, HashForm, PasswordHashingAlgorithm},
        phone_number::{self, Dialability},
    },
};

use super::Mode;

/// How the values of one column are cleared.
#[derive(Debug, Clone, Copy)]
enum Class {
    /// Any text between these lengths.
    Text {
        min: usize,
        max: usize,
    },
    /// The same, and it may sign in.
    PreferredUsername {
        min: usize,
        max: usize,
    },
    Username {
        refuses_at: bool,
        refuses_plus: bool,
    },
    Email,
    PhoneNumber,
    EmailVerified,
    PhoneNumberVerified,
    MfaEnabled,
    Birthdate,
    Number {
        min: u64,
        max: u64,
    },
    Boolean,
    PasswordHash(PasswordHashingAlgorithm),
    /// Whatever stands here, the rules are asked.
    AskRules,
}

/// What the gate does with one field of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldGate {
    class: Class,
    is_required: bool,
}

/// What a row's flags and addresses came to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts<'a> {
    username: &'a str,
    email: &'a str,
    phone_number: &'a str,
    preferred_username: &'a str,
    email_verified: Flag,
    phone_number_verified: Flag,
    mfa_enabled: Flag,
    has_hash: bool,
    required: u32,
}

impl<'a> Facts<'a> {
    /// The username of a row that is surely fine.
    pub(crate) const fn username(&self) -> &'a str {
        self.username
    }

    /// The e-mail address, where it is verified.
    pub(crate) fn verified_email(&self) -> &'a str {
        if self.email_verified == Flag::True {
            self.email
        } else {
            ""
        }
    }

    /// The phone number, where it is verified.
    pub(crate) fn verified_phone_number(&self) -> &'a str {
        if self.phone_number_verified == Flag::True {
            self.phone_number
        } else {
            ""
        }
    }

    /// The e-mail address.
    pub(crate) const fn email(&self) -> &'a str {
        self.email
    }

    /// The phone number.
    pub(crate) const fn phone_number(&self) -> &'a str {
        self.phone_number
    }

    /// The preferred username.
    pub(crate) const fn preferred_username(&self) -> &'a str {
        self.preferred_username
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Flag {
    #[default]
    Blank,
    True,
    False,
}

/// The gate of one schema.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent settings of a pool, each asked once for each row"
)]
pub(crate) struct Gate {
    columns: Vec<FieldGate>,
    required: u32,
    mode: Mode,
    mfa: MfaConfiguration,
    email_is_auto_verified: bool,
    phone_number_is_auto_verified: bool,
    username_is_email: bool,
    username_is_phone_number: bool,
    email_confirms: bool,
    phone_number_confirms: bool,
    hash_confirms: bool,
    has_verified_flags: [bool; 2],
}

impl Gate {
    pub(crate) fn new(schema: &Schema, mode: Mode) -> Self {
        let pool = schema.pool();
        let columns: Vec<FieldGate> = schema
            .columns()
            .iter()
            .map(|column| FieldGate {
                class: Class::of(column, schema),
                is_required: column.kind == ColumnKind::Attribute && column.attribute.required,
            })
            .collect();
        let listed = columns.iter().filter(|gate| gate.is_required).count();
        let demanded = pool
            .attributes
            .iter()
            .filter(|attribute| {
                attribute.required && !matches!(attribute.name.as_str(), "sub" | "identities")
            })
            .count();
        // A required attribute without a column can never have a value: the rules say so.
        let required = if listed == demanded {
            u32::try_from(listed).unwrap_or(u32::MAX)
        } else {
            u32::MAX
        };
        let verifies = |attribute| pool.auto_verified.contains(&attribute);
        let signs_in = |attribute| pool.username_attributes.contains(&attribute);
        let allows = |factor| pool.first_auth_factors.contains(&factor);
        let known = schema.known();
        Self {
            columns,
            required,
            mode,
            mfa: pool.mfa,
            email_is_auto_verified: verifies(VerifiableAttribute::Email),
            phone_number_is_auto_verified: verifies(VerifiableAttribute::PhoneNumber),
            username_is_email: signs_in(VerifiableAttribute::Email),
            username_is_phone_number: signs_in(VerifiableAttribute::PhoneNumber),
            email_confirms: allows(FirstAuthFactor::EmailOtp),
            phone_number_confirms: allows(FirstAuthFactor::SmsOtp),
            hash_confirms: schema.password_hashing_algorithm().is_some(),
            has_verified_flags: [
                known.email_verified.is_some(),
                known.phone_number_verified.is_some(),
            ],
        }
    }

    /// The gates of the columns, in the order of the CSVHeader.
    pub(crate) fn columns(&self) -> &[FieldGate] {
        &self.columns
    }

    /// Looks at one value that is not blank. False means: ask the rules.
    ///
    /// The caller has made sure of [`is_unsuspicious`] for the whole line, and may know that the value
    /// is ASCII; it need not know.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "half of what a row costs is spent around and in this, and a call would double the half around it"
    )]
    pub(crate) fn clears<'a>(
        gate: &FieldGate,
        value: &'a str,
        is_ascii: bool,
        facts: &mut Facts<'a>,
    ) -> bool {
        let bytes = value.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return true;
        };
        // White space around a value, and the apostrophe that guards a formula.
        if *first == b' ' || *last == b' ' {
            return false;
        }
        facts.required += u32::from(gate.is_required);
        match gate.class {
            Class::Text { min, max } => clears_text(*first, value, is_ascii, min, max),
            Class::PreferredUsername { min, max } => {
                facts.preferred_username = value;
                !bytes.contains(&b'\\') && clears_text(*first, value, is_ascii, min, max)
            }
            Class::Username {
                refuses_at,
                refuses_plus,
            } => {
                facts.username = value;
                bytes.len() as u64 <= limits::USERNAME_CHARACTERS
                    && bytes
                        .iter()
                        .all(|byte| (0x21..0x7F).contains(byte) && *byte != b'\\')
                    && !(refuses_at && bytes.contains(&b'@'))
                    && !(refuses_plus && *first == b'+')
            }
            Class::Email => {
                facts.email = value;
                bytes.len() as u64 <= limits::VALUE_CHARACTERS && email::surely_plain(bytes)
            }
            Class::PhoneNumber => {
                facts.phone_number = value;
                // What can be dialled is in international form.
                phone_number::dialability(value) != Dialability::NotDialable
            }
            Class::EmailVerified => flag(bytes, &mut facts.email_verified),
            Class::PhoneNumberVerified => flag(bytes, &mut facts.phone_number_verified),
            Class::MfaEnabled => flag(bytes, &mut facts.mfa_enabled),
            Class::Boolean => flag(bytes, &mut Flag::Blank),
            Class::Birthdate => birthdate::form(value) == BirthdateForm::MonthDayYear,
            Class::Number { min, max } => {
                small_number(bytes).is_some_and(|number| min <= number && number <= max)
            }
            Class::PasswordHash(algorithm) => {
                facts.has_hash = true;
                password_hash::form(value, algorithm) == HashForm::WellFormed
            }
            Class::AskRules => false,
        }
    }

    /// Looks at a row whose values were all cleared. False means: ask the rules.
    #[inline]
    pub(crate) fn clears_row(&self, facts: &Facts<'_>) -> bool {
        let email = facts.email_verified;
        let phone = facts.phone_number_verified;
        let is_verified = (self.email_is_auto_verified && email == Flag::True)
            || (self.phone_number_is_auto_verified && phone == Flag::True);
        let addresses_stand = (email != Flag::True || !facts.email.is_empty())
            && (phone != Flag::True || !facts.phone_number.is_empty());
        // In a cleaned file a blank flag says `false`, and a blank factor what it means.
        let flags_are_said = self.mode == Mode::Clean
            || ((email != Flag::Blank || !self.has_verified_flags[0])
                && (phone != Flag::Blank || !self.has_verified_flags[1]));
        let factor_fits = match (self.mfa, facts.mfa_enabled) {
            (MfaConfiguration::On, flag) => flag != Flag::False,
            (MfaConfiguration::Off, flag) => flag != Flag::True,
            (MfaConfiguration::Optional, Flag::True) => !facts.phone_number.is_empty(),
            (MfaConfiguration::Optional, Flag::False) => true,
            (MfaConfiguration::Optional, Flag::Blank) => self.mode == Mode::Clean,
        };
        let names_fit = match (self.username_is_email, self.username_is_phone_number) {
            (false, false) => true,
            (is_email, is_phone) => {
                (is_email && facts.username == facts.email)
                    || (is_phone && facts.username == facts.phone_number)
            }
        };
        is_verified
            && addresses_stand
            && flags_are_said
            && factor_fits
            && names_fit
            && !facts.username.is_empty()
            && facts.required == self.required
    }

    /// Whether the user of a row that is surely fine will be `CONFIRMED`.
    #[inline]
    pub(crate) fn confirms(&self, facts: &Facts<'_>) -> bool {
        (self.hash_confirms && facts.has_hash)
            || (self.email_confirms && !facts.email.is_empty())
            || (self.phone_number_confirms && !facts.phone_number.is_empty())
    }
}

impl Class {
    fn of(column: &Column, schema: &Schema) -> Self {
        let pool = schema.pool();
        let attribute = &column.attribute;
        match column.kind {
            ColumnKind::Username => {
                return Self::Username {
                    refuses_at: pool.aliases.contains(&AliasAttribute::Email),
                    refuses_plus: pool.aliases.contains(&AliasAttribute::PhoneNumber),
                };
            }
            ColumnKind::MfaEnabled => return Self::MfaEnabled,
            ColumnKind::PasswordHash => {
                return schema
                    .password_hashing_algorithm()
                    .map_or(Self::AskRules, Self::PasswordHash);
            }
            ColumnKind::Attribute => {}
        }
        if attribute.developer_only {
            return Self::AskRules;
        }
        let max = attribute
            .max_length
            .unwrap_or(limits::VALUE_CHARACTERS)
            .min(limits::VALUE_CHARACTERS);
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        let min = usize::try_from(attribute.min_length.unwrap_or(0)).unwrap_or(usize::MAX);
        match (column.name(), attribute.data_type) {
            // A bound that is not the default one is left to the rules.
            ("email", AttributeDataType::String)
                if min == 0 && max as u64 == limits::VALUE_CHARACTERS =>
            {
                Self::Email
            }
            ("phone_number", AttributeDataType::String)
                if min == 0 && max > phone_number::E164_DIGITS =>
            {
                Self::PhoneNumber
            }
            ("birthdate", AttributeDataType::String) => Self::Birthdate,
            ("email" | "phone_number", _) | (_, AttributeDataType::DateTime) => Self::AskRules,
            ("email_verified", AttributeDataType::Boolean) => Self::EmailVerified,
            ("phone_number_verified", AttributeDataType::Boolean) => Self::PhoneNumberVerified,
            ("preferred_username", AttributeDataType::String) => {
                Self::PreferredUsername { min, max }
            }
            (_, AttributeDataType::String) => Self::Text { min, max },
            (_, AttributeDataType::Boolean) => Self::Boolean,
            (name, AttributeDataType::Number) => {
                let bound = |bound: &Option<String>, otherwise: u64| match bound {
                    None => Some(otherwise),
                    Some(text) => match text.parse::<i64>() {
                        Ok(number) => Some(u64::try_from(number).unwrap_or(0)),
                        Err(_) => None,
                    },
                };
                // Thirteen digits in `updated_at` may be milliseconds.
                let greatest = if name == "updated_at" {
                    9_999_999_999
                } else {
                    i64::MAX as u64
                };
                let is_negative = attribute
                    .max_value
                    .as_ref()
                    .is_some_and(|text| text.trim_start().starts_with('-'));
                match (
                    bound(&attribute.min_value, 0),
                    bound(&attribute.max_value, greatest),
                ) {
                    (Some(min), Some(max)) if !is_negative => Self::Number {
                        min,
                        max: max.min(greatest),
                    },
                    _ => Self::AskRules,
                }
            }
        }
    }
}

#[inline]
fn clears_text(first: u8, value: &str, is_ascii: bool, min: usize, max: usize) -> bool {
    // A backslash before a comma is no character of the value, so that only the most counts.
    if first == b'\'' || value.len() > max || (min > 0 && value.contains('\\')) {
        return false;
    }
    if is_ascii || value.is_ascii() {
        value.len() >= min
    } else {
        value.len() / 4 >= min && has_letters_at_its_ends(value)
    }
}

#[inline]
fn flag(value: &[u8], flag: &mut Flag) -> bool {
    *flag = match value {
        b"true" | b"TRUE" => Flag::True,
        b"false" | b"FALSE" => Flag::False,
        _ => return false,
    };
    true
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

/// Whether a text that is not ASCII begins and ends with a letter or digit, so that nothing
/// invisible stands there.
fn has_letters_at_its_ends(value: &str) -> bool {
    let is_plain = |character: Option<char>| {
        character.is_some_and(|c| is_letter_or_digit(c) || c.is_ascii_graphic())
    };
    // Characters outside the basic plane make lengths uncertain; the rules count those.
    is_plain(value.chars().next())
        && is_plain(value.chars().next_back())
        && value.bytes().all(|byte| byte < 0xF0)
}

/// Whether a line holds no byte that any rule about text in general might speak about: a control
/// character, a quotation mark, or the first byte of U+0080 to U+00BF.
///
/// One branchless pass over the whole line, which the compiler turns into vector instructions.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler makes vector instructions of it"
)]
pub(crate) fn is_unsuspicious(line: &[u8]) -> bool {
    !line.iter().fold(false, |found, byte| {
        found | (*byte < 0x20) | (*byte == b'"') | (*byte == 0x7F) | (*byte == 0xC2)
    })
}

/// [`is_unsuspicious`] for a line in RFC 4180, in which quotation marks may enclose fields, and
/// without the backslash that Cognito's dialect cannot express.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler makes vector instructions of it"
)]
pub(crate) fn is_unsuspicious_but_for_quotes(line: &[u8]) -> bool {
    !line.iter().fold(false, |found, byte| {
        found | (*byte < 0x20) | (*byte == b'\\') | (*byte == 0x7F) | (*byte == 0xC2)
    })
}
