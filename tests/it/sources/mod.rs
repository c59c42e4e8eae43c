//! Exports of other systems, each by its preset: every record becomes the row that it should, or is rejected.

mod inputs;
mod mappings;
mod options;
mod readme;
mod samples;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::sandbox::{Sandbox, text};

/// A command that ended.
#[derive(Debug)]
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn run(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    let output = sandbox.run(&arguments.join(" "));
    Run {
        status: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout).to_owned(),
        stderr: text(&output.stderr).to_owned(),
    }
}

/// Where the samples are.
fn folder(source: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/sources")
        .join(source)
}

const POOL: &str = r#"{"UserPool":{"Id":"eu-west-1_EXAMPLE01","Name":"example-pool","AutoVerifiedAttributes":["email","phone_number"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:plan","AttributeDataType":"String","Mutable":true,"StringAttributeConstraints":{}}]}}"#;

const COLUMNS: &str = "name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,custom:plan,cognito:mfa_enabled,cognito:username,password_hash";

/// What a run of a preset over its sample wrote.
struct Outcome {
    sandbox: Sandbox,
    /// The cleaned rows by username.
    cleaned: BTreeMap<String, BTreeMap<String, String>>,
    /// The rejected records by number: the rules, and the values after mapping.
    rejected: BTreeMap<u64, (Vec<String>, BTreeMap<String, String>)>,
    /// The operations of the plan by username.
    plan: BTreeMap<String, Vec<String>>,
}

fn clean(source: &str, preset: &str, file: &str, joins: &[(&str, &str)], more: &[&str]) -> Outcome {
    let sandbox = Sandbox::new();
    sandbox.write("pool.json", POOL);
    let names: Vec<&str> = COLUMNS.split(',').collect();
    sandbox.write("header.json", serde_json::to_string(&names).unwrap());
    let input = folder(source).join(file).display().to_string();
    let joins: Vec<String> = joins
        .iter()
        .map(|(name, file)| format!("{name}={}", folder(source).join(file).display()))
        .collect();
    let mut arguments = vec![
        "clean",
        &input,
        if preset.contains('.') {
            "--mapping"
        } else {
            "--source"
        },
        preset,
        "--csv-header",
        "header.json",
        "--user-pool",
        "pool.json",
        "--split",
        "-o",
        "users.csv",
        "--plan",
        "plan.jsonl",
        "--report",
        "report.jsonl",
        "--show-values",
        "--quiet",
    ];
    for join in &joins {
        arguments.extend(["--join", join]);
    }
    arguments.extend(more);
    let ended = run(&sandbox, &arguments);
    assert!(matches!(ended.status, 0 | 1), "{source} {file}: {ended:?}");
    let manifest: Value = serde_json::from_str(&sandbox.read("users.manifest.json")).unwrap();
    let mut cleaned = BTreeMap::new();
    for part in manifest["parts"].as_array().unwrap() {
        let text = sandbox.read(part["part"].as_str().unwrap());
        for line in text.lines().skip(1) {
            let row = row_of(line);
            let algorithm = part["password_hashing_algorithm"].as_str();
            assert_eq!(
                row["password_hash"].is_empty(),
                algorithm.is_none(),
                "{source} {file}"
            );
            cleaned.insert(row["cognito:username"].clone(), row);
        }
    }
    let mut rejected = BTreeMap::new();
    for line in sandbox.read("report.jsonl").lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let findings = record["findings"].as_array().unwrap().iter();
        let rules = findings.map(|finding| finding["rule"].as_str().unwrap().to_owned());
        rejected.insert(
            record["record"].as_u64().unwrap(),
            (rules.collect(), BTreeMap::new()),
        );
    }
    let mut plan: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in sandbox.read("plan.jsonl").lines() {
        let step: Value = serde_json::from_str(line).unwrap();
        let user = step["parameters"]["Username"].as_str().unwrap().to_owned();
        plan.entry(user)
            .or_default()
            .push(step["operation"].as_str().unwrap().to_owned());
    }
    Outcome {
        sandbox,
        cleaned,
        rejected,
        plan,
    }
}

/// A line of a cleaned file by the names of its columns.
fn row_of(line: &str) -> BTreeMap<String, String> {
    let placeholder = "\u{1}";
    let line = line.replace("\\,", placeholder);
    let values = line.split(',').map(|value| value.replace(placeholder, ","));
    COLUMNS.split(',').map(str::to_owned).zip(values).collect()
}

fn expected(source: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder(source).join("expected.ndjson")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The kinds of follow-ups that are expected, with how many of each there are.
fn expected_steps(expected: &Value) -> BTreeMap<&'static str, usize> {
    let mut steps = BTreeMap::new();
    for text in expected["plan"].as_array().into_iter().flatten() {
        let text = text.as_str().unwrap();
        let kinds = [
            ("AdminDisableUser", "AdminDisableUser"),
            ("AdminAddUserToGroup", "AdminAddUserToGroup"),
            ("AdminLinkProviderForUser", "AdminLinkProviderForUser"),
            ("RESET", "ForgotPassword"),
            ("MFA", "factor"),
            ("2FA", "factor"),
            ("TOTP", "factor"),
            ("second email", "AdminUpdateUserAttributes"),
        ];
        let kind = kinds.iter().find(|(word, _)| text.contains(word));
        let (_, kind) = kind.unwrap_or_else(|| panic!("{text} is a follow-up of no known kind"));
        // Groups are listed after the operation, or after their number of elements.
        let groups = text.split_once("AdminAddUserToGroup ");
        let count = groups.map_or(1, |(_, groups)| groups.matches(", ").count() + 1);
        *steps.entry(*kind).or_default() += count;
    }
    steps
}

/// The kinds of the operations that were planned.
fn planned_steps(planned: &[String]) -> BTreeMap<&str, usize> {
    let mut steps = BTreeMap::new();
    for operation in planned {
        let kind = match operation.as_str() {
            "SetUserMFAPreference" | "AssociateSoftwareToken" | "StartWebAuthnRegistration" => {
                "factor"
            }
            operation => operation,
        };
        *steps.entry(kind).or_default() += 1;
    }
    steps
}

/// What differs in a file of another shape, which has only some of the columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// All columns are there, and all records.
    First,
    /// Columns may be blank; what they have is right.
    Other,
}

/// Compares what was written with what is expected. Columns that the caller set are not compared.
fn compare(source: &str, file: &str, outcome: &Outcome, shape: Shape, set: &[&str]) {
    let mut wrong = String::new();
    let has_all_columns = shape == Shape::First;
    for record in expected(source) {
        let number = record["record"].as_u64().unwrap();
        let mut complain =
            |what: String| wrong.push_str(&format!("{source} {file} {number}: {what}\n"));
        let rules = outcome.rejected.get(&number).map(|(rules, _)| rules);
        let Some(row) = record["row"].as_object() else {
            let is_rejected = rules
                .is_some_and(|rules| rules.iter().any(|rule| rule == "source-record-is-rejected"));
            if !is_rejected && has_all_columns {
                complain(format!("should be rejected: {}", record["set_aside"]));
            }
            continue;
        };
        let username = row["cognito:username"].as_str().unwrap();
        let Some(cleaned) = outcome.cleaned.get(username) else {
            // The pool's rules fail it, as they should: nothing else may.
            let is_failed_by_pool = rules.is_some_and(|rules| {
                rules.iter().any(|rule| {
                    matches!(
                        rule.as_str(),
                        "no-auto-verified-attribute-is-true"
                            | "username-has-white-space"
                            | "email-verified-without-email"
                    )
                })
            });
            if !is_failed_by_pool && has_all_columns {
                complain(format!(
                    "is neither cleaned nor failed by the pool: {rules:?}"
                ));
            }
            continue;
        };
        let compared = |column: &&str| !set.contains(column);
        for column in COLUMNS.split(',').filter(compared) {
            let own = cleaned[column].as_str();
            let wanted = row.get(column).map_or("", |value| value.as_str().unwrap());
            let is_filled = wanted.is_empty() && own == "false";
            let is_right = own == wanted || is_filled || (!has_all_columns && own.is_empty());
            if !is_right {
                complain(format!("{column} is {own:?} and should be {wanted:?}"));
            }
        }
        let planned = outcome.plan.get(username).cloned().unwrap_or_default();
        let (planned, expected) = (planned_steps(&planned), expected_steps(&record));
        if has_all_columns && record["plan"].is_array() && planned != expected {
            complain(format!(
                "the plan has {planned:?} and should have {expected:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
