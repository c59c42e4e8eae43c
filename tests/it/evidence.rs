//! What jobs teach: evidence as it is written, and what follows from it for the next file.

use cognito_preflight::reconcile::evidence::{Evidence, Lesson, PoolFeatures, Teaching};
use serde_json::{Value, json};

use crate::sandbox::{self, Sandbox};

/// The features of a pool of these tests, with what its owner knows it by.
fn pool(owner: Option<&str>, header_order: &str) -> Value {
    let mut pool = json!({"tier": "ESSENTIALS", "username_attributes": [], "alias_attributes": [],
        "auto_verified": ["email"], "mfa": "OPTIONAL", "case_sensitive": true, "header_order": header_order,
        "password_hash_column": true});
    if let Some(owner) = owner {
        pool["schema"] = owner.into();
    }
    pool
}

const OWN: &str = "0123456789abcdef";

/// Rows with these findings that the log says this of.
fn rows(findings: &[&str], seen: &str, text: &str, count: u64) -> Value {
    let findings: Vec<Value> = findings
        .iter()
        .map(|key| {
            let mut parts = key.split('/');
            let mut key = json!({"rule": parts.next().unwrap()});
            for part in parts {
                let (name, value) = part.split_once('=').unwrap();
                key[name] = value.into();
            }
            key
        })
        .collect();
    json!({"findings": findings, "predicted": "FAILED", "certainty": "unknown", "alternatives": [], "seen": seen,
        "text": text, "count": count})
}

/// A job with these rows, and with as many others that are imported.
fn job(date: &str, pool: &Value, groups: &[Value]) -> Value {
    let count = |seen: &str| -> u64 {
        let of = groups.iter().filter(|group| group["seen"] == seen);
        of.map(|group| group["count"].as_u64().unwrap()).sum()
    };
    let mut rows = groups.to_vec();
    rows.push(self::rows(&[], "IMPORTED", "The import succeeded.", 90));
    let (imported, skipped, failed) = (count("IMPORTED") + 90, count("SKIPPED"), count("FAILED"));
    let all = imported + skipped + failed;
    json!({"source": "service", "date": date, "region": "eu-west-1", "pool": pool,
        "file": {"rows": all, "bytes_over_100_000_000": false, "line_ends": "LF", "algorithm": null,
            "existing_users_known": true, "findings": []},
        "status": "Stopped", "completion_message": null, "start_error": null,
        "counts": {"imported": imported, "skipped": skipped, "failed": failed},
        "log": {"mapped": "whole", "lines": all}, "rows": rows})
}

fn evidence(jobs: &[Value]) -> Evidence {
    let document = json!({"evidence": 1, "tool": "cognito-preflight 0.1.0", "jobs": jobs});
    Evidence::read("evidence.json", document.to_string().as_bytes()).unwrap()
}

fn teach(jobs: &[Value], pool: &Value) -> Teaching {
    let pool: PoolFeatures = serde_json::from_value(pool.clone()).unwrap();
    evidence(jobs).teach(&pool, None, None)
}

/// The lessons as texts, each of this kind.
fn answered(teaching: &Teaching) -> Vec<String> {
    let is_answer = |lesson: &&Lesson| matches!(lesson, Lesson::Answered(_));
    teaching
        .lessons
        .iter()
        .filter(is_answer)
        .map(ToString::to_string)
        .collect()
}

fn all(teaching: &Teaching) -> String {
    teaching
        .lessons
        .iter()
        .map(|lesson| format!("{lesson}\n"))
        .collect()
}

const DAY: &str = "birthdate-day-not-in-month/attribute=birthdate";
const DOT: &str = "email-domain-has-no-dot/attribute=email";
const MFA: &str = "mfa-enabled-is-blank/attribute=cognito:mfa_enabled";
const NO: &str = "A reason that nobody has published.";

#[test]
fn one_imported_row_is_enough() {
    let own = pool(Some(OWN), "newer");
    let jobs = [job(
        "2026-11-27",
        &own,
        &[rows(&[DAY], "IMPORTED", "The import succeeded.", 1)],
    )];
    assert_eq!(
        answered(&teach(&jobs, &own)),
        ["birthdate-day-not-in-month (birthdate): IMPORTED (observed in your job of 2026-11-27)"]
    );
    let alike = pool(None, "newer");
    assert_eq!(
        answered(&teach(&jobs, &alike)),
        [
            "birthdate-day-not-in-month (birthdate): IMPORTED (inferred in a job of 2026-11-27 in a pool of the same kind)"
        ]
    );
    let other = teach(&jobs, &pool(None, "older"));
    assert!(
        other.learned.is_empty() && all(&other).contains("1 job is of pools"),
        "{}",
        all(&other)
    );
}

#[test]
fn a_failed_row_blames_what_no_imported_row_has_cleared() {
    let own = pool(Some(OWN), "newer");
    let first = job("2026-11-20", &own, &[rows(&[DOT, MFA], "FAILED", NO, 1)]);
    let teaching = teach(std::slice::from_ref(&first), &own);
    assert!(teaching.learned.is_empty());
    assert!(
        all(&teaching).contains("for one of: "),
        "{}",
        all(&teaching)
    );
    let second = job(
        "2026-11-21",
        &own,
        &[rows(&[MFA], "IMPORTED", "The import succeeded.", 40)],
    );
    let teaching = teach(&[first.clone(), second.clone()], &own);
    assert_eq!(
        answered(&teaching),
        [
            "mfa-enabled-is-blank (cognito:mfa_enabled): IMPORTED (observed in your job of 2026-11-21)"
        ]
    );
    assert!(
        all(&teaching).contains("email-domain-has-no-dot (email): FAILED in a single row"),
        "{}",
        all(&teaching)
    );
    let third = job("2026-11-22", &own, &[rows(&[DOT], "FAILED", NO, 3)]);
    let teaching = teach(&[first, second, third], &own);
    assert!(
        answered(&teaching).contains(
            &"email-domain-has-no-dot (email): FAILED (observed in your job of 2026-11-22)"
                .to_owned()
        ),
        "{}",
        all(&teaching)
    );
}

#[test]
fn a_skipped_row_teaches_of_aliases_only_where_the_users_before_it_are_known() {
    let own = pool(Some(OWN), "newer");
    let groups = [rows(
        &["alias-already-taken/attribute=email"],
        "SKIPPED",
        "The user already exists.",
        2,
    )];
    let known = job("2026-11-27", &own, &groups);
    assert_eq!(
        answered(&teach(std::slice::from_ref(&known), &own)),
        ["alias-already-taken (email): SKIPPED (observed in your job of 2026-11-27)"]
    );
    let mut unknown = known;
    unknown["file"]["existing_users_known"] = false.into();
    assert!(teach(&[unknown], &own).learned.is_empty());
}

#[test]
fn a_length_is_counted_in_what_is_left_when_others_are_struck_out() {
    let own = pool(Some(OWN), "newer");
    let emoji = "value-length-depends-on-unit/attribute=standard/parameter=2048/over_by=utf-16";
    let imported = rows(&[emoji], "IMPORTED", "The import succeeded.", 1);
    let teaching = teach(&[job("2026-11-27", &own, &[imported])], &own);
    let answers = answered(&teaching);
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert!(
        answers.iter().all(|answer| answer.contains("IMPORTED")),
        "{answers:?}"
    );
    // Below the common limit, bytes do not matter, and stay open.
    let short = emoji.replace("/parameter=2048", "");
    let imported = rows(&[&short], "IMPORTED", "The import succeeded.", 1);
    assert_eq!(
        answered(&teach(&[job("2026-11-27", &own, &[imported])], &own)).len(),
        1
    );
    let bytes = emoji.replace("utf-16", "bytes");
    let failed = rows(&[&bytes], "FAILED", NO, 2);
    let answers = answered(&teach(&[job("2026-11-27", &own, &[failed])], &own));
    assert_eq!(answers.len(), 2, "{answers:?}");
    assert!(
        answers.iter().all(|answer| answer.contains("FAILED")),
        "{answers:?}"
    );
}

#[test]
fn jobs_that_disagree_are_told_apart_by_a_feature_of_their_pools_or_teach_nothing() {
    let spelling = "verified-flag-is-not-a-boolean/because=1/attribute=email_verified";
    let imported = [rows(&[spelling], "IMPORTED", "The import succeeded.", 1)];
    let failed = [rows(&[spelling], "FAILED", NO, 2)];
    let (older, newer) = (
        pool(Some(OWN), "older"),
        pool(Some("fedcba9876543210"), "newer"),
    );
    let jobs = [
        job("2026-11-01", &older, &imported),
        job("2026-11-02", &newer, &failed),
    ];
    for (pool, expected) in [
        (&older, Some("IMPORTED (observed")),
        (&newer, Some("FAILED (observed")),
        (&pool(None, "older"), Some("IMPORTED (inferred")),
        (&pool(None, "newer"), Some("FAILED (inferred")),
        (&pool(None, "other"), None),
    ] {
        let teaching = teach(&jobs, pool);
        let answers = answered(&teaching);
        match expected {
            Some(expected) => assert!(answers[0].contains(expected), "{answers:?}"),
            None => assert!(answers.is_empty(), "{answers:?}"),
        }
        assert!(
            all(&teaching).contains("header_order of their pools explains it"),
            "{}",
            all(&teaching)
        );
    }
    // Within one pool nothing explains it, and the newer job does not win.
    let jobs = [
        job("2026-11-01", &older, &imported),
        job("2026-11-02", &older, &failed),
    ];
    let teaching = teach(&jobs, &older);
    assert!(answered(&teaching).is_empty(), "{}", all(&teaching));
    assert!(
        all(&teaching).contains("it stays not known"),
        "{}",
        all(&teaching)
    );
    let pool: PoolFeatures = serde_json::from_value(older).unwrap();
    let since = evidence(&jobs).teach(&pool, None, Some("2026-11-02"));
    assert!(
        answered(&since)[0].contains("FAILED (observed"),
        "{}",
        all(&since)
    );
}

#[test]
fn a_rehearsal_and_a_log_that_is_not_whole_teach_nothing() {
    let own = pool(Some(OWN), "newer");
    let whole = job(
        "2026-11-27",
        &own,
        &[rows(&[DAY], "IMPORTED", "The import succeeded.", 1)],
    );
    let mut rehearsal = whole.clone();
    rehearsal["source"] = "rehearsal".into();
    let mut part = whole;
    part["log"]["mapped"] = "part".into();
    for job in [rehearsal, part] {
        let teaching = teach(&[job], &own);
        assert!(teaching.learned.is_empty());
        assert!(
            all(&teaching).contains("teaches nothing"),
            "{}",
            all(&teaching)
        );
    }
}

#[test]
fn a_row_without_a_finding_that_fails_and_a_rule_that_is_wrong_are_named() {
    let own = pool(Some(OWN), "newer");
    let groups = [
        rows(&[], "FAILED", NO, 3),
        rows(
            &["phone-number-has-no-plus/attribute=phone_number"],
            "IMPORTED",
            "The import succeeded.",
            1,
        ),
        rows(
            &["username-missing/attribute=cognito:username"],
            "FAILED",
            "No name.",
            1,
        ),
    ];
    let teaching = teach(&[job("2026-11-27", &own, &groups)], &own);
    let lessons = all(&teaching);
    for expected in [
        "3 rows failed on 2026-11-27 though no rule reports",
        "phone-number-has-no-plus: a row was imported on 2026-11-27 although",
        "username-missing: the log says “No name.”",
    ] {
        assert!(lessons.contains(expected), "{lessons}");
    }
}

#[test]
fn jobs_that_ended_narrow_the_threshold() {
    let own = pool(Some(OWN), "newer");
    let ended = |status: &str, failed: u64, of: u64| {
        let mut job = job("2026-11-27", &own, &[]);
        job["status"] = status.into();
        job["counts"] = json!({"imported": of - failed, "skipped": 0, "failed": failed});
        job
    };
    let mut jobs = vec![ended("Succeeded", 3, 1000), ended("Succeeded", 2, 10)];
    assert!(
        all(&teach(&jobs, &own)).contains("more than 20.0 % and at most 69.6 %"),
        "{}",
        all(&teach(&jobs, &own))
    );
    jobs.push(ended("Succeeded", 40, 20_000));
    let teaching = teach(&jobs, &own);
    let threshold = teaching.learned.threshold().unwrap();
    assert_eq!(
        threshold.status_of(4995, 5),
        Some(cognito_preflight::prediction::Status::Succeeded)
    );
}

#[test]
fn a_text_that_may_hold_a_value_is_refused() {
    for text in [
        "ana@example.com",
        "born 1970",
        "[FAILED] Line Number 7",
        "$2a$10$x",
    ] {
        let job = job(
            "2026-11-27",
            &pool(None, "newer"),
            &[rows(&[], "FAILED", text, 1)],
        );
        let document = json!({"evidence": 1, "tool": "cognito-preflight 0.1.0", "jobs": [job]});
        assert!(
            Evidence::read("e.json", document.to_string().as_bytes()).is_err(),
            "{text}"
        );
    }
}

#[test]
fn evidence_with_rules_that_this_version_does_not_have_is_read() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reconcile");
    let sample = std::fs::read(path.join("evidence-sample.json")).unwrap();
    let evidence = Evidence::read("sample", &sample).unwrap();
    let again = serde_json::to_vec(&evidence).unwrap();
    assert_eq!(Evidence::read("again", &again).unwrap(), evidence);
    let teaching = evidence.teach(&evidence.jobs[0].pool, None, None);
    let lessons = all(&teaching);
    assert!(
        lessons.contains("email-is-invalid: the log says"),
        "{lessons}"
    );
    assert!(!lessons.contains("username-twice-in-file"), "{lessons}");
}

/// A pool, a file of it with an open question, and a job that answers it.
fn answered_by_a_job(host: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let header = "email,email_verified,birthdate,cognito:mfa_enabled,cognito:username";
    sandbox.write(
        "header.json",
        json!({"CSVHeader": header.split(',').collect::<Vec<_>>()}).to_string(),
    );
    sandbox.write(
        "pool.json",
        r#"{"UserPool":{"Id":"eu-west-1_Secret123","Name":"secret shop","AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","UserPoolTier":"PLUS",
            "SchemaAttributes":[{"Name":"custom:secret","AttributeDataType":"String"}]}}"#,
    );
    let file = |day: &str| {
        format!(
            "{header}\nana@example.com,true,{day},false,ana\nbo@example.com,true,01/31/2000,false,bo\n"
        )
    };
    sandbox.write("users.csv", file("02/30/2000"));
    sandbox.write("next.csv", file("06/31/1999"));
    sandbox.write(
        "job.json",
        json!({"UserImportJob": {"JobId": "import-secret1", "JobName": "secret", "UserPoolId": "eu-west-1_Secret123",
            "PreSignedUrl": format!("https://{host}/123456789012/x?X-Amz-Security-Token=SECRET"),
            "CompletionDate": 1_795_804_933.1, "Status": "Succeeded", "ImportedUsers": 2,
            "CompletionMessage": "Import Job Completed Successfully."}})
        .to_string(),
    );
    sandbox.write(
        "log.txt",
        "[SUCCEEDED] Line Number 2 - The import succeeded.\n[SUCCEEDED] Line Number 3 - The import succeeded.\n",
    );
    sandbox
}

const POOL: &str = "--csv-header header.json --user-pool pool.json";

fn run(sandbox: &Sandbox, arguments: &str) -> (Option<i32>, String) {
    let output = sandbox
        .command(arguments)
        .env("XDG_DATA_HOME", sandbox.path("data"))
        .output()
        .unwrap();
    (output.status.code(), sandbox::printed(&output))
}

#[test]
fn a_job_answers_a_question_for_the_next_file() {
    let sandbox = answered_by_a_job("b.s3.eu-west-1.amazonaws.com");
    let (status, printed) = run(&sandbox, &format!("check next.csv {POOL} --strict"));
    assert_eq!(status, Some(1), "{printed}");
    let reconcile = format!(
        "reconcile users.csv --job job.json --log log.txt {POOL} --evidence-out evidence.json"
    );
    let (status, printed) = run(&sandbox, &reconcile);
    assert_eq!(status, Some(0), "{printed}");
    assert!(
        printed.contains("1 in another way that was possible"),
        "{printed}"
    );
    assert!(printed.contains("look at the texts"), "{printed}");
    let evidence = sandbox.read("evidence.json");
    assert!(evidence.contains(r#""tier": "PLUS""#), "{evidence}");
    for secret in [
        "Secret",
        "secret",
        "SECRET",
        "ana",
        "example.com",
        "123456789012",
        "02/30",
    ] {
        assert!(!evidence.contains(secret), "{secret}\n{evidence}");
    }
    let (status, printed) = run(
        &sandbox,
        &format!("check next.csv {POOL} --strict --evidence evidence.json"),
    );
    assert_eq!(status, Some(0), "{printed}");
    assert!(
        printed.contains(
            "birthdate-day-not-in-month (birthdate): IMPORTED (observed in your job of 2026-11-27)"
        ),
        "{printed}"
    );
    let (status, printed) = run(
        &sandbox,
        &format!("clean next.csv {POOL} --evidence evidence.json -o out.csv --reject-uncertain"),
    );
    assert_eq!(status, Some(0), "{printed}");
    assert_eq!(sandbox.read("out.csv"), sandbox.read("next.csv"));
    // On another machine, the pool is one of the same kind.
    let output = sandbox.run(&format!(
        "check next.csv {POOL} --evidence evidence.json --format json"
    ));
    let document = sandbox::json(&output.stdout);
    assert!(
        document["assumed"]
            .to_string()
            .contains("inferred in a job of 2026-11-27"),
        "{document}"
    );
    let (status, printed) = run(
        &sandbox,
        &format!("evidence evidence.json evidence.json {POOL} -o all.json --without-pools"),
    );
    assert_eq!(status, Some(0), "{printed}");
    assert!(printed.contains("IMPORTED (observed"), "{printed}");
    let merged = sandbox.read("all.json");
    assert_eq!(merged.matches("\"service\"").count(), 1);
    assert!(!merged.contains("\"schema\""), "{merged}");
}

#[test]
fn a_rehearsal_is_marked_and_changes_nothing() {
    let sandbox = answered_by_a_job("127.0.0.1:9230");
    let (_, printed) = run(
        &sandbox,
        &format!(
            "reconcile users.csv --job job.json --log log.txt {POOL} --evidence-out evidence.json"
        ),
    );
    assert!(
        sandbox.read("evidence.json").contains("\"rehearsal\""),
        "{printed}"
    );
    let (status, printed) = run(
        &sandbox,
        &format!("check next.csv {POOL} --strict --evidence evidence.json"),
    );
    assert_eq!(status, Some(1), "{printed}");
    assert!(
        printed.contains("teaches nothing: it is a rehearsal"),
        "{printed}"
    );
}

#[test]
fn an_assumption_changes_the_outcome_and_not_what_is_known() {
    let sandbox = answered_by_a_job("x");
    let assume = format!("{POOL} --assume birthdate-day-not-in-month=IMPORTED");
    let output = sandbox.run(&format!("check next.csv {assume} --format json"));
    let document = sandbox::json(&output.stdout);
    assert_eq!(document["prediction"]["ImportedUsers"], 2);
    assert_eq!(document["prediction"]["Status"], "Unknown");
    assert!(
        document["assumed"]
            .to_string()
            .contains("IMPORTED is assumed"),
        "{document}"
    );
    sandbox.ends_with(
        &format!("clean next.csv {assume} --reject-uncertain -o out.csv"),
        1,
    );
    for wrong in [
        "birthdate-day-not-in-month=SKIPPED",
        "no-such-rule=FAILED",
        "x",
    ] {
        sandbox.ends_with(&format!("check next.csv {POOL} --assume {wrong}"), 2);
    }
}
