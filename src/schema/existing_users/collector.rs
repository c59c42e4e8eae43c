//! Collects the sign-in names of existing users, whatever form of list they come from.

use std::fmt;

use crate::schema::{
    AliasAttribute, NameIndex, Presence, SignInNames, USERNAME, UserPool, VerifiableAttribute,
};

/// Adds existing users to the index of taken names.
pub(super) struct Collector<'a> {
    names: &'a SignInNames,
    pool: &'a UserPool,
    index: &'a mut NameIndex,
    users: u64,
    /// Whether an answer says that others follow it, and whether one does not.
    has_first_pages: bool,
    has_last_page: bool,
}

/// A user that a pool has already, as far as it matters to an import: the names that sign the user in.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::ExistingUser;
///
/// let mut user = ExistingUser::new("ana");
/// user.set_attribute("email", "ana@example.com");
/// user.set_attribute("email_verified", "true");
/// // Attributes that are not sign-in names are ignored.
/// user.set_attribute("birthdate", "01/31/1990");
/// ```
#[derive(Clone, Default)]
pub struct ExistingUser {
    // An empty text is an absent one.
    username: String,
    email: String,
    email_verified: bool,
    phone_number: String,
    phone_number_verified: bool,
    preferred_username: String,
}

impl fmt::Debug for ExistingUser {
    /// Nothing of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExistingUser").finish_non_exhaustive()
    }
}

impl ExistingUser {
    /// A user of this username, without attributes.
    pub fn new(username: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            ..Self::default()
        }
    }

    /// Sets an attribute by the API's name, such as `email_verified`; a name that is not one of a
    /// sign-in attribute is ignored.
    pub fn set_attribute(&mut self, name: &str, value: &str) {
        match Member::of_name(name) {
            // The username is a member of the user, never one of the attributes.
            Member::Username => {}
            member => self.set(member, value),
        }
    }

    /// Forgets the user and keeps the buffers.
    pub(super) fn clear(&mut self) {
        self.username.clear();
        self.email.clear();
        self.email_verified = false;
        self.phone_number.clear();
        self.phone_number_verified = false;
        self.preferred_username.clear();
    }

    /// Whether there is a user at all: a blank line has none.
    pub(super) fn is_empty(&self) -> bool {
        self.username.is_empty()
    }

    /// Sets the value of one attribute or column.
    pub(super) fn set(&mut self, member: Member, value: &str) {
        let text = match member {
            Member::Username => &mut self.username,
            Member::Email => &mut self.email,
            Member::PhoneNumber => &mut self.phone_number,
            Member::PreferredUsername => &mut self.preferred_username,
            Member::EmailVerified => {
                self.email_verified = is_true(value);
                return;
            }
            Member::PhoneNumberVerified => {
                self.phone_number_verified = is_true(value);
                return;
            }
            Member::Other => return,
        };
        text.clear();
        text.push_str(value);
    }
}

fn is_true(value: &str) -> bool {
    value.eq_ignore_ascii_case("true")
}

/// An attribute or a column, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Username,
    Email,
    EmailVerified,
    PhoneNumber,
    PhoneNumberVerified,
    PreferredUsername,
    Other,
}

impl Member {
    pub(super) fn of_name(name: &str) -> Self {
        match name {
            USERNAME => Self::Username,
            "email" => Self::Email,
            "email_verified" => Self::EmailVerified,
            "phone_number" => Self::PhoneNumber,
            "phone_number_verified" => Self::PhoneNumberVerified,
            "preferred_username" => Self::PreferredUsername,
            _ => Self::Other,
        }
    }
}

impl<'a> Collector<'a> {
    pub(super) const fn new(
        names: &'a SignInNames,
        pool: &'a UserPool,
        index: &'a mut NameIndex,
    ) -> Self {
        Self {
            names,
            pool,
            index,
            users: 0,
            has_first_pages: false,
            has_last_page: false,
        }
    }

    /// How many users were added.
    pub(super) const fn users(&self) -> u64 {
        self.users
    }

    /// Notes an answer of ListUsers, with its word on whether another one follows.
    pub(super) const fn note_answer(&mut self, has_token: bool) {
        self.has_first_pages |= has_token;
        self.has_last_page |= !has_token;
    }

    /// Whether every answer says that another one follows. The last page of a pool does not, in whatever
    /// order the pages come.
    pub(super) const fn is_incomplete(&self) -> bool {
        self.has_first_pages && !self.has_last_page
    }

    /// Whether users of the pool sign in with more than their usernames.
    pub(super) fn expects_other_names(&self) -> bool {
        !self.pool.aliases.is_empty() || !self.pool.username_attributes.is_empty()
    }

    /// Notes every name that signs this user in.
    pub(super) fn add(&mut self, user: &ExistingUser) {
        self.users += 1;
        self.add_username(&user.username);
        for (attribute, value) in [
            (VerifiableAttribute::Email, &user.email),
            (VerifiableAttribute::PhoneNumber, &user.phone_number),
        ] {
            if self.pool.has_username_attribute(attribute) && !value.is_empty() {
                self.add_username(value);
            }
        }
        for (alias, value, signs_in) in [
            (AliasAttribute::Email, &user.email, user.email_verified),
            (
                AliasAttribute::PhoneNumber,
                &user.phone_number,
                user.phone_number_verified,
            ),
            (
                AliasAttribute::PreferredUsername,
                &user.preferred_username,
                true,
            ),
        ] {
            if signs_in && self.pool.has_alias(alias) && !value.is_empty() {
                let name = self.names.alias(alias, value);
                self.index.insert(name, Presence::InPool);
            }
        }
    }

    fn add_username(&mut self, username: &str) {
        self.index
            .insert(self.names.username(username), Presence::InPool);
        if let Some(name) = self.names.username_in_capitals(username) {
            self.index.insert(name, Presence::PossiblyInFile);
        }
    }

    /// Whether the pool has an alias that these columns do not show.
    pub(super) fn misses_aliases(&self, columns: &[Member]) -> bool {
        let has = |member| columns.contains(&member);
        self.pool.aliases.iter().any(|alias| match alias {
            AliasAttribute::Email => !has(Member::Email) || !has(Member::EmailVerified),
            AliasAttribute::PhoneNumber => {
                !has(Member::PhoneNumber) || !has(Member::PhoneNumberVerified)
            }
            AliasAttribute::PreferredUsername => !has(Member::PreferredUsername),
        })
    }
}
