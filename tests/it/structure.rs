//! Records that hide rows, and rows that are cut: no user vanishes in a quotation mark or a line break.

use cognito_preflight::{
    engine::{Mode, Options, Summary},
    outcome::Outcome,
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{Collected, collect, options};

const HEADER: &str = "name,address,email,email_verified,cognito:mfa_enabled,cognito:username";

fn run(options: Options, file: &str) -> (Collected, Summary) {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    let schema = Schema::new(Some(header), Some(pool.unwrap())).unwrap();
    collect(&schema, options, file.as_bytes()).unwrap()
}

fn cleaning() -> Options {
    let mut options = options(Mode::Clean);
    options.repairs.renames = vec![("Username".to_owned(), "cognito:username".to_owned())];
    options.repairs.drop_unknown_columns = true;
    options.repairs.newlines_to_space = true;
    options
}

fn cleaned(collected: &Collected) -> String {
    String::from_utf8(collected.cleaned.clone()).unwrap()
}

#[test]
fn a_quotation_mark_in_a_dropped_column_hides_no_user() {
    let file = "Username,email,email_verified,Notes\n\
                a1,a1@example.com,true,\"call back\n\
                a2,a2@example.com,true,VIP\"\n\
                a3,a3@example.com,true,\"x, y\"\n";
    let (collected, summary) = run(cleaning(), file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
    assert_eq!(summary.counts.held_back, 1);
    let row = &collected.rows[0];
    assert_eq!(row.rules, ["line-break-hides-a-row"]);
    assert_eq!(row.outcome, Outcome::Imported);
    assert_eq!(
        row.bytes(),
        file.lines()
            .skip(1)
            .take(2)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .as_bytes()
    );
    assert!(cleaned(&collected).contains("a3@example.com"));
    assert!(!cleaned(&collected).contains("a1@example.com"));
    // A rejected row that the job would import is not a failed user.
    assert_eq!(summary.prediction.failed_users, Some(0));
}

#[test]
fn every_line_inside_the_record_is_counted() {
    let rows: String = (0..200)
        .map(|number| format!("u{number},u{number}@example.com,true,x\n"))
        .collect();
    let file = format!(
        "Username,email,email_verified,Notes\na,a@example.com,true,\"open\n{rows}z,z@example.com,true,y\"\n"
    );
    let (collected, _) = run(cleaning(), &file);
    let message = collected.rows[0].findings[0].detail.to_string();
    assert_eq!(message, "201 lines, the first is line 2 of the record");
}

#[test]
fn a_value_of_several_lines_is_no_row() {
    let file = "Username,email,email_verified,address\n\
                a1,a1@example.com,true,\"1 Main St\nApt 2\"\n\
                a2,a2@example.com,true,\"1, 2\n3, 4\"\n";
    let (collected, summary) = run(cleaning(), file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (2, 0));
    assert!(cleaned(&collected).contains("1 Main St Apt 2"));
}
