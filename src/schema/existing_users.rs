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
use crate::dialect::cognito;

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
/// usernames, one on each line.
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
            user.set(Member::Username, line.trim());
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

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// A pool, the names of it, and an index to load into.
    struct Bench {
        pool: UserPool,
        names: SignInNames,
        index: NameIndex,
    }

    fn bench(pool: &str) -> Bench {
        let pool = UserPool::parse(pool).unwrap();
        Bench {
            names: SignInNames::with_key(&pool, [7; 16]),
            pool,
            index: NameIndex::new(),
        }
    }

    impl Bench {
        fn load(&mut self, bytes: &[u8]) -> Result<ExistingLoaded, SchemaError> {
            // A tiny buffer, so that every boundary falls somewhere.
            let reader = BufReader::with_capacity(3, bytes);
            load_existing(reader, "existing", &self.names, &self.pool, &mut self.index)
        }

        fn has(&self, username: &str) -> bool {
            self.index.get(self.names.username(username)) == Presence::InPool
        }

        fn has_alias(&self, value: &str) -> bool {
            self.index.get(self.names.username_as_alias(value)) == Presence::InPool
        }
    }

    fn message(bytes: &[u8]) -> String {
        bench("{}").load(bytes).unwrap_err().to_string()
    }

    const ALIASES: &str = r#"{"AliasAttributes":["email","phone_number","preferred_username"]}"#;

    #[test]
    fn plain_usernames_are_trimmed_and_blank_lines_skipped() {
        let mut bench = bench(ALIASES);
        let loaded = bench
            .load("\u{feff}\n  ana \r\n\n\u{3000}\nÅsa\nlast, first".as_bytes())
            .unwrap();
        assert_eq!(loaded.shape, ExistingShape::PlainUsernames);
        assert_eq!(loaded.users, 3);
        assert!(loaded.misses_aliases);
        assert!(bench.has("ana") && bench.has("Åsa") && bench.has("last, first"));
        assert_eq!(bench.index.len(), 3);
    }

    #[test]
    fn a_name_that_begins_like_a_byte_order_mark_is_a_name() {
        let mut bench = bench("{}");
        let loaded = bench.load("Ａna\nｂo".as_bytes()).unwrap();
        assert_eq!(loaded.users, 2);
        assert!(bench.has("Ａna") && bench.has("ｂo"));
        assert!(!loaded.misses_aliases);
    }

    #[test]
    fn nothing_names_nobody() {
        for text in ["", "\n \n", "\u{feff}"] {
            let loaded = bench("{}").load(text.as_bytes()).unwrap();
            assert_eq!(
                (loaded.users, loaded.shape),
                (0, ExistingShape::PlainUsernames)
            );
        }
    }

    #[test]
    fn a_cleaned_file_shows_verified_aliases() {
        let mut bench = bench(ALIASES);
        let file = "email,email_verified,custom:x,phone_number,phone_number_verified,\
                    preferred_username,cognito:username\r\n\
                    ana@example.com,true,a\\,b,+12065550100,false,anna,ana\r\n\
                    bo@example.com,false,,+12065550101,TRUE,, bo \r\n\
                    \r\n\
                    ,,,,,,\r\n\
                    short@example.com,true";
        let loaded = bench.load(file.as_bytes()).unwrap();
        assert_eq!(
            loaded,
            ExistingLoaded {
                shape: ExistingShape::CleanedFile,
                users: 2,
                misses_aliases: false,
            }
        );
        assert!(bench.has("ana") && bench.has("bo"));
        assert!(bench.has_alias("ana@example.com") && bench.has_alias("anna"));
        assert!(bench.has_alias("+12065550101"));
        assert_eq!(bench.index.len(), 5);
    }

    #[test]
    fn a_file_without_an_alias_s_columns_misses_it() {
        for (header, misses) in [
            ("cognito:username", true),
            ("email,cognito:username", true),
            ("email,email_verified,cognito:username", false),
        ] {
            let mut bench = bench(r#"{"AliasAttributes":["email"]}"#);
            let loaded = bench.load(format!("{header}\n").as_bytes()).unwrap();
            assert_eq!(loaded.misses_aliases, misses, "{header}");
            assert_eq!(loaded.shape, ExistingShape::CleanedFile);
        }
    }

    #[test]
    fn only_the_pool_s_own_aliases_sign_in() {
        let mut bench = bench(r#"{"AliasAttributes":["phone_number"]}"#);
        let user = br#"{"Username":"ana","Attributes":[
            {"Name":"email","Value":"ana@example.com"},{"Name":"email_verified","Value":"true"},
            {"Name":"phone_number","Value":"+12065550100"},
            {"Name":"phone_number_verified","Value":"true"},
            {"Name":"preferred_username","Value":"anna"}]}"#;
        assert!(!bench.load(user).unwrap().misses_aliases);
        assert!(bench.has("ana") && bench.has_alias("+12065550100"));
        assert_eq!(bench.index.len(), 2);
    }

    #[test]
    fn an_address_is_a_username_where_the_pool_has_it_as_one() {
        let mut bench = bench(
            r#"{"UsernameAttributes":["email"],"UsernameConfiguration":{"CaseSensitive":false}}"#,
        );
        let user = br#"{"Username":"1f0c","Attributes":[
            {"Name":"email","Value":"Ana@example.com"},
            {"Name":"phone_number","Value":"+12065550100"}]}"#;
        bench.load(user).unwrap();
        assert!(bench.has("1f0c") && bench.has("ana@EXAMPLE.com"));
        assert_eq!(bench.index.len(), 2);
        assert!(bench.load(b"2f0c").unwrap().misses_aliases);
    }

    #[test]
    fn several_lists_add_up() {
        let mut bench = bench("{}");
        bench.load(b"ana\nbo").unwrap();
        bench.load(b"bo\ncy").unwrap();
        assert_eq!(bench.index.len(), 3);
    }

    #[test]
    fn the_header_of_another_export_is_refused() {
        for text in [
            "Username,Email\nana,a@example.com",
            "\"cognito:username\",\"email\"\n",
            "Cognito:Username;name",
        ] {
            assert!(
                message(text.as_bytes())
                    .starts_with("existing: line 1, column 1: expected a header"),
                "{text}"
            );
        }
        assert!(bench("{}").load(b"username\nana").is_ok());
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        assert_eq!(
            message(b" ana\n\xc3\xa9s3cret\xff\n"),
            "existing: line 2, column 8: expected text in UTF-8, found other bytes"
        );
        assert_eq!(
            message(b"  \xff"),
            "existing: line 1, column 3: expected text in UTF-8, found other bytes"
        );
        assert_eq!(
            message(b"\xff\xfea\0"),
            "existing: line 1, column 1: expected text in UTF-8, found UTF-16"
        );
    }

    #[test]
    fn a_line_is_bounded() {
        let longest = usize::try_from(LONGEST).unwrap();
        let mut text = "ana\n".to_owned() + &"x".repeat(longest);
        assert_eq!(
            bench("{}")
                .load((text.clone() + "\nbo").as_bytes())
                .unwrap()
                .users,
            3
        );
        text.push('x');
        assert_eq!(
            message(text.as_bytes()),
            "existing: line 2, column 1: expected a line of at most 1 MiB"
        );
    }

    #[test]
    fn a_failing_reader_is_reported_with_its_cause() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        for start in [
            "",
            "ana\nbo",
            " \n ",
            "[",
            r#"{"Users":["#,
            r#"{"Username":"a"}"#,
        ] {
            let mut bench = bench("{}");
            let reader = BufReader::new(start.as_bytes().chain(Failing));
            let error = load_existing(reader, "x", &bench.names, &bench.pool, &mut bench.index)
                .unwrap_err();
            assert_eq!(error.to_string(), "x: cannot be read", "{start}");
            let source = std::error::Error::source(&error).unwrap();
            assert!(source.to_string().contains("gone"), "{start}");
        }
    }
}
