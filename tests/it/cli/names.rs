//! Columns are named: what a header has too much, too little or twice, and what a cleaning leaves out.

use crate::sandbox::{Sandbox, json};

const OUTPUTS: &str = "--sarif out.sarif --junit out.xml --force";

/// A sandbox with an export whose names are those of another system.
fn export(header: &str, row: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "header.csv",
        "given_name,email,email_verified,phone_number,cognito:username",
    );
    sandbox.write("in.csv", format!("{header}\n{row}\n"));
    sandbox.with_arguments("--csv-header header.csv")
}

const NAMES: &str = "Mail,First Name,uid,email_verified,Shoe\u{1b}Size,it's";
const ROW: &str = "ana@example.com,Ana,ana,true,44,x";

/// The text of every output of a run.
fn outputs(sandbox: &Sandbox, command: &str) -> Vec<(&'static str, String)> {
    let run = |more: &str| {
        let output = sandbox.run(&format!("{command} {OUTPUTS} {more}"));
        String::from_utf8(output.stdout).unwrap()
    };
    vec![
        ("summary", run("--report r.csv")),
        ("document", run("--format json --report r.jsonl")),
        ("SARIF", sandbox.read("out.sarif")),
        ("JUnit", sandbox.read("out.xml")),
        ("report.csv", sandbox.read("r.csv")),
        ("report.jsonl", sandbox.read("r.jsonl")),
    ]
}

#[test]
fn every_unexpected_and_missing_column_is_named_in_every_output() {
    let sandbox = export(NAMES, ROW);
    for (output, text) in outputs(&sandbox, "check in.csv") {
        for name in ["Mail", "First Name", "uid", "Size"] {
            assert!(text.contains(name), "{output}: {name}\n{text}");
        }
        for missing in ["phone_number", "email", "given_name", "cognito:username"] {
            assert!(text.contains(missing), "{output}: {missing}\n{text}");
        }
        assert!(!text.contains('\u{1b}'), "{output}: {text}");
    }
}

#[test]
fn the_options_that_put_names_right_are_ready_to_paste_and_do_so() {
    let sandbox = export(NAMES, ROW);
    let document = json(sandbox.run("check in.csv --format json").stdout);
    let options: Vec<&str> = document["suggested_options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| option.as_str().unwrap())
        .collect();
    assert_eq!(
        options,
        [
            "--rename Mail=email",
            "--rename 'First Name=given_name'",
            "--rename uid=cognito:username",
        ]
    );
    let summary = sandbox.ends_with("check in.csv --all", 1);
    assert!(summary.contains(&options.join(" ")), "{summary}");
    assert!(
        summary.contains("field 2, “First Name”; did you mean given_name?"),
        "{summary}"
    );
    let tool = crate::sandbox::TOOL;
    let output = sandbox.shell(&format!(
        "{tool} clean in.csv -o out.csv --csv-header header.csv --drop-unknown-columns {}",
        options.join(" ")
    ));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        sandbox.read("out.csv"),
        "given_name,email,email_verified,phone_number,cognito:username\nAna,ana@example.com,true,,ana\n"
    );
}

#[test]
fn columns_that_are_left_out_are_named_with_what_they_may_be() {
    let sandbox = export(NAMES, ROW);
    let command = "clean in.csv -o out.csv --drop-unknown-columns";
    let summary = sandbox.ends_with(command, 1);
    assert!(
        summary.contains(
            "Dropped columns: “Mail” (did you mean email?), “First Name” (did you mean given_name?), \
             “uid” (did you mean cognito:username?), “Shoe\\u{1b}Size”, “it's”"
        ),
        "{summary}"
    );
    assert!(
        summary.contains("--rename 'First Name=given_name'"),
        "{summary}"
    );
    let document = json(
        sandbox
            .run(&format!("{command} --force --format json"))
            .stdout,
    );
    let dropped: Vec<&str> = document["header"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["because"] == "drop-unknown-columns")
        .map(|entry| entry["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        dropped,
        ["Mail", "First Name", "uid", "Shoe\u{1b}Size", "it's"]
    );
}

#[test]
fn a_column_that_is_there_twice_is_named() {
    let sandbox = export(
        "email,Email,email_verified,cognito:username",
        "ana@example.com,,true,ana",
    );
    for (output, text) in outputs(&sandbox, "clean in.csv -o out.csv") {
        assert!(text.contains("Email"), "{output}: {text}");
    }
}

#[test]
fn the_first_row_of_a_file_without_header_is_not_taken_for_names() {
    let sandbox = export(
        "anatoken@example.com,anatoken,true,+15550100123,anatoken",
        ROW,
    );
    for command in [
        "check in.csv",
        "clean in.csv -o out.csv --drop-unknown-columns",
    ] {
        for (output, text) in outputs(&sandbox, command) {
            assert!(!text.contains("anatoken"), "{output}: {text}");
        }
    }
}
