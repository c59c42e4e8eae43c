//! How a file is read of which nobody has said how it is written.

use cognito_preflight::{
    engine::{DialectChoice, Mode, Options, Summary},
    schema::{CsvHeader, Schema, UserPool},
};

use crate::run::{Collected, options, run};

const HEADER: &str =
    "name,address,nickname,birthdate,email,email_verified,cognito:mfa_enabled,cognito:username";

fn schema() -> Schema {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(Some(header), Some(pool.unwrap())).unwrap()
}

fn clean(options: Options, file: &str) -> (Collected, Summary) {
    run(&schema(), options, "", file.as_bytes()).unwrap()
}

fn lines(collected: &Collected) -> Vec<&str> {
    let text = std::str::from_utf8(&collected.cleaned).unwrap();
    text.lines().collect()
}

/// The rules that speak about each row that is set aside.
fn aside(collected: &Collected) -> Vec<&[&'static str]> {
    let rows = collected.rows.iter();
    rows.filter(|row| row.outcome != cognito_preflight::finding::Outcome::Imported)
        .map(|row| &row.rules[..])
        .collect()
}

#[test]
fn nothing_behind_a_closing_quotation_mark_is_lost() {
    for value in [
        "\"Bob\" Smith",
        "\"5\" pipe",
        "\"Doe\"x",
        "\"Do\\\"e\"",
        "\"Doe\" ",
        "\"a\"\"b\"c",
    ] {
        let file = format!(
            "{HEADER}\n{value},,,,a@example.com,true,false,ana\n\
             \"B, o\",,,,b@example.com,true,false,bo\n"
        );
        for dialect in [None, Some(DialectChoice::Rfc4180)] {
            let mut input = options(Mode::Clean);
            input.dialect = dialect;
            let (collected, _) = clean(input, &file);
            assert_eq!(
                aside(&collected),
                [["text-behind-quotation-mark"]],
                "{value}"
            );
            assert_eq!(lines(&collected).len(), 1, "{value}");
            let finding = collected.rows[0].findings[0];
            let column = finding.column.unwrap();
            assert_eq!(schema().column_name(column), "name");
        }
    }
}

#[test]
fn a_mark_that_was_left_open_swallows_no_user() {
    let header = "cognito:username,email,email_verified,name,nickname,x";
    let mut input = options(Mode::Clean);
    input.drop_unknown_columns = true;
    input.repairs.newlines_to_space = true;
    let rows = "a,a@example.com,true,\"Doe,n,\nu0,u0@example.com,true,Roe,\"q\",\n";
    let last = "u1,u1@example.com,true,Poe,\"z\",\n";
    let (collected, summary) = clean(input, &format!("{header}\n{rows}{last}"));
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
    assert_eq!(aside(&collected), [["text-behind-quotation-mark"]]);
    // Both lines are there for a person to mend.
    assert_eq!(collected.rows[0].raw, rows.as_bytes());
}

#[test]
fn a_carriage_return_inside_a_value_cuts_no_row() {
    let header = "cognito:username,email,email_verified,name,address,nickname";
    let rows = "u1,u1@example.com,true,Doe,1 Main St\rYork,Bob\n\
                u2,u2@example.com,true,Roe,2 Main St,Al\n";
    let file = format!("{header}\n{rows}");
    let with = |dialect, to_space| {
        let mut options = options(Mode::Clean);
        options.dialect = dialect;
        options.repairs.newlines_to_space = to_space;
        options
    };
    for dialect in [
        None,
        Some(DialectChoice::Rfc4180),
        Some(DialectChoice::Cognito),
    ] {
        let (collected, summary) = clean(with(dialect, false), &file);
        assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
        let aside = aside(&collected)[0];
        assert!(aside.contains(&"value-has-line-break"), "{aside:?}");
        let places: Vec<u64> = collected.rows.iter().map(|row| row.line).collect();
        assert_eq!(places, [2, 3]);
        let (collected, _) = clean(with(dialect, true), &file);
        assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,Bob,"));
    }
    // In UTF-16 too, and at every end of a record.
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(file.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (collected, _) = run(&schema(), with(None, true), "", &wide).unwrap();
    assert_eq!(lines(&collected).len(), 2);
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,Bob,"));
    let last = format!("{header}\nu1,u1@example.com,true,Doe,1 Main St,Bob\r");
    let (collected, _) = clean(with(Some(DialectChoice::Rfc4180), false), &last);
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St,Bob,"));
}

/// Excel for Macintosh ends lines in carriage returns, and breaks lines inside a cell with line feeds.
#[test]
fn lines_may_end_in_carriage_returns_although_a_value_has_line_feeds() {
    let file = "cognito:username,email,email_verified,name,address\r\
                u1,u1@example.com,true,Doe,\"1 Main St\nYork\"\r\
                u2,u2@example.com,true,Roe,2 Main St\r";
    let mut to_space = options(Mode::Clean);
    to_space.repairs.newlines_to_space = true;
    let (collected, summary) = clean(to_space, file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (2, 0));
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,"));
}
