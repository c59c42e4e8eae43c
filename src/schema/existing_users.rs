//! The users that a pool has already, read as a stream into the index of taken names.

use std::io::{self, BufRead, Cursor, Read};

use super::{
    USERNAME,
    csv_header::STANDARD_CSV_HEADER,
    error::{DocumentPosition, SchemaError},
    lines::Lines,
    list_users, load,
    name_index::{NameIndex, Presence},
    sign_in_names::SignInNames,
    user_pool::{AliasAttribute, UserPool, VerifiableAttribute},
};
use crate::{dialect::cognito, values::white_space};

/// How long a line, or the JSON of one user, may be, in bytes. The largest user that the service
/// can hold has some 70 attributes of 2,048 characters; none that matters here is near this.
pub(super) const LONGEST: u64 = 1024 * 1024;

/// What a list of existing users turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExistingShape {
    /// `ListUsers` answers or their users, as JSON.
    ListUsers,
    /// A file as an import takes it, in Cognito's dialect, with its header.
    CleanedFile,
    /// Usernames, one on each line.
    PlainUsernames,
}

/// What was read from one list of existing users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExistingLoaded {
    /// What the list turned out to be.
    pub shape: ExistingShape,
    /// How many users it names.
    pub users: u64,
    /// Whether users of this pool sign in with names that a list of this kind does not show, so
    /// that clashes with them cannot be found: with plain usernames every alias, in a file each
    /// whose column is missing.
    pub misses_aliases: bool,
}

/// Reads one list of existing users and notes each sign-in name as [`Presence::InPool`].
///
/// The first byte decides what the list is. `{` or `[` begins JSON: one ListUsers answer, several of
/// them one after the other, an array of users, or users one after the other. Anything else is text
/// in UTF-8: a file in Cognito's dialect if the first line has a column `cognito:username`, otherwise
/// usernames, one on each line; a line in quotation marks or with white space in it is none.
///
/// Beside the username, these sign a user in: an alias that the pool has, where it is
/// `preferred_username` or a verified address (ATTR); and in a pool with `UsernameAttributes` the
/// user's address, verified or not, which is noted as a username.
///
/// Users are read one at a time: the memory needed is that of the index. Call it once for each list;
/// `names` must be made from the same pool.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::{NameIndex, Presence, SignInNames, UserPool, load_existing};
///
/// let pool = UserPool::assumed();
/// let names = SignInNames::new(&pool)?;
/// let mut index = NameIndex::new();
/// let list = br#"{"Users":[{"Username":"ana","Attributes":[]}]}"#;
/// let loaded = load_existing(&list[..], "existing.json", &names, &pool, &mut index)?;
/// assert_eq!(loaded.users, 1);
/// assert_eq!(index.get(names.username("ana")), Presence::InPool);
/// # Ok::<(), cognito_preflight::schema::SchemaError>(())
/// ```
///
/// # Errors
///
/// [`SchemaError`] where the list cannot be read, is not UTF-8, is JSON of another form, or has a
/// line or a user of more than 1 MiB. The error has the place, and nothing of any user.
pub fn load_existing(
    reader: impl BufRead,
    document: &str,
    names: &SignInNames,
    pool: &UserPool,
    index: &mut NameIndex,
) -> Result<ExistingLoaded, SchemaError> {
    let collector = Collector {
        names,
        pool,
        index,
        users: 0,
    };
    load(reader, collector).map_err(|error| error.with_document(document))
}

fn load(mut reader: impl BufRead, mut collector: Collector) -> Result<ExistingLoaded, SchemaError> {
    let mut start = Vec::with_capacity(3);
    reader
        .by_ref()
        .take(3)
        .read_to_end(&mut start)
        .map_err(SchemaError::unreadable)?;
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(SchemaError::malformed(
            None,
            Some(DocumentPosition::new(1, 1)),
            "expected text in UTF-8, found UTF-16",
        ));
    }
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    let mut reader = Cursor::new(start).chain(reader);
    let (first, begin) = skip_space(&mut reader).map_err(SchemaError::unreadable)?;
    let (shape, misses_aliases) = match first {
        Some(b'{' | b'[') => {
            list_users::load(reader, begin, &mut collector)?;
            (ExistingShape::ListUsers, false)
        }
        _ => load_text(reader, begin, &mut collector)?,
    };
    Ok(ExistingLoaded {
        shape,
        users: collector.users,
        misses_aliases,
    })
}

/// Skips JSON's white space; says which byte comes next, and where it stands.
fn skip_space(reader: &mut impl BufRead) -> io::Result<(Option<u8>, DocumentPosition)> {
    let mut place = DocumentPosition::new(1, 1);
    loop {
        let byte = match reader.fill_buf() {
            Ok(bytes) => bytes.first().copied(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        match byte {
            Some(b'\n') => place = DocumentPosition::new(place.line + 1, 1),
            Some(byte) if load::is_json_space(byte) => place.column += 1,
            _ => return Ok((byte, place)),
        }
        reader.consume(1);
    }
}

/// Whoever finds users gives them here.
pub(super) struct Collector<'a> {
    names: &'a SignInNames,
    pool: &'a UserPool,
    index: &'a mut NameIndex,
    users: u64,
}

/// What of one user matters; an empty text is an absent one. It has no `Debug`, on purpose.
#[derive(Default)]
pub(super) struct User {
    pub(super) username: String,
    pub(super) email: String,
    pub(super) email_verified: bool,
    pub(super) phone_number: String,
    pub(super) phone_number_verified: bool,
    pub(super) preferred_username: String,
}

impl User {
    /// Forgets the user and keeps the buffers.
    pub(super) fn clear(&mut self) {
        self.username.clear();
        self.email.clear();
        self.email_verified = false;
        self.phone_number.clear();
        self.phone_number_verified = false;
        self.preferred_username.clear();
    }

    /// Takes the value of one attribute or column.
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

impl Collector<'_> {
    /// Notes every name that signs this user in.
    pub(super) fn add(&mut self, user: &User) {
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
    }

    /// Whether the pool has an alias that these columns do not show.
    fn misses_aliases(&self, columns: &[Member]) -> bool {
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

/// Reads a file in Cognito's dialect, or plain usernames.
fn load_text(
    reader: impl BufRead,
    begin: DocumentPosition,
    collector: &mut Collector,
) -> Result<(ExistingShape, bool), SchemaError> {
    let mut lines = Lines::new(reader, begin);
    let mut user = User::default();
    let mut columns: Vec<Member> = Vec::new();
    let mut is_first = true;
    while let Some((line, place)) = lines.next()? {
        if is_first {
            is_first = false;
            columns = cognito::fields(line)
                .map(|name| Member::of_name(name.trim()))
                .collect();
            if columns.contains(&Member::Username) {
                continue;
            }
            columns.clear();
            if is_foreign_header(line) {
                return Err(SchemaError::malformed(
                    None,
                    Some(place),
                    "expected a header with the column cognito:username in Cognito's dialect, or \
                     usernames, one on each line; found another header",
                ));
            }
        }
        user.clear();
        if columns.is_empty() {
            let username = line.trim();
            if is_no_username(username) {
                return Err(SchemaError::malformed(
                    None,
                    Some(place),
                    "expected one username on each line, without quotation marks around it or \
                     white space in it; give the whole answer of ListUsers instead, as JSON",
                ));
            }
            user.set(Member::Username, username);
        } else {
            for (member, value) in columns.iter().zip(cognito::fields(line)) {
                user.set(*member, value.trim());
            }
        }
        // Neither a blank line nor a row without a username has made a user.
        if !user.username.is_empty() {
            collector.add(&user);
        }
    }
    if columns.is_empty() {
        let has_other_names =
            !collector.pool.aliases.is_empty() || !collector.pool.username_attributes.is_empty();
        Ok((ExistingShape::PlainUsernames, has_other_names))
    } else {
        Ok((
            ExistingShape::CleanedFile,
            collector.misses_aliases(&columns),
        ))
    }
}

/// Whether a line without `cognito:username` is a header all the same: of an export in another
/// dialect or with other names. Taken for a username, it would hide that nothing matches.
fn is_foreign_header(line: &str) -> bool {
    let names: Vec<&str> = line
        .split([',', ';', '\t'])
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    names.len() > 1
        && names.iter().any(|name| {
            name.eq_ignore_ascii_case("username")
                || STANDARD_CSV_HEADER
                    .iter()
                    .any(|standard| name.eq_ignore_ascii_case(standard))
        })
}

/// Whether a line is no username, but what a tool prints for one or several: in quotation marks, or with
/// white space, which no username has (BOTO). Taken for one, it would hide that nothing matches.
fn is_no_username(line: &str) -> bool {
    let is_quoted = line.len() > 1 && line.starts_with('"') && line.ends_with('"');
    is_quoted || white_space::first(line).is_some()
}

#[cfg(test)]
mod tests;
