//! What a caller says about values: null markers, words for true, copies, and which rows are wanted.

use crate::sandbox::{Sandbox, text};

const HEADER: &str = "id,mail,ok,born,phone\n";

/// Cleans these rows with these options: the exit status, and the cleaned rows by the columns that matter.
fn clean(rows: &str, options: &str) -> (i32, Vec<String>, String) {
    let sandbox = Sandbox::new();
    sandbox.write("export.csv", format!("{HEADER}{rows}"));
    sandbox.write(
        "header.csv",
        "email,email_verified,birthdate,phone_number,phone_number_verified,updated_at,cognito:mfa_enabled,cognito:username",
    );
    let output = sandbox.run(&format!(
        "clean export.csv --csv-header header.csv --from rfc4180 --rename mail=email --rename ok=email_verified --rename \
         born=birthdate --rename phone=phone_number -o users.csv --quiet {options}"
    ));
    let status = output.status.code().unwrap();
    assert!(status < 2, "{options}: {}", text(&output.stderr));
    let cleaned = sandbox
        .read("users.csv")
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect();
    (status, cleaned, sandbox.read("users.rejected.csv"))
}

const ID: &str = "--rename id=cognito:username";

#[test]
fn a_null_marker_is_blank_and_nothing_else_is() {
    let rows = "ana,ana@example.com,true,NULL,NaN\nNULL,bo@example.com,true,,\nNULLA,c@example.com,true,,\n";
    let (status, cleaned, rejected) = clean(rows, &format!("{ID} --null NULL,NaN"));
    assert_eq!(status, 1);
    assert_eq!(
        cleaned,
        [
            "ana@example.com,true,,,false,,false,ana",
            "c@example.com,true,,,false,,false,NULLA"
        ]
    );
    assert!(rejected.contains("username-missing"), "{rejected}");
    let (_, cleaned, _) = clean(
        "ana,ana@example.com,true,\\N,(null)\n",
        &format!("{ID} --null common"),
    );
    assert_eq!(cleaned, ["ana@example.com,true,,,false,,false,ana"]);
}

#[test]
fn words_of_ones_own_are_true_and_false() {
    let rows = "ana,ana@example.com,Ja,,\nbo,bo@example.com,nein,,\n";
    let (_, cleaned, rejected) =
        clean(rows, &format!("{ID} --true ja --false email_verified=nein"));
    assert_eq!(cleaned, ["ana@example.com,true,,,false,,false,ana"]);
    assert!(rejected.contains("bo@example.com"), "{rejected}");
    let rows = "ana,ana@example.com,2024-02-01 08:00:00,,\nbo,bo@example.com,,,\n";
    let (_, cleaned, _) = clean(rows, &format!("{ID} --true email_verified=present"));
    assert_eq!(cleaned, ["ana@example.com,true,,,false,,false,ana"]);
}

#[test]
fn a_column_is_used_twice() {
    let (status, cleaned, _) = clean(
        "1,Ana@Example.com,true,,\n",
        "--copy email=cognito:username --lower-case cognito:username --drop-unknown-columns",
    );
    assert_eq!(status, 0);
    assert_eq!(
        cleaned,
        ["Ana@Example.com,true,,,false,,false,ana@example.com"]
    );
    let (_, cleaned, _) = clean(
        "1,ana@example.com,true,,\n",
        "--copy mail=cognito:username --drop-unknown-columns",
    );
    assert_eq!(
        cleaned,
        ["ana@example.com,true,,,false,,false,ana@example.com"]
    );
}

#[test]
fn an_override_replaces_what_is_there() {
    let (_, cleaned, _) = clean(
        "ana,ana@example.com,no,,\n",
        &format!("{ID} --override email_verified=true"),
    );
    assert_eq!(cleaned, ["ana@example.com,true,,,false,,false,ana"]);
}

#[test]
fn a_value_that_would_fail_its_row_is_blank_on_request() {
    let row = "ana,ana@example.com,true,,12\n";
    assert_eq!(clean(row, ID).1.len(), 0);
    let (status, cleaned, _) = clean(row, &format!("{ID} --blank-invalid phone_number"));
    assert_eq!(status, 0);
    assert_eq!(cleaned, ["ana@example.com,true,,,false,,false,ana"]);
}

#[test]
fn rows_that_are_not_wanted_are_rejected_and_not_lost() {
    let rows = "ana,ana@example.com,true,,\nbo,bo@example.com,true,,\n";
    let (status, cleaned, rejected) = clean(rows, &format!("{ID} --only id=ana,eva"));
    assert_eq!((status, cleaned.len()), (1, 1));
    assert!(
        rejected.contains("bo@example.com") && rejected.contains("row-is-left-out"),
        "{rejected}"
    );
    let (_, cleaned, _) = clean(rows, &format!("{ID} --except mail=ana@example.com"));
    assert_eq!(cleaned, ["bo@example.com,true,,,false,,false,bo"]);
}

#[test]
fn only_certain_rows_remain_where_that_is_asked_for() {
    let rows = "ana,ana@example.com,true,,\nbo,bo@example,true,,\n";
    let (status, cleaned, rejected) = clean(rows, &format!("{ID} --reject-uncertain"));
    assert_eq!((status, cleaned.len()), (1, 1));
    assert!(
        rejected.contains("outcome-is-not-certain") || rejected.contains("email-"),
        "{rejected}"
    );
}

#[test]
fn a_column_that_is_not_there_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("export.csv", "email,email_verified,cognito:username\n");
    for options in [
        "--copy mail=email",
        "--copy email=cognito:username",
        "--only plan=x",
        "--lower-case plan",
        "--override plan=x",
    ] {
        let output = sandbox.run(&format!(
            "clean export.csv -o users.csv --from rfc4180 {options}"
        ));
        assert_eq!(
            output.status.code(),
            Some(2),
            "{options}: {}",
            text(&output.stderr)
        );
    }
}
