//! Says of most values, and of most rows, in one pass over their bytes, that no rule has anything to
//! report.
//!
//! The fast path never says that a value is bad. It says that a value is cleared, or that its rules must
//! be asked; in debug builds they are asked all the same and must not report. It knows no rule. Rules
//! name the [`Facts`] that clear them; for each column a [`Scan`] is chosen that proves what all its rules
//! need, and a column with a rule that names no facts is never cleared. Nothing is allocated or copied,
//! and all that depends only on the schema is decided before the first row.

mod scan;

use crate::{
    prediction::UserStatus,
    rules::{Check, Facts, Rule, facts},
    schema::{Column, ColumnId, ColumnKind, FirstAuthFactor, Schema, VerifiableAttribute},
    values::{boolean, white_space},
};

use super::Mode;
use scan::Scan;

/// The facts about single values; all others are about a line or a row.
const OF_VALUES: Facts = facts![
    TRIMMED,
    PRINTABLE,
    NO_QUOTATION_MARK,
    NO_BACKSLASH,
    VISIBLE_ENDS,
    NO_APOSTROPHE_AT_START,
    FACE_VALUE,
    LENGTH_IN_BOUNDS,
    USERNAME_CHARACTERS,
    USERNAME_LENGTH,
    NO_AT_SIGN,
    NO_PLUS_AT_START,
    EMAIL,
    PHONE_NUMBER,
    ADDRESS,
    BOOLEAN,
    NOT_TRUE,
    NOT_FALSE,
    MONTH_DAY_YEAR,
    INTEGER,
    NUMBER_IN_BOUNDS,
    TEN_DIGITS,
    WELL_FORMED_HASH,
];

/// What a column's values are for, beyond being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Other,
    /// It signs in; its place in [`Seen::names`].
    Name(Name),
    Flag(Flag),
    PasswordHash,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Username,
    Email,
    PhoneNumber,
    PreferredUsername,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    EmailVerified,
    PhoneNumberVerified,
    MfaEnabled,
}

/// How the values of one column are cleared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColumnScan {
    scan: Scan,
    role: Role,
    is_required: bool,
    /// Whether a backslash is left to the rules.
    refuses_backslash: bool,
    /// Whether a cleared value counts for the row, or may have to be left for its backslash.
    is_special: bool,
    column: ColumnId,
}

/// A flag as a row has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Said {
    #[default]
    Nothing,
    True,
    False,
    /// Neither of the two.
    Else,
}

/// What a row's names and flags are, as far as the row has been looked at.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen<'a> {
    names: [&'a str; 4],
    flags: [Said; 3],
    has_hash: bool,
    /// Whether a name was left to the rules.
    has_uncleared_name: bool,
    required: u32,
}

impl<'a> Seen<'a> {
    const fn name(&self, name: Name) -> &'a str {
        let [username, email, phone_number, preferred_username] = self.names;
        match name {
            Name::Username => username,
            Name::Email => email,
            Name::PhoneNumber => phone_number,
            Name::PreferredUsername => preferred_username,
        }
    }

    const fn flag(&self, flag: Flag) -> Said {
        let [email, phone_number, mfa] = self.flags;
        match flag {
            Flag::EmailVerified => email,
            Flag::PhoneNumberVerified => phone_number,
            Flag::MfaEnabled => mfa,
        }
    }

    const fn name_mut(&mut self, name: Name) -> &mut &'a str {
        let [username, email, phone_number, preferred_username] = &mut self.names;
        match name {
            Name::Username => username,
            Name::Email => email,
            Name::PhoneNumber => phone_number,
            Name::PreferredUsername => preferred_username,
        }
    }

    const fn flag_mut(&mut self, flag: Flag) -> &mut Said {
        let [email, phone_number, mfa] = &mut self.flags;
        match flag {
            Flag::EmailVerified => email,
            Flag::PhoneNumberVerified => phone_number,
            Flag::MfaEnabled => mfa,
        }
    }

    /// The username, or nothing.
    pub(crate) const fn username(&self) -> &'a str {
        self.name(Name::Username)
    }

    /// The e-mail address, where it is verified.
    pub(crate) fn verified_email(&self) -> &'a str {
        match self.flag(Flag::EmailVerified) {
            Said::True => self.email(),
            _ => "",
        }
    }

    /// The phone number, where it is verified.
    pub(crate) fn verified_phone_number(&self) -> &'a str {
        match self.flag(Flag::PhoneNumberVerified) {
            Said::True => self.phone_number(),
            _ => "",
        }
    }

    /// The e-mail address.
    pub(crate) const fn email(&self) -> &'a str {
        self.name(Name::Email)
    }

    /// The phone number.
    pub(crate) const fn phone_number(&self) -> &'a str {
        self.name(Name::PhoneNumber)
    }

    /// The preferred username.
    pub(crate) const fn preferred_username(&self) -> &'a str {
        self.name(Name::PreferredUsername)
    }
}

/// The pass over one row's values.
#[derive(Debug)]
pub(crate) struct Pass<'a, 'u> {
    pub(crate) seen: Seen<'a>,
    /// The columns of which the rules must be asked, in the order in which they were looked at.
    uncleared: &'u mut Vec<ColumnId>,
    /// Whether the row surely has no backslash.
    no_backslash: bool,
}

impl<'a, 'u> Pass<'a, 'u> {
    pub(crate) fn new(uncleared: &'u mut Vec<ColumnId>, no_backslash: bool) -> Self {
        uncleared.clear();
        Self {
            seen: Seen::default(),
            uncleared,
            no_backslash,
        }
    }

    /// Looks at one value that is not empty. `text` gives it as text, which is asked for only where bytes
    /// do not suffice. `is_unsuspicious` says that [`is_unsuspicious`] holds for it; `is_ascii`, that it is
    /// surely ASCII.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "half of what a row costs is spent around and in this, and a call would double the half around it"
    )]
    pub(crate) fn look(
        &mut self,
        of: &ColumnScan,
        value: &'a [u8],
        text: impl Fn() -> &'a str,
        is_ascii: bool,
        is_unsuspicious: bool,
    ) {
        let (Some(first), Some(last)) = (value.first(), value.last()) else {
            return;
        };
        if is_unsuspicious
            && *first != b' '
            && *last != b' '
            && of
                .scan
                .proves(value, &text, *first, is_ascii, self.no_backslash)
        {
            if of.is_special {
                self.note(of, value, &text);
            }
        } else {
            self.leave(of, text());
        }
    }

    /// Notes a cleared value that counts for the row.
    #[inline]
    fn note(&mut self, of: &ColumnScan, value: &'a [u8], text: &impl Fn() -> &'a str) {
        if of.refuses_backslash && !self.no_backslash && value.contains(&b'\\') {
            self.leave(of, text());
            return;
        }
        self.seen.required += u32::from(of.is_required);
        match of.role {
            Role::Other => {}
            Role::Name(name) => *self.seen.name_mut(name) = text(),
            Role::Flag(flag) => {
                let is_true = matches!(value.first(), Some(b't' | b'T'));
                *self.seen.flag_mut(flag) = if is_true { Said::True } else { Said::False };
            }
            Role::PasswordHash => self.seen.has_hash = true,
        }
    }

    /// Leaves a value to the rules, and notes what it is all the same.
    #[cold]
    pub(crate) fn leave(&mut self, of: &ColumnScan, value: &'a str) {
        self.uncleared.push(of.column);
        let value = white_space::trim(value);
        if value.is_empty() {
            return;
        }
        self.seen.required += u32::from(of.is_required);
        match of.role {
            Role::Other => {}
            Role::Name(name) => {
                *self.seen.name_mut(name) = value;
                self.seen.has_uncleared_name = true;
            }
            Role::Flag(flag) => {
                *self.seen.flag_mut(flag) = match boolean::parse(value) {
                    Some(true) => Said::True,
                    Some(false) => Said::False,
                    None => Said::Else,
                };
            }
            Role::PasswordHash => self.seen.has_hash = true,
        }
    }

    /// What was seen, when all values have been looked at. The columns that are left to the rules are in
    /// the order of the CSVHeader then.
    pub(crate) fn finish(self) -> Seen<'a> {
        if !self.uncleared.is_sorted() {
            self.uncleared.sort_unstable();
        }
        self.seen
    }
}

/// The fast path of one schema.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent settings of a pool, each asked once for each row"
)]
pub(crate) struct FastPath {
    columns: Vec<ColumnScan>,
    /// The facts that clear all rules about lines and rows.
    needed_of_row: Facts,
    /// Whether a rule about lines or rows names no facts.
    is_never_clear: bool,
    required: u32,
    email_is_auto_verified: bool,
    phone_number_is_auto_verified: bool,
    username_is_email: bool,
    username_is_phone_number: bool,
    email_confirms: bool,
    phone_number_confirms: bool,
    hash_confirms: bool,
    has_verified_flags: [bool; 2],
}

impl FastPath {
    /// Joins what all `rules` need, column by column.
    pub(crate) fn new(
        schema: &Schema,
        mode: Mode,
        rules: impl Iterator<Item = &'static Rule>,
    ) -> Self {
        let pool = schema.pool();
        // What the rules of each column need; nothing where one of them names no facts.
        let mut needed: Vec<Option<Facts>> = vec![Some(Facts::NONE); schema.columns().len()];
        let mut needed_of_row = Facts::NONE;
        let mut is_never_clear = false;
        for rule in rules {
            let cleared_by = rule.cleared_by;
            let named = (!cleared_by.is_empty()).then_some(cleared_by);
            let mut join = |reads: &dyn Fn(&Column) -> bool, facts: Option<Facts>| {
                for (column, needed) in schema.columns().iter().zip(&mut needed) {
                    if reads(column) {
                        *needed = needed.zip(facts).map(|(one, other)| one.union(other));
                    }
                }
            };
            match &rule.check {
                Check::Value { reads, .. } => join(&|column| reads(schema, column), named),
                Check::Writing { .. } if mode == Mode::Clean => join(&|_| true, named),
                Check::Row { reads, .. } if reads(schema) => {
                    is_never_clear |= cleared_by.is_empty();
                    needed_of_row = needed_of_row.union(cleared_by);
                }
                Check::RawRecord { .. } => {
                    is_never_clear |= cleared_by.is_empty();
                    needed_of_row = needed_of_row.union(cleared_by);
                }
                Check::Interpretations => {
                    join(&|_| true, named.map(|facts| facts.intersection(OF_VALUES)));
                    needed_of_row = needed_of_row.union(cleared_by.difference(OF_VALUES));
                }
                _ => {}
            }
        }
        let columns: Vec<ColumnScan> = schema
            .columns()
            .iter()
            .zip(&needed)
            .map(|(column, needed)| ColumnScan::new(column, *needed, schema))
            .collect();
        let listed = columns.iter().filter(|scan| scan.is_required).count();
        let demanded = pool.required().filter(|one| one.name != "identities");
        // A required attribute without a column never has a value.
        let required = if listed == demanded.count() {
            crate::bug::narrow(listed)
        } else {
            u32::MAX
        };
        let verifies = |attribute| pool.auto_verified.contains(&attribute);
        let signs_in = |attribute| pool.username_attributes.contains(&attribute);
        let allows = |factor| pool.first_auth_factors.contains(&factor);
        let known = schema.known();
        Self {
            columns,
            needed_of_row,
            is_never_clear,
            required,
            email_is_auto_verified: verifies(VerifiableAttribute::Email),
            phone_number_is_auto_verified: verifies(VerifiableAttribute::PhoneNumber),
            username_is_email: signs_in(VerifiableAttribute::Email),
            username_is_phone_number: signs_in(VerifiableAttribute::PhoneNumber),
            email_confirms: allows(FirstAuthFactor::EmailOtp),
            phone_number_confirms: allows(FirstAuthFactor::SmsOtp),
            hash_confirms: schema.imports_password_hashes(),
            has_verified_flags: [
                known.email_verified.is_some(),
                known.phone_number_verified.is_some(),
            ],
        }
    }

    /// How the columns are cleared, in the order of the CSVHeader.
    pub(crate) fn columns(&self) -> &[ColumnScan] {
        &self.columns
    }

    /// What is proven of a row: what its names and flags come to, and what is known of its line.
    #[inline]
    pub(crate) fn facts_of_row(&self, seen: &Seen<'_>, of_line: Facts) -> Facts {
        let email_flag = seen.flag(Flag::EmailVerified);
        let phone_flag = seen.flag(Flag::PhoneNumberVerified);
        let has_email = !seen.email().is_empty();
        let has_phone_number = !seen.phone_number().is_empty();
        let is_verified = (self.email_is_auto_verified && email_flag == Said::True)
            || (self.phone_number_is_auto_verified && phone_flag == Said::True);
        let has_addresses = (email_flag != Said::True || has_email)
            && (phone_flag != Said::True || has_phone_number);
        let [has_email_flag, has_phone_flag] = self.has_verified_flags;
        let has_flags = (email_flag != Said::Nothing || !has_email_flag)
            && (phone_flag != Said::Nothing || !has_phone_flag);
        let mfa = seen.flag(Flag::MfaEnabled);
        let username = seen.username();
        let is_address = !seen.has_uncleared_name
            && ((self.username_is_email && username == seen.email())
                || (self.username_is_phone_number && username == seen.phone_number()));
        of_line
            .union(Facts::USERNAME.when(!username.is_empty()))
            .union(Facts::REQUIRED_ATTRIBUTES.when(seen.required == self.required))
            .union(Facts::AUTO_VERIFIED.when(is_verified))
            .union(Facts::VERIFIED_ADDRESSES.when(has_addresses))
            .union(Facts::VERIFIED_FLAGS.when(has_flags))
            .union(Facts::MFA_FLAG.when(mfa != Said::Nothing))
            .union(Facts::MFA_PHONE_NUMBER.when(mfa != Said::True || has_phone_number))
            .union(Facts::USERNAME_IS_ADDRESS.when(is_address))
    }

    /// Whether these facts clear all rules about lines and rows.
    #[inline]
    pub(crate) const fn clears_row(&self, facts: Facts) -> bool {
        !self.is_never_clear && facts.contains(self.needed_of_row)
    }

    /// The status of the user that a row becomes.
    #[inline]
    pub(crate) const fn user_status(&self, seen: &Seen<'_>) -> UserStatus {
        if (self.hash_confirms && seen.has_hash)
            || (self.email_confirms && !seen.email().is_empty())
            || (self.phone_number_confirms && !seen.phone_number().is_empty())
        {
            UserStatus::Confirmed
        } else {
            UserStatus::ResetRequired
        }
    }
}

impl ColumnScan {
    /// The column whose values it looks at.
    pub(crate) const fn column(&self) -> ColumnId {
        self.column
    }

    fn new(column: &Column, needed: Option<Facts>, schema: &Schema) -> Self {
        let known = schema.known();
        let id = Some(column.id);
        let role = match column.kind {
            ColumnKind::Username => Role::Name(Name::Username),
            ColumnKind::MfaEnabled => Role::Flag(Flag::MfaEnabled),
            ColumnKind::PasswordHash => Role::PasswordHash,
            _ if id == known.email => Role::Name(Name::Email),
            _ if id == known.phone_number => Role::Name(Name::PhoneNumber),
            _ if id == known.preferred_username => Role::Name(Name::PreferredUsername),
            _ if id == known.email_verified => Role::Flag(Flag::EmailVerified),
            _ if id == known.phone_number_verified => Role::Flag(Flag::PhoneNumberVerified),
            _ => Role::Other,
        };
        let is_flag = matches!(role, Role::Flag(_));
        let needed = needed.map(|needed| needed.union(Facts::BOOLEAN.when(is_flag)));
        let scan = needed.map_or(Scan::Impossible, |needed| {
            Scan::proving(needed, column, schema)
        });
        let is_name = matches!(role, Role::Name(_));
        let needs_none = needed.is_some_and(|needed| needed.contains(Facts::NO_BACKSLASH));
        let is_required = column.kind == ColumnKind::Attribute && column.attribute.required;
        let refuses_backslash = scan.takes_backslashes() && (is_name || needs_none);
        Self {
            scan,
            role,
            is_required,
            is_special: is_required || refuses_backslash || role != Role::Other,
            // What signs in is compared as it is, where a backslash before a comma is none of it.
            refuses_backslash,
            column: column.id,
        }
    }
}

/// Whether a text has no byte that any rule about text in general might report: a control character, a
/// quotation mark, or the first byte of U+0080 to U+00BF.
///
/// One branchless pass over the whole text, which the compiler turns into vector instructions.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the compiler makes vector instructions of it"
)]
pub(crate) fn is_unsuspicious(text: &[u8]) -> bool {
    !text.iter().fold(false, |found, byte| {
        found | (*byte < 0x20) | (*byte == b'"') | (*byte == 0x7F) | (*byte == 0xC2)
    })
}
