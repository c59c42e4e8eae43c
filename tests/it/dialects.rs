//! Files as programs other than spreadsheets write them, and what precedes or follows their tables.

use cognito_preflight::{
    dialect::{Delimited, Dialect, detect::Quote},
    engine::{DialectChoice, Hint, Mode, Options, Summary},
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{Collected, collect, options};

const HEADER: &str =
    "name,address,nickname,email,email_verified,cognito:mfa_enabled,cognito:username";

fn clean(options: Options, file: &[u8]) -> (Collected, Summary) {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    let schema = Schema::new(Some(header), Some(pool.unwrap())).unwrap();
    collect(&schema, options, file).unwrap()
}

fn cleaning() -> Options {
    let mut options = options(Mode::Clean);
    options.repairs.renames = vec![("Username".to_owned(), "cognito:username".to_owned())];
    options
}

/// The cleaned lines, as `name|address|nickname|email|username`.
fn users(collected: &Collected) -> Vec<String> {
    let text = String::from_utf8(collected.cleaned.clone()).unwrap();
    text.lines()
        .map(|line| {
            let fields: Vec<_> = cognito_preflight::dialect::cognito::fields(line).collect();
            [0, 1, 2, 3, 6]
                .map(|place| fields[place].to_string())
                .join("|")
        })
        .collect()
}

fn rejected(collected: &Collected) -> Vec<&[&'static str]> {
    let rows = collected.rows.iter().filter(|row| row.is_rejected());
    rows.map(|row| &row.rules[..]).collect()
}

#[test]
fn what_postgresql_copies_is_detected_and_decoded() {
    let file = b"Username\temail\temail_verified\tnickname\taddress\n\
        v1\tv1@example.com\tt\t\\N\t1 Main St\\nApt 2\n\
        v2\tv2@example.com\tt\tback\\\\slash\t2 Mill\\tRd\n\\.\n";
    let mut options = cleaning();
    options.repairs.newlines_to_space = true;
    let (collected, summary) = clean(options, file);
    let tabs = Dialect::of(Delimited::new(b'\t').escapes(true));
    assert_eq!(summary.files[0].input.dialect, tabs);
    assert_eq!(
        users(&collected),
        [
            "|1 Main St Apt 2||v1@example.com|v1",
            "|2 Mill\tRd|back\\slash|v2@example.com|v2",
        ]
    );
    assert_eq!(summary.counts.rejected, 0);
}

#[test]
fn a_line_break_of_a_database_fails_as_one_in_quotation_marks_does() {
    let file =
        b"Username\temail\temail_verified\taddress\nv1\tv1@example.com\tt\t1 Main St\\nApt 2\n";
    let mut options = cleaning();
    options.dialect = Some(DialectChoice::Database);
    let (collected, _) = clean(options, file);
    assert_eq!(rejected(&collected), [["value-has-line-break"]]);
}

#[test]
fn an_escaped_line_end_does_not_end_a_row() {
    let file = b"Username,email,email_verified,address\nv1,v1@example.com,true,1 Main St\\\nApt 2\nv2,v2@example.com,true,x\n";
    let mut options = cleaning();
    options.escapes = true;
    options.quote = Some(Quote::None);
    options.repairs.newlines_to_space = true;
    for batch in [1, 30, 1 << 18] {
        let mut options = options.clone();
        options.batch_bytes = Some(batch);
        let (collected, _) = clean(options, file);
        assert_eq!(
            users(&collected),
            [
                "|1 Main St Apt 2||v1@example.com|v1",
                "|x||v2@example.com|v2"
            ]
        );
    }
}

#[test]
fn without_quoting_a_quotation_mark_is_text() {
    let file = b"Username\temail\temail_verified\tNotes\n\
        a1\ta1@example.com\ttrue\t\"call back\n\
        a2\ta2@example.com\ttrue\t5\" pipe\n";
    let mut options = cleaning();
    options.repairs.drop_unknown_columns = true;
    let (detected, summary) = clean(options.clone(), file);
    assert_eq!(
        summary.files[0].input.dialect,
        Dialect::of(Delimited::new(b'\t'))
    );
    assert_eq!(detected.rows.len(), 2);
    assert_eq!(
        users(&detected),
        ["|||a1@example.com|a1", "|||a2@example.com|a2"]
    );
    let commas = b"Username,email,email_verified,Notes\na1,a1@example.com,true,\"call back\na2,a2@example.com,true,VIP\"\n";
    options.quote = Some(Quote::None);
    let (given, _) = clean(options, commas);
    assert_eq!(
        users(&given),
        ["|||a1@example.com|a1", "|||a2@example.com|a2"]
    );
}

#[test]
fn another_quote_character_is_taken_off() {
    let file = b"Username,email,email_verified,name\n'a1','a1@example.com','true','Lopez, Ana'\n";
    let mut options = cleaning();
    options.quote = Some(Quote::Character(b'\''));
    let (collected, _) = clean(options, file);
    assert_eq!(users(&collected), ["Lopez, Ana|||a1@example.com|a1"]);
}

#[test]
fn a_blank_beside_a_quotation_mark_is_nothing() {
    for file in [
        &b"\"Username\", \"email\", \"email_verified\", \"name\"\n\"j1\", \"j1@example.com\", \"true\", \"Lopez, Ana\"\n"[..],
        b"\"Username\" ,\"email\" ,\"email_verified\" ,\"name\"\n\"j1\" ,\"j1@example.com\" ,\"true\" ,\"Lopez, Ana\"\n",
    ] {
        let (collected, _) = clean(cleaning(), file);
        assert_eq!(users(&collected), ["Lopez, Ana|||j1@example.com|j1"]);
    }
}

#[test]
fn what_the_caller_typed_tells_the_delimiter() {
    let file = b"a;b,c|Mail|Ok\nu1|u1@example.com|true\n";
    let mut options = options(Mode::Clean);
    options.repairs.renames = vec![
        ("a;b,c".to_owned(), "cognito:username".to_owned()),
        ("Mail".to_owned(), "email".to_owned()),
        ("Ok".to_owned(), "email_verified".to_owned()),
    ];
    let (collected, _) = clean(options, file);
    assert_eq!(users(&collected), ["|||u1@example.com|u1"]);
}

#[test]
fn utf_16_without_a_mark_and_a_second_mark_are_read() {
    let text = "Username;email;email_verified\nu1;u1@example.com;true\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}\u{feff}{text}");
    for file in [wide, marked.into_bytes()] {
        let (collected, _) = clean(cleaning(), &file);
        assert_eq!(users(&collected), ["|||u1@example.com|u1"]);
    }
}

#[test]
fn a_second_header_and_a_footer_are_no_users() {
    let file = b"Username,email,email_verified\nu1,u1@example.com,true\n\
        Username,email,email_verified\nu2,u2@example.com,true\nTotal: 2 users\n(2 rows affected),,\n";
    let (collected, summary) = clean(cleaning(), file);
    assert_eq!(users(&collected).len(), 2);
    assert_eq!(
        rejected(&collected),
        [
            ["row-repeats-header"],
            ["line-is-a-footer"],
            ["line-is-a-footer"]
        ]
    );
    assert_eq!(summary.counts.rejected, 3);
}

#[test]
fn the_line_that_looks_like_the_header_is_named_and_can_be_reached() {
    let file =
        b"#TYPE User\nUsers of 2026\nUsername,email,email_verified\nu1,u1@example.com,true\n";
    let (_, summary) = clean(cleaning(), file);
    assert_eq!(summary.files[0].input.hint, Some(Hint::HeaderIsOnLine(3)));
    let mut options = cleaning();
    options.skip_lines = 2;
    let (collected, summary) = clean(options, file);
    assert_eq!(summary.files[0].input.hint, None);
    assert_eq!(users(&collected), ["|||u1@example.com|u1"]);
    assert_eq!(collected.rows[0].line, 4);
    assert_eq!(collected.header, b"Username,email,email_verified\n");
}

#[test]
fn a_file_without_header_gets_its_names() {
    let file = b"u1,u1@example.com,true\nu2,u2@example.com,maybe\n";
    let mut options = cleaning();
    options.columns = ["Username", "email", "email_verified"]
        .map(str::to_owned)
        .to_vec();
    let (collected, summary) = clean(options.clone(), file);
    assert_eq!(users(&collected), ["|||u1@example.com|u1"]);
    assert_eq!(summary.counts.rejected, 1);
    assert_eq!(collected.rows[0].line, 1);
    assert_eq!(collected.header, b"Username,email,email_verified\n");
    // A file that has them as its header has them once.
    let with_header = [b"Username,email,email_verified\n", &file[..]].concat();
    let (again, _) = clean(options, &with_header);
    assert_eq!(again.cleaned, collected.cleaned);
    assert_eq!(again.rows[0].line, 2);
}

#[test]
fn a_stray_line_feed_does_not_swallow_a_file_of_carriage_returns() {
    let rows: String = (0..20)
        .map(|number| format!("u{number},u{number}@example.com,true,x\r"))
        .collect();
    let file = format!(
        "Username,email,email_verified,address\r{rows}z,z@example.com,true,1 Main St\nApt 2\r"
    );
    let (collected, _) = clean(cleaning(), file.as_bytes());
    assert!(users(&collected).len() >= 20);
}

#[test]
fn a_lone_carriage_return_before_a_row_is_named() {
    let file = b"Username,email,email_verified,address\nu1,u1@example.com,true,x\ru2,u2@example.com,true,y\nu3,u3@example.com,true,z\n";
    let (collected, _) = clean(cleaning(), file);
    assert_eq!(rejected(&collected), [["line-break-hides-a-row"]]);
    assert_eq!(users(&collected).len(), 1);
}

#[test]
fn rows_in_utf_8_are_not_decoded_in_another_encoding() {
    let file = b"Username,email,email_verified,name\n\
        q1,q1@example.com,true,J\xc3\xbcrgen\n\
        q2,q2@example.com,true,Jos\xe9\n\
        q3,q3@example.com,true,Zoe\n";
    let mut options = cleaning();
    options.encoding = Some("windows-1252".parse().unwrap());
    let (collected, summary) = clean(options, file);
    assert_eq!(rejected(&collected), [["record-is-in-utf-8"]]);
    assert_eq!(summary.counts.held_back, 1);
    assert_eq!(
        users(&collected),
        ["Jos\u{e9}|||q2@example.com|q2", "Zoe|||q3@example.com|q3"]
    );
    let mut options = cleaning();
    options.encoding_fallback = Some("windows-1252".parse().unwrap());
    let (collected, summary) = clean(options, file);
    assert_eq!(summary.counts.rejected, 0);
    assert_eq!(
        users(&collected),
        [
            "J\u{fc}rgen|||q1@example.com|q1",
            "Jos\u{e9}|||q2@example.com|q2",
            "Zoe|||q3@example.com|q3",
        ]
    );
    let decoded = cognito_preflight::repairs::RepairId::named("convert-to-utf-8").unwrap();
    assert_eq!(summary.counts.repairs[&decoded], 1);
}
