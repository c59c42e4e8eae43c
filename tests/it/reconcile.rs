//! A file after its job: the shapes of the log and of the job's description, what is written and what is refused.
//!
//! `tests/reconcile/` has one job of ten rows in every shape.

use std::path::{Path, PathBuf};

use crate::sandbox::{Sandbox, json, text};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reconcile")
}

const LOGS: [&str; 16] = [
    "get-log-events.json",
    "get-log-events.text",
    "get-log-events.messages.json",
    "filter-log-events.json",
    "tail-detailed.txt",
    "tail-json.txt",
    "tail-short.txt",
    "pasted.txt",
    "log-events-viewer-result.csv",
    "logs-insights-results.csv",
    "get-query-results.json",
    "s3-export/exportedlogs/8b9d2f0e-0000-4000-8000-000000000001/import-9sHxosU7BP-first/000000.gz",
    "lambda-event.json",
    "firehose-object.json",
    "subscription-record.json",
    // What an export to S3 has beside it does no harm.
    "pasted.txt --log s3-export/exportedlogs/aws-logs-write-test",
];

const JOBS: [&str; 4] = [
    "describe-v1.json",
    "describe-v2.json",
    "describe-boto3-default-str.json",
    "list-user-import-jobs-v2.json",
];

/// A sandbox with the samples in it.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for name in LOGS.iter().chain(&JOBS).chain(&[
        "users.csv",
        "describe-v2.yaml",
        "describe-boto3-repr.txt",
        "s3-export/exportedlogs/aws-logs-write-test",
    ]) {
        let name = name.split(' ').next().unwrap();
        let to = sandbox.path(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(samples().join(name), to).unwrap();
    }
    sandbox
}

const POOL: &str = "--csv-header users.csv";

#[test]
fn every_shape_of_the_log_comes_to_the_same() {
    let sandbox = sandbox();
    let mut first = None;
    for log in LOGS {
        let output = sandbox.run(&format!(
            "reconcile users.csv --job describe-v2.json --log {log} {POOL} --format json --retry retry.csv --force"
        ));
        assert_eq!(
            output.status.code(),
            Some(1),
            "{log}\n{}",
            text(&output.stderr)
        );
        let document = json(&output.stdout);
        let rows = &document["rows"];
        let counts = ["imported", "skipped", "failed", "other", "unseen"];
        let counts = counts.map(|name| rows[name].as_u64().unwrap());
        assert_eq!(counts, [5, 1, 3, 1, 0], "{log}");
        assert_eq!(rows["as_predicted"], 9, "{log}");
        assert_eq!(document["jobs"][0]["log"]["mapped"], "whole", "{log}");
        assert_eq!(
            document["jobs"][0]["log"]["unknown_prefixes"][0], "THROTTLED",
            "{log}"
        );
        if !log.contains("firehose") && !log.contains("write-test") {
            assert_eq!(
                document["other_events"]["Cognito User Pools Import - Test Log"], 2,
                "{log}"
            );
        }
        let now = (document["jobs"].clone(), sandbox.read("retry.csv"));
        assert!(first.get_or_insert_with(|| now.clone()) == &now, "{log}");
    }
}

#[test]
fn the_retry_file_has_what_failed_and_what_is_not_known_and_clean_reads_it() {
    let sandbox = sandbox();
    sandbox.ends_with(
        &format!(
            "reconcile users.csv --job describe-v1.json --log pasted.txt {POOL} --retry retry.csv"
        ),
        1,
    );
    let retry = sandbox.read("retry.csv");
    let lines: Vec<&str> = retry.lines().collect();
    assert!(
        lines[0].ends_with(
            ",password_hash,preflight:line,preflight:outcome,preflight:reasons,\
             preflight:file dialect=cognito encoding=UTF-8,preflight:log"
        ),
        "{retry}"
    );
    let ends: Vec<&str> = lines[1..]
        .iter()
        .map(|line| line.split_once(",false,user").unwrap().1)
        .collect();
    assert_eq!(
        ends,
        [
            "3,,4,FAILED,no-auto-verified-attribute-is-true,,[FAILED] The User Record does not set any of the auto \
             verified attributes to verified. (Example: email_verified to true).",
            "6,,7,FAILED,email-is-invalid,,[FAILED] A text that nobody has published; with a 'quote'; a comma",
            "8,,9,FAILED,phone-number-has-no-plus,,[FAILED] A text that nobody has published; with a 'quote'; a \
             comma",
            "10,,11,OTHER,,,[THROTTLED] A prefix that nobody has published.",
        ]
    );
    let output = sandbox.run(&format!(
        "clean retry.csv {POOL} -o again.csv --set email_verified=true --format json"
    ));
    let rows = &json(&output.stdout)["rows"];
    assert_eq!(
        (&rows["cleaned"], &rows["rejected"]),
        (&1.into(), &3.into())
    );
    assert!(sandbox.read("again.csv").contains("user10@example.com"));
    // A second retry does not carry the columns of the first.
    let rejected = sandbox.read("again.rejected.csv");
    assert!(
        !rejected.contains("preflight:log") && !rejected.contains("FAILED]"),
        "{rejected}"
    );
}

#[test]
fn a_description_is_read_or_refused_with_what_to_do() {
    let sandbox = sandbox();
    for job in JOBS {
        let printed = sandbox.ends_with(
            &format!("reconcile users.csv --job {job} --log tail-detailed.txt {POOL}"),
            1,
        );
        assert!(
            printed.contains("Job import-9sHxosU7BP: Failed"),
            "{printed}"
        );
        assert!(!printed.contains("SECRET"));
    }
    for (job, advice) in [
        ("describe-v2.yaml", "--output json"),
        ("describe-boto3-repr.txt", "json.dumps"),
    ] {
        let printed = sandbox.ends_with(
            &format!("reconcile users.csv --job {job} --log pasted.txt {POOL}"),
            2,
        );
        assert!(
            printed.contains(advice) && !printed.contains("SECRET"),
            "{printed}"
        );
    }
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let sandbox = sandbox();
    let users = sandbox.read("users.csv");
    let log = sandbox.read("pasted.txt");
    let shorter: Vec<&str> = users.lines().take(8).collect();
    sandbox.write("shorter.csv", shorter.join("\n"));
    sandbox.write("mixed.txt", format!("{log}[FAILED] Line Number 2 - No.\n"));
    sandbox.write(
        "other.txt",
        sandbox
            .read("tail-detailed.txt")
            .replace("import-9sHxosU7BP", "import-other"),
    );
    sandbox.write("more.txt", log.replace("[FAILED]", "[SUCCEEDED]"));
    sandbox.write("blank.csv", users.replacen('\n', "\n\n", 1));
    for (file, log, expected) in [
        ("shorter.csv", "pasted.txt", "another file was imported"),
        ("users.csv", "mixed.txt", "the log of more than one job"),
        ("users.csv", "other.txt", "the log is that of import-other"),
        (
            "users.csv",
            "more.txt",
            "the log has 8 lines of SUCCEEDED, and the job counts 5",
        ),
        ("users.csv", "nothing.txt", "cannot read nothing.txt"),
    ] {
        let status = if log == "nothing.txt" { 3 } else { 2 };
        let printed = sandbox.ends_with(
            &format!("reconcile {file} --job describe-v1.json --log {log} {POOL} --retry r.csv"),
            status,
        );
        assert!(printed.contains(expected), "{printed}");
        assert!(!sandbox.has("r.csv"), "{expected}");
    }
}

#[test]
fn a_log_that_lacks_lines_is_not_taken_for_whole() {
    let sandbox = sandbox();
    let log = sandbox.read("pasted.txt");
    let half: Vec<&str> = log.lines().take(7).collect();
    sandbox.write("half.txt", half.join("\n"));
    let arguments =
        format!("reconcile users.csv --job describe-v1.json {POOL} --retry retry.csv --force");
    let printed = sandbox.ends_with(&format!("{arguments} --log half.txt"), 3);
    assert!(printed.contains("--start-from-head"), "{printed}");
    assert_eq!(sandbox.read("retry.csv").lines().count(), 7);
    assert!(sandbox.read("retry.csv").contains(",UNSEEN,"));
    // Two pages that overlap are the whole, but a log that was read twice is not one line for each row.
    let rest: Vec<&str> = log.lines().skip(6).collect();
    sandbox.write("rest.txt", rest.join("\n"));
    let output = sandbox.run(&format!(
        "{arguments} --log half.txt --log rest.txt --format json"
    ));
    let document = json(&output.stdout);
    assert_eq!(document["rows"]["unseen"], 0);
    assert_eq!(document["jobs"][0]["log"]["repeated"], 1);
    assert_eq!(document["jobs"][0]["log"]["mapped"], "part");
}

/// A job of two rows, as its description and its log.
fn two_rows(sandbox: &Sandbox, status: &str, counts: [u64; 3], log: &str) {
    sandbox.write(
        "two.csv",
        "email,email_verified,cognito:mfa_enabled,cognito:username\nana@example.com,true,false,ana\nbo@example.com,true,false,bo\n",
    );
    sandbox.write(
        "job.json",
        serde_json::json!({"JobId": "import-a", "Status": status, "ImportedUsers": counts[0],
            "SkippedUsers": counts[1], "FailedUsers": counts[2]})
        .to_string(),
    );
    sandbox.write("log.txt", log);
}

const TWO: &str = "reconcile two.csv --job job.json --log log.txt --csv-header two.csv";

#[test]
fn a_job_that_imported_everybody_as_predicted_ends_well() {
    let sandbox = Sandbox::new();
    let log = "[SUCCEEDED] Line Number 2 - The import succeeded.\n[SUCCEEDED] Line Number 3 - The import succeeded.\n";
    two_rows(&sandbox, "Succeeded", [2, 0, 0], log);
    let printed = sandbox.ends_with(&format!("{TWO} --retry retry.csv"), 0);
    assert!(printed.contains("Rows: 2; 2 imported"), "{printed}");
    assert_eq!(sandbox.read("retry.csv").lines().count(), 1);
    two_rows(&sandbox, "InProgress", [2, 0, 0], log);
    assert!(sandbox.ends_with(TWO, 3).contains("when it has ended"));
    two_rows(&sandbox, "Created", [0, 0, 0], "");
    assert!(sandbox.ends_with(TWO, 3).contains("has not been started"));
    two_rows(&sandbox, "Failed", [0, 0, 0], "");
    let printed = sandbox.ends_with(TWO, 1);
    assert!(
        printed.contains("before its first row") && printed.contains("Otherwise than predicted"),
        "{printed}"
    );
}

#[test]
fn a_row_that_comes_out_otherwise_is_named_first_and_without_its_values() {
    let sandbox = Sandbox::new();
    let log = "[SUCCEEDED] Line Number 2 - The import succeeded.\n[FAILED] Line Number 3 - bo@example.com is \u{1b}[2J no.\n";
    two_rows(&sandbox, "Failed", [1, 0, 1], log);
    let printed = sandbox.ends_with(&format!("{TWO} --report report.jsonl"), 1);
    assert!(printed.contains("1 otherwise than predicted"), "{printed}");
    assert!(
        printed.contains("<value> is  no.") && printed.contains("two.csv:3"),
        "{printed}"
    );
    let record = json(sandbox.read("report.jsonl").trim());
    assert_eq!(record["agreement"], "otherwise");
    assert_eq!(
        (&record["line"], &record["seen"]),
        (&3.into(), &"FAILED".into())
    );
    for shown in [&printed, &sandbox.read("report.jsonl")] {
        assert!(!shown.contains("bo@") && !shown.contains('\u{1b}'));
    }
    assert!(
        sandbox
            .ends_with(&format!("{TWO} --show-values"), 1)
            .contains("bo@example.com is")
    );
}

#[test]
fn the_parts_of_a_split_file_have_their_jobs_and_their_source_lines() {
    let sandbox = Sandbox::new();
    let header = "email,email_verified,cognito:mfa_enabled,cognito:username\n";
    sandbox.write(
        "a.part-0001.csv",
        format!("{header}ana@example.com,true,false,ana\n"),
    );
    sandbox.write(
        "a.part-0002.csv",
        format!("{header}bo@example.com,true,false,bo\n"),
    );
    sandbox.write(
        "a.manifest.json",
        r#"{"parts":[
{"part":"a.part-0001.csv","lines":[{"line":2,"source_line":5,"count":1}],"users":1,"bytes":1},
{"part":"a.part-0002.csv","lines":[{"line":2,"source_line":9,"count":1}],"users":1,"bytes":1}
],"sources":["export.csv"]}"#,
    );
    // As list-user-import-jobs gives them, the newest first.
    sandbox.write(
        "jobs.json",
        r#"{"UserImportJobs":[
            {"JobId":"import-b","JobName":"part-0002-9f86d081","Status":"Failed","FailedUsers":1},
            {"JobId":"import-a","JobName":"part-0001-9f86d081","Status":"Succeeded","ImportedUsers":1}]}"#,
    );
    sandbox.write(
        "log.json",
        r#"{"events":[{"logStreamName":"import-a/part-0001-9f86d081","message":"[SUCCEEDED] Line Number 2 - The import succeeded."},
            {"logStreamName":"import-b/part-0002-9f86d081","message":"[FAILED] Line Number 2 - No."}]}"#,
    );
    let pool = "--csv-header a.part-0001.csv";
    sandbox.ends_with(
        &format!(
            "reconcile a.manifest.json --job jobs.json --log log.json {pool} --retry retry.csv"
        ),
        1,
    );
    let retry = sandbox.read("retry.csv");
    assert!(
        retry.contains("bo@example.com,true,false,bo,9,FAILED,,,[FAILED] No."),
        "{retry}"
    );
    assert_eq!(retry.lines().count(), 2);
    let printed = sandbox.ends_with(
        &format!(
            "reconcile a.part-0002.csv --manifest a.manifest.json --job jobs.json --job-id import-b --log log.json {pool}"
        ),
        1,
    );
    assert!(
        printed.contains("a.part-0002.csv:2, line 9 of its source"),
        "{printed}"
    );
    let one = "--job jobs.json --log log.json";
    let printed = sandbox.ends_with(&format!("reconcile a.part-0001.csv {one} {pool}"), 2);
    assert!(printed.contains("--job-id"), "{printed}");
    sandbox.write("one.json", r#"{"JobId":"import-a","Status":"Failed"}"#);
    let printed = sandbox.ends_with(
        &format!("reconcile a.manifest.json --job one.json --log log.json {pool}"),
        2,
    );
    assert!(
        printed.contains("1 jobs are described for 2 files"),
        "{printed}"
    );
}
