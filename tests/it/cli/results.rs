//! The result of a run: documents, reports, the summary.

use crate::sandbox::{json, text};

use super::{BAD, GOOD, P, rows, samples, sandbox};

#[test]
fn the_document_holds_to_its_schema_and_to_the_run() {
    let sandbox = sandbox();
    rows(&sandbox, "bad.csv", &[GOOD, BAD]);
    let output = sandbox.run(&format!("check bad.csv {P} --format json"));
    let document = json(&output.stdout);
    assert_eq!(document["prediction"]["ImportedUsers"], 1);
    assert_eq!(document["prediction"]["FailedUsers"], 1);
    assert_eq!(document["rows"]["input"], 2);
    assert_eq!(document["rules"]["no-auto-verified-attribute-is-true"], 1);
    assert_eq!(document["user_status"]["RESET_REQUIRED"], 1);
    assert_eq!(document["input"]["dialect"], "cognito");
    assert!(output.stderr.is_empty());
    let known = [
        "prediction",
        "rows",
        "user_status",
        "rules",
        "repairs",
        "input",
        "files",
        "rule_help",
        "assumed",
    ];
    for member in known {
        assert!(document.get(member).is_some(), "{member}");
    }
}

#[test]
fn several_files_are_one_migration_in_their_order() {
    let sandbox = sandbox();
    rows(&sandbox, "one.csv", &[GOOD]);
    rows(&sandbox, "two.csv", &[GOOD]);
    let output = sandbox.run(&format!(
        "check one.csv two.csv {P} --format json --report r.jsonl"
    ));
    assert_eq!(output.status.code(), Some(1));
    let document = json(&output.stdout);
    assert_eq!(document["jobs"].as_array().unwrap().len(), 2);
    assert_eq!(document["jobs"][0]["prediction"]["Status"], "Succeeded");
    assert_eq!(document["jobs"][1]["prediction"]["SkippedUsers"], 1);
    let record = json(sandbox.read("r.jsonl").trim().as_bytes());
    assert_eq!(record["file"], "two.csv");
    assert_eq!(
        record["log_line"],
        "[SKIPPED] Line Number 2 - The user already exists."
    );
}

#[test]
fn values_are_shown_only_when_asked_for() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "bad.csv",
        &["secret\u{1b}[2J@@example.com,true,,,,false,ana"],
    );
    let quiet = sandbox.ends_with(&format!("check bad.csv {P} --report quiet.jsonl"), 1);
    assert!(!quiet.contains("secret") && !sandbox.read("quiet.jsonl").contains("secret"));
    let loud = sandbox.ends_with(&format!("check bad.csv {P} --show-values"), 1);
    assert!(loud.contains(r"secret\u{1b}[2J@@example.com"), "{loud}");
}

#[test]
fn findings_go_to_build_servers() {
    let sandbox = sandbox();
    rows(&sandbox, "bad.csv", &[BAD]);
    sandbox.ends_with(
        &format!("check bad.csv {P} --sarif out.sarif --junit out.xml"),
        1,
    );
    let sarif = json(sandbox.read("out.sarif").as_bytes());
    assert_eq!(
        sarif["runs"][0]["results"][0]["ruleId"],
        "no-auto-verified-attribute-is-true"
    );
    assert!(sandbox.read("out.xml").contains("<failure"));
}

#[test]
fn threads_change_nothing() {
    let sandbox = sandbox();
    let mut first = None;
    for threads in ["1", "2", "7"] {
        let samples = samples();
        let samples = samples.to_str().unwrap();
        sandbox.run(&format!(
            "clean {samples}/export.csv --csv-header {samples}/header.json --user-pool {samples}/pool.json \
             -o users.csv --report report.jsonl --force --threads {threads} --rename Username=cognito:username --drop-unknown-columns"
        ));
        let now = (
            sandbox.read("users.csv"),
            sandbox.read("users.rejected.csv"),
            sandbox.read("report.jsonl"),
        );
        assert!(
            first.get_or_insert_with(|| now.clone()) == &now,
            "{threads}"
        );
    }
}

#[test]
fn the_samples_do_what_the_readme_says() {
    let sandbox = sandbox();
    let samples = samples();
    let s = samples.to_str().unwrap();
    let pool = format!(
        "--csv-header {s}/header.json --user-pool {s}/pool.json --existing-users {s}/existing.json"
    );
    sandbox.ends_with(&format!("check {s}/passes.csv {pool} --strict"), 0);
    sandbox.ends_with(&format!("check {s}/export.csv {pool}"), 1);
    let options = "--rename Username=cognito:username --drop-unknown-columns";
    let output = sandbox.run(&format!(
        "clean {s}/export.csv {pool} {options} -o users.csv --format json"
    ));
    assert_eq!(output.status.code(), Some(1));
    let rows = &json(&output.stdout)["rows"];
    let count = |name: &str| rows[name].as_u64().unwrap();
    assert_eq!(count("cleaned") + count("rejected"), count("input"));
    assert!(count("cleaned") > 150 && count("rejected") > 50);
    let output = sandbox.run(&format!("check users.csv {pool} --format json"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let prediction = &json(&output.stdout)["prediction"];
    assert_eq!(
        (&prediction["FailedUsers"], &prediction["SkippedUsers"]),
        (&0.into(), &0.into())
    );
    sandbox.ends_with(&format!("clean users.csv {pool} -o again.csv"), 0);
    assert_eq!(sandbox.read("users.csv"), sandbox.read("again.csv"));
}

#[test]
fn colours_come_only_when_asked_for_or_on_a_terminal() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    assert!(
        !sandbox
            .ends_with(&format!("check good.csv {P}"), 0)
            .contains('\u{1b}')
    );
    assert!(
        sandbox
            .ends_with(&format!("check good.csv {P} --color always"), 0)
            .contains('\u{1b}')
    );
    assert!(
        !sandbox
            .ends_with(
                &format!("check good.csv {P} --color never --no-progress"),
                0
            )
            .contains('\u{1b}')
    );
}
