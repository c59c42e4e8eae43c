//! The users that a pool has already, read as a stream into the index of taken names.

mod collector;
mod lines;
mod list_users;
mod metered;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, Cursor, Read};

use super::{
    csv_header::STANDARD_CSV_HEADER,
    error::{DocumentPosition, SchemaError},
    load,
    name_index::NameIndex,
    sign_in_names::SignInNames,
    user_pool::UserPool,
};
use crate::{dialect::cognito, values::white_space};

use self::{
    collector::{Collector, Member},
    lines::Lines,
};

pub use self::collector::ExistingUser;

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
    /// Whether it is a page of ListUsers that says by its token that another one follows, so that it
    /// does not name every user.
    pub is_incomplete: bool,
}

/// Reads one list of existing users and notes each sign-in name as
/// [`Presence::InPool`](super::Presence::InPool).
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
/// line or a user of more than 1 MiB; and where it is empty, `null` or holds a NUL, as what a failed
/// command has left may do. The error has the place, and nothing of any user.
pub fn load_existing(
    reader: impl BufRead,
    document: &str,
    names: &SignInNames,
    pool: &UserPool,
    index: &mut NameIndex,
) -> Result<ExistingLoaded, SchemaError> {
    load(reader, Collector::new(names, pool, index)).map_err(|error| error.with_document(document))
}

/// Notes each sign-in name of one existing user as [`Presence::InPool`](super::Presence::InPool), as
/// [`load_existing`] does for a list.
pub fn note_existing(
    user: &ExistingUser,
    names: &SignInNames,
    pool: &UserPool,
    index: &mut NameIndex,
) {
    Collector::new(names, pool, index).add(user);
}

fn load(
    mut reader: impl BufRead,
    mut collector: Collector<'_>,
) -> Result<ExistingLoaded, SchemaError> {
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
    if first.is_none() {
        return Err(SchemaError::malformed(
            None,
            Some(begin),
            "expected existing users, found an empty file; an answer without users says \"Users\": []",
        ));
    }
    let (shape, misses_aliases) = match first {
        Some(b'{' | b'[') => {
            list_users::load(reader, begin, &mut collector)?;
            (ExistingShape::ListUsers, false)
        }
        _ => load_text(reader, begin, &mut collector)?,
    };
    Ok(ExistingLoaded {
        shape,
        users: collector.users(),
        misses_aliases,
        is_incomplete: collector.is_incomplete(),
    })
}

/// Skips JSON's white space; returns the next byte and its position.
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

/// Reads a file in Cognito's dialect, or plain usernames.
fn load_text(
    reader: impl BufRead,
    begin: DocumentPosition,
    collector: &mut Collector,
) -> Result<(ExistingShape, bool), SchemaError> {
    let mut lines = Lines::new(reader, begin);
    let mut user = ExistingUser::default();
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
            if line.trim() == "null" {
                return Err(SchemaError::malformed(
                    None,
                    Some(place),
                    "expected existing users, found null",
                ));
            }
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
            if is_not_a_username(username) {
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
        if !user.is_empty() {
            collector.add(&user);
        }
    }
    if columns.is_empty() {
        Ok((
            ExistingShape::PlainUsernames,
            collector.expects_other_names(),
        ))
    } else {
        Ok((
            ExistingShape::CleanedFile,
            collector.misses_aliases(&columns),
        ))
    }
}

/// Whether a line without `cognito:username` is a header: of an export in another dialect or with
/// other names. Read as a username, it would hide that nothing matches.
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

/// Whether a line is not a username but what a tool prints for one or several: in quotation marks, or
/// with white space, which no username has (BOTO). Read as one, it would hide that nothing matches.
fn is_not_a_username(line: &str) -> bool {
    let is_quoted = line.len() > 1 && line.starts_with('"') && line.ends_with('"');
    is_quoted || white_space::first(line).is_some()
}
