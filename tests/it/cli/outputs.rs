//! Files and standard output: what is written, and what is never written over.

use std::fs;

use crate::sandbox::{TOOL, json, text};

use super::{BAD, GOOD, HEADER, P, rows, sandbox};

#[test]
fn outputs_are_never_written_over_unasked_and_never_over_an_input() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox.write("users.csv", "precious");
    let text = sandbox.ends_with(&format!("clean good.csv {P} -o users.csv"), 2);
    assert!(text.contains("--force"), "{text}");
    assert_eq!(sandbox.read("users.csv"), "precious");
    sandbox.ends_with(&format!("clean good.csv {P} -o good.csv --force"), 2);
    assert_eq!(sandbox.read("good.csv"), format!("{HEADER}\n{GOOD}\n"));
    sandbox.ends_with(&format!("clean good.csv {P} -o users.csv --force"), 0);
    assert!(sandbox.read("users.csv").starts_with("email,"));
    sandbox.ends_with(
        &format!("clean good.csv {P} -o same.csv --rejected same.csv"),
        2,
    );
    sandbox.ends_with(&format!("check good.csv {P} --report report.txt"), 2);
    sandbox.ends_with(&format!("clean good.csv {P} -o nowhere/users.csv"), 3);
}

#[test]
fn standard_input_and_output_stand_for_files() {
    let sandbox = sandbox();
    let file = format!("{HEADER}\n{GOOD}\n");
    let output = sandbox.run_with_input(&format!("check - {P}"), file.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let output = sandbox.run_with_input(
        &format!("clean - {P} -o - --rejected rejected.csv"),
        file.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), file);
    assert!(text(&output.stderr).contains("Predicted job"));
    let output = sandbox.run_with_input(
        &format!("check - {P} --report -"),
        format!("{HEADER}\n{BAD}\n").as_bytes(),
    );
    assert_eq!(json(&output.stdout)["outcome"], "FAILED");
    sandbox.ends_with(&format!("clean - {P} -o -"), 2);
    sandbox.ends_with("check - --csv-header -", 2);
    sandbox.ends_with(
        &format!("clean - {P} -o - --rejected r.csv --format json"),
        2,
    );
}

#[test]
fn parts_keep_the_limits_and_the_manifest_finds_every_line() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "good.csv",
        &[GOOD, "", "c@example.com,true,,,,false,c"],
    );
    let output = sandbox.run(&format!(
        "clean good.csv {P} -o users.csv --split --format json"
    ));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document = json(&output.stdout);
    assert_eq!(
        document["files"]["parts"],
        serde_json::json!(["users-0001.csv"])
    );
    let manifest = json(sandbox.read("users.manifest.json").as_bytes());
    assert_eq!(manifest["parts"][0]["part"], "users-0001.csv");
    assert!(sandbox.has("users-0001.csv") && !sandbox.has("users.csv"));
    // A part that an earlier run has left is not one of this run.
    sandbox.write("users-0002.csv", "left");
    let words = format!("clean good.csv {P} -o users.csv --split --format json");
    sandbox.ends_with(&words, 2);
    let document = json(&sandbox.run(&format!("{words} --force")).stdout);
    assert_eq!(
        document["files"]["parts"],
        serde_json::json!(["users-0001.csv"])
    );
}

#[cfg(unix)]
#[test]
fn outputs_are_their_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    // Under a mask that forbids nothing.
    let script = format!("umask 000; exec {TOOL} clean good.csv {P} -o users.csv --report r.jsonl");
    let status = sandbox.shell(&script).status;
    assert_eq!(status.code(), Some(0));
    for name in ["users.csv", "users.rejected.csv", "r.jsonl"] {
        let mode = fs::metadata(sandbox.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
