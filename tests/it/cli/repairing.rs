//! What `clean` repairs, alone and on request.

use std::fs;

use crate::sandbox::{json, text};

use super::{BAD, GOOD, HEADER, P, rows, sandbox};

#[test]
fn clean_writes_what_passes_and_rejects_the_rest() {
    let sandbox = sandbox();
    sandbox.write("export.csv", "\u{feff}Email;Email Verified;cognito:username;Birthdate\r\n\"ana@example.com\";Yes;ana;1990-01-31\r\nbo;1;bo;\r\n");
    let output = sandbox.run(&format!(
        "clean export.csv {P} --output users.csv --report report.csv --format json"
    ));
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let document = json(&output.stdout);
    assert_eq!(
        document["rows"],
        serde_json::json!({"input": 2, "imported": 1, "skipped": 0, "failed": 1, "cleaned": 1, "rejected": 1, "held_back": 0})
    );
    assert_eq!(document["input"]["delimiter"], ";");
    assert_eq!(document["files"]["rejected"], "users.rejected.csv");
    assert_eq!(
        sandbox.read("users.csv"),
        format!("{HEADER}\nana@example.com,true,,01/31/1990,,false,ana\n")
    );
    assert_eq!(
        sandbox.read("users.rejected.csv"),
        "\u{feff}Email;Email Verified;cognito:username;Birthdate;preflight:line;preflight:outcome;preflight:reasons;preflight:file dialect=rfc4180 delimiter=semicolon encoding=UTF-8\r\nbo;1;bo;;3;FAILED;email-is-invalid;\r\n"
    );
    assert!(
        sandbox
            .read("report.csv")
            .contains("email-is-invalid in email")
    );

    sandbox.write(
        "users.rejected.csv",
        sandbox
            .read("users.rejected.csv")
            .replace("bo;1", "bo@example.com;1"),
    );
    sandbox.ends_with(
        &format!("clean users.rejected.csv {P} --output second.csv"),
        0,
    );
    assert!(sandbox.read("second.csv").contains("bo@example.com,true"));
}

#[test]
fn cleaning_twice_changes_nothing() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "bad.csv",
        &[
            GOOD,
            BAD,
            "eve@example.com,TRUE,+1 (206) 555-0100,1990-01-31,5,,eve",
        ],
    );
    sandbox.ends_with(&format!("clean bad.csv {P} -o one.csv"), 1);
    sandbox.ends_with(&format!("clean one.csv {P} -o two.csv"), 0);
    assert_eq!(sandbox.read("one.csv"), sandbox.read("two.csv"));
    sandbox.ends_with(&format!("check two.csv {P} --strict"), 0);
}

#[test]
fn what_has_to_be_asked_for_is_done_when_asked() {
    let sandbox = sandbox();
    let clean = |rows: &[&str], options: &str| {
        let mut file = HEADER.to_owned() + "\r\n";
        for row in rows {
            file += row;
            file += "\r\n";
        }
        sandbox.write("in.csv", file);
        sandbox.run(&format!(
            "clean in.csv {P} -o out.csv --force --from rfc4180 {options}"
        ));
        sandbox
            .read("out.csv")
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let national = "a@example.com,true,(206) 555-0100,,,,a";
    assert!(clean(&[national], "").is_empty());
    assert_eq!(
        clean(&[national], "--default-region US"),
        ["a@example.com,true,+12065550100,,,false,a"]
    );
    let dotted = "a@example.com,true,,1.2.1985,,,a";
    assert_eq!(
        clean(&[dotted], "--date-order dmy"),
        ["a@example.com,true,,02/01/1985,,false,a"]
    );
    assert_eq!(
        clean(&[dotted], "--date-order mdy"),
        ["a@example.com,true,,01/02/1985,,false,a"]
    );
    let slashed = "a@example.com,true,,03/04/1990,,,a";
    assert_eq!(
        clean(&[slashed], "--date-order dmy"),
        ["a@example.com,true,,04/03/1990,,false,a"]
    );
    assert_eq!(
        clean(&[slashed], "--date-order mdy"),
        ["a@example.com,true,,03/04/1990,,false,a"]
    );
    // Without `--from` such a file looks like Cognito's dialect, and nothing is written.
    for written in ["out.csv", "out.rejected.csv"] {
        fs::remove_file(sandbox.path(written)).unwrap();
    }
    let text = sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --date-order dmy"), 2);
    assert!(text.contains("--from"), "{text}");
    assert!(!sandbox.has("out.csv") && !sandbox.has("out.rejected.csv"));
    let blank = ",,,,,,a";
    assert_eq!(
        clean(
            &[blank],
            "--set email=x@example.com --set email_verified=true"
        ),
        ["x@example.com,true,,,,false,a"]
    );
    // A value of which a repair leaves nothing is blank, too, and what is set is written as it is set.
    let nothing = "\u{200b},,,\u{200b},,,a";
    assert_eq!(
        clean(
            &[nothing],
            "--set email=x@example.com --set email_verified=true --set birthdate=03/04/1990 --date-order dmy"
        ),
        ["x@example.com,true,,03/04/1990,,false,a"]
    );
}

#[test]
fn values_that_cannot_be_written_are_rewritten_when_asked() {
    let sandbox = sandbox();
    sandbox.write(
        "h.csv",
        "name,email,email_verified,cognito:mfa_enabled,cognito:username",
    );
    let clean = |name: &str, option: &str| {
        sandbox.write(
            "in.csv",
            format!("name,email,email_verified,cognito:username\n{name},a@example.com,true,a\n"),
        );
        sandbox.run(&format!(
            "clean in.csv --csv-header h.csv -o out.csv --force --from rfc4180 {option}"
        ));
        sandbox.read("out.csv").lines().nth(1).map(str::to_owned)
    };
    let rest = ",a@example.com,true,false,a";
    assert_eq!(clean("\"A\nB\"", ""), None);
    assert_eq!(
        clean("\"A\nB\"", "--newlines-to-space"),
        Some(format!("A B{rest}"))
    );
    assert_eq!(clean("C:\\", ""), None);
    assert_eq!(
        clean("C:\\", "--backslash-to-slash"),
        Some(format!("C:/{rest}"))
    );
    assert_eq!(clean("\"\"\"A\"\" B\"", ""), None);
    assert_eq!(
        clean("\"\"\"A\"\" B\"", "--strip-leading-quotes").map(|row| row.starts_with('A')),
        Some(true)
    );
}
