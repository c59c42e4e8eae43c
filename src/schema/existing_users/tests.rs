//! Lists of existing users: what is taken from them, and what is refused.

use std::io::BufReader;

use super::*;
use crate::schema::{Presence, existing_users::metered::LONGEST};

/// A pool that says nothing of aliases.
const SILENT: &str = r#"{"AutoVerifiedAttributes":[]}"#;

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
    bench(SILENT).load(bytes).unwrap_err().to_string()
}

const ALIASES: &str = r#"{"AliasAttributes":["email","phone_number","preferred_username"]}"#;

#[test]
fn plain_usernames_are_trimmed_and_blank_lines_skipped() {
    let mut bench = bench(ALIASES);
    let loaded = bench
        .load("\u{feff}\n  ana \r\n\n\u{3000}\nÅsa\nlast,first".as_bytes())
        .unwrap();
    assert_eq!(loaded.shape, ExistingShape::PlainUsernames);
    assert_eq!(loaded.users, 3);
    assert!(loaded.misses_aliases);
    assert!(bench.has("ana") && bench.has("Åsa") && bench.has("last,first"));
    assert_eq!(bench.index.len(), 3);
}

#[test]
fn what_tools_print_for_usernames_is_not_taken_for_them() {
    for text in [
        "\"ana\"\n\"bo\"\n",
        "ana\tbo\teve\n",
        "ana bo\n",
        "- ana\n",
        "|  ana  |\n",
        "ana\nbo, eve\n",
    ] {
        let text = message(text.as_bytes());
        assert!(
            text.contains("expected one username on each line"),
            "{text}"
        );
        assert!(!text.contains("ana") && !text.contains("eve"), "{text}");
    }
    assert_eq!(bench(SILENT).load(b"\"\n\"ana\n").unwrap().users, 2);
}

#[test]
fn a_name_that_begins_like_a_byte_order_mark_is_a_name() {
    let mut bench = bench(SILENT);
    let loaded = bench.load("Ａna\nｂo".as_bytes()).unwrap();
    assert_eq!(loaded.users, 2);
    assert!(bench.has("Ａna") && bench.has("ｂo"));
    assert!(!loaded.misses_aliases);
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
            is_incomplete: false,
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
    let mut bench = bench(SILENT);
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
            message(text.as_bytes()).starts_with("existing: line 1, column 1: expected a header"),
            "{text}"
        );
    }
    assert!(bench(SILENT).load(b"username\nana").is_ok());
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
        bench(SILENT)
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
        let mut bench = bench(SILENT);
        let reader = BufReader::new(start.as_bytes().chain(Failing));
        let error =
            load_existing(reader, "x", &bench.names, &bench.pool, &mut bench.index).unwrap_err();
        assert_eq!(error.to_string(), "x: cannot be read", "{start}");
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.to_string().contains("gone"), "{start}");
    }
}

#[test]
fn what_a_failed_command_leaves_is_no_list() {
    for (bytes, found) in [
        (&b""[..], "an empty file"),
        (b" \r\n\t\n", "an empty file"),
        (b"\xEF\xBB\xBF", "an empty file"),
        (b"null", "null"),
        (b"null\n", "null"),
        (b"ana\0\nbo\n", "NUL"),
        (b"\0\0\0\0", "NUL"),
    ] {
        let message = message(bytes);
        assert!(message.contains(found), "{message}");
    }
    for nobody in [&b"[]"[..], b"{\"Users\":[]}", b"cognito:username\n"] {
        assert_eq!(bench(SILENT).load(nobody).unwrap().users, 0);
    }
}

#[test]
fn a_page_that_others_follow_is_incomplete() {
    const FIRST: &str = r#"{"PaginationToken":"t","Users":[{"Username":"ana"}]}"#;
    const MIDDLE: &str = r#"{"Users":[{"Username":"bo"}],"NextToken":"t"}"#;
    const LAST: &str = r#"{"Users":[{"Username":"cy"}],"PaginationToken":null}"#;
    for (text, is_incomplete) in [
        (FIRST.to_owned(), true),
        (FIRST.to_owned() + MIDDLE, true),
        (LAST.to_owned(), false),
        (FIRST.to_owned() + MIDDLE + LAST, false),
        (format!("[{LAST},{FIRST}]"), false),
        (format!("[{FIRST},{MIDDLE}]"), true),
        (r#"{"Username":"ana","NextToken":"t"}"#.to_owned(), false),
    ] {
        let loaded = bench(SILENT).load(text.as_bytes()).unwrap();
        assert_eq!(loaded.is_incomplete, is_incomplete, "{text}");
    }
}
