//! Exports of other systems, each by its preset: every record becomes the row that it should, or is rejected.

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
        "--source",
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

/// The API operations that an expected follow-up names, where it names any.
fn operations(expected: &Value) -> Vec<&str> {
    let texts = expected["plan"].as_array().into_iter().flatten();
    texts
        .filter_map(Value::as_str)
        .flat_map(|text| {
            [
                "AdminDisableUser",
                "AdminAddUserToGroup",
                "AdminLinkProviderForUser",
            ]
            .into_iter()
            .filter(move |operation| text.contains(operation))
        })
        .collect()
}

/// Compares what was written with what is expected. A file in another shape than the first has only some of the columns.
fn compare(source: &str, file: &str, outcome: &Outcome, has_all_columns: bool) {
    let mut wrong = String::new();
    for record in expected(source) {
        let number = record["record"].as_u64().unwrap();
        let mut complain =
            |what: String| wrong.push_str(&format!("{source} {file} {number}: {what}\n"));
        let Some(row) = record["row"].as_object() else {
            let is_rejected = outcome.rejected.get(&number).is_some_and(|(rules, _)| {
                rules.iter().any(|rule| rule == "source-record-is-rejected")
            });
            if !is_rejected {
                complain(format!("should be rejected: {}", record["set_aside"]));
            }
            continue;
        };
        let username = row["cognito:username"].as_str().unwrap();
        let Some(cleaned) = outcome.cleaned.get(username) else {
            // The pool's rules fail it, as they should: nothing else may.
            let rules = outcome.rejected.get(&number).map(|(rules, _)| rules);
            let is_failed_by_pool = rules.is_some_and(|rules| {
                rules.iter().any(|rule| {
                    matches!(
                        rule.as_str(),
                        "no-auto-verified-attribute-is-true" | "username-has-white-space"
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
        for (column, value) in row {
            let own = &cleaned[column];
            if own != value.as_str().unwrap() && (has_all_columns || !own.is_empty()) {
                complain(format!("{column} is {own:?} and should be {value}"));
            }
        }
        for (column, value) in cleaned {
            if !value.is_empty() && value != "false" && row.get(column).is_none() && has_all_columns
            {
                complain(format!("{column} is {value:?} and should be blank"));
            }
        }
        let planned = outcome.plan.get(username).cloned().unwrap_or_default();
        for operation in operations(&record) {
            if !planned.iter().any(|own| own == operation) && has_all_columns {
                complain(format!("{operation} is not in the plan: {planned:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn holds(source: &str, preset: &str, file: &str, joins: &[(&str, &str)]) {
    // Two of the samples have national phone numbers.
    let outcome = clean(source, preset, file, joins, &["--default-region", "US"]);
    compare(source, file, &outcome, true);
}

#[test]
fn every_sample_becomes_the_rows_that_it_should() {
    for (source, preset, file, joins) in [
        (
            "auth0",
            "auth0",
            "users.ndjson",
            &[("hashes", "hashes.ndjson")][..],
        ),
        ("supabase", "supabase", "auth_users.csv", &[]),
        ("keycloak", "keycloak", "shop-users-0.json", &[]),
        ("firebase", "firebase", "users.json", &[]),
        ("cognito", "cognito", "list-users.json", &[]),
        ("clerk", "clerk", "export.csv", &[]),
        ("laravel", "laravel", "users.csv", &[]),
        ("django", "django", "auth_user.csv", &[]),
        (
            "spring",
            "spring",
            "users.csv",
            &[("authorities", "authorities.csv")],
        ),
        ("aspnet", "aspnet-identity", "AspNetUsers.csv", &[]),
        ("okta", "okta", "users.json", &[]),
        ("entra", "entra", "exportUsers.csv", &[]),
        ("b2c", "b2c", "graph-users.json", &[]),
        (
            "wordpress",
            "wordpress",
            "wp_users.csv",
            &[("meta", "wp_usermeta.csv")],
        ),
        ("fusionauth", "fusionauth", "users.json", &[]),
        (
            "stytch",
            "stytch",
            "users.json",
            &[("hashes", "stytch_password_hashes.csv")],
        ),
        (
            "better-auth",
            "better-auth",
            "user.csv",
            &[("account", "account.csv")],
        ),
        (
            "google-workspace",
            "google-workspace",
            "User_Download_01022024_080000.csv",
            &[],
        ),
        ("descope", "descope", "users.json", &[]),
    ] {
        holds(source, preset, file, joins);
    }
}

#[test]
fn another_shape_of_an_export_gives_the_same_rows_in_its_columns() {
    for (source, preset, file, joins) in [
        (
            "auth0",
            "auth0",
            "users-api-fields.csv",
            &[("hashes", "hashes.ndjson")][..],
        ),
        ("keycloak", "keycloak", "shop-realm.json", &[]),
        ("entra", "entra", "graph-users.json", &[]),
    ] {
        let outcome = clean(source, preset, file, joins, &[]);
        for (username, row) in &outcome.cleaned {
            let record = expected(source);
            let record = record
                .iter()
                .find(|record| record["row"]["cognito:username"] == **username);
            let Some(record) = record else { continue };
            for (column, value) in record["row"].as_object().unwrap() {
                let own = &row[column];
                assert!(
                    own.is_empty() || own == value.as_str().unwrap(),
                    "{source} {file} {username} {column}: {own}"
                );
            }
        }
    }
}

#[test]
fn a_cleaned_part_passes_check() {
    let outcome = clean(
        "auth0",
        "auth0",
        "users.ndjson",
        &[("hashes", "hashes.ndjson")],
        &[],
    );
    let ended = run(
        &outcome.sandbox,
        &[
            "check",
            "users-0001.csv",
            "--csv-header",
            "header.json",
            "--user-pool",
            "pool.json",
            "--password-hashing-algorithm",
            "BCRYPT",
            "--quiet",
        ],
    );
    assert_eq!(ended.status, 0, "{ended:?}");
}

#[test]
fn a_locked_out_user_is_rejected_without_a_plan() {
    let sandbox = Sandbox::new();
    sandbox.write("users.ndjson", "{\"user_id\":\"auth0|1\",\"email\":\"ana@example.com\",\"email_verified\":true,\"blocked\":true}\n");
    let arguments = [
        "clean",
        "users.ndjson",
        "--source",
        "auth0",
        "-o",
        "users.csv",
        "--quiet",
    ];
    let ended = run(&sandbox, &arguments);
    assert_eq!(ended.status, 1, "{ended:?}");
    assert!(
        sandbox
            .read("users.rejected.csv")
            .contains("user-is-locked-out")
    );
    for more in [["--plan", "plan.jsonl"].as_slice(), &["--keep-disabled"]] {
        let mut arguments = arguments.to_vec();
        arguments.push("--force");
        arguments.extend(more);
        assert_eq!(run(&sandbox, &arguments).status, 0, "{more:?}");
    }
}

#[test]
fn hashes_of_several_algorithms_need_files_of_their_own() {
    let sandbox = Sandbox::new();
    sandbox.write("pool.json", POOL);
    let names: Vec<&str> = COLUMNS.split(',').collect();
    sandbox.write("header.json", serde_json::to_string(&names).unwrap());
    let input = folder("clerk").join("export.csv").display().to_string();
    let users = fs::read_to_string(&input)
        .unwrap()
        .replace(",,bo@example.com,,,,pbkdf2", ",bo@example.com,,,,,pbkdf2");
    sandbox.write("users-of-clerk.csv", users);
    let ended = run(
        &sandbox,
        &[
            "clean",
            "users-of-clerk.csv",
            "--source",
            "clerk",
            "--csv-header",
            "header.json",
            "--user-pool",
            "pool.json",
            "-o",
            "users.csv",
        ],
    );
    assert_eq!(ended.status, 2, "{ended:?}");
    assert!(
        ended.stderr.contains("BCRYPT 1, PBKDF2_SHA256 1"),
        "{ended:?}"
    );
    assert!(!sandbox.has("users.csv"));
}

#[test]
fn what_is_cut_off_or_no_object_is_said() {
    let sandbox = Sandbox::new();
    let user = "{\"user_id\":\"auth0|1\",\"email\":\"ana@example.com\",\"email_verified\":true}";
    sandbox.write("cut.json", format!("[{user},"));
    let ended = run(
        &sandbox,
        &["clean", "cut.json", "--source", "auth0", "-o", "users.csv"],
    );
    assert_eq!(ended.status, 3, "{ended:?}");
    assert!(ended.stderr.contains("cut off"), "{ended:?}");
    sandbox.write("bad.json", format!("[{user},oops,{{\"a\":}}]"));
    let ended = run(
        &sandbox,
        &[
            "clean",
            "bad.json",
            "--source",
            "auth0",
            "-o",
            "users.csv",
            "--quiet",
        ],
    );
    assert_eq!(ended.status, 1, "{ended:?}");
    let rejected = sandbox.read("users.rejected.csv");
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    assert!(
        rejected.contains("\"preflight:record\":\"oops\""),
        "{rejected}"
    );
}

#[test]
fn an_array_and_lines_give_the_same_file() {
    let text = fs::read_to_string(folder("auth0").join("users.ndjson")).unwrap();
    let sandbox = Sandbox::new();
    let array = format!("[\n{}\n]\n", text.trim_end().replace('\n', ",\n"));
    let inside = format!(
        "{{\"start\":0,\"users\":[{}],\"total\":6}}",
        text.trim_end().replace('\n', ",")
    );
    let mapping = format!(
        "{}\n[input]\nrecords = ['users']\n",
        fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mapping/presets/auth0.toml")
        )
        .unwrap()
    );
    sandbox.write("mapping.toml", mapping);
    let mut written = Vec::new();
    for (place, text) in [text, array, inside].into_iter().enumerate() {
        sandbox.write("users.json", text);
        let output = format!("users-{place}.csv");
        let ended = run(
            &sandbox,
            &[
                "clean",
                "users.json",
                "--mapping",
                "mapping.toml",
                "-o",
                &output,
                "--quiet",
                "--keep-disabled",
            ],
        );
        assert_eq!(ended.status, 1, "{ended:?}");
        written.push(sandbox.read(&output));
    }
    assert!(written[0].lines().count() > 1);
    assert_eq!(written[0], written[1]);
    assert_eq!(written[0], written[2]);
}

#[test]
fn a_mistake_in_a_mapping_is_said_with_its_place() {
    let sandbox = Sandbox::new();
    sandbox.write("users.ndjson", "{}\n");
    sandbox.write("mapping.toml", "[columns]\nemail = { form = 'mail' }\n");
    let ended = run(
        &sandbox,
        &[
            "clean",
            "users.ndjson",
            "--mapping",
            "mapping.toml",
            "-o",
            "users.csv",
        ],
    );
    assert_eq!(ended.status, 2, "{ended:?}");
    assert!(
        ended.stderr.contains(
            "mapping.toml: line 2, column 11: there is no key `form`; did you mean `from`?"
        ),
        "{ended:?}"
    );
}

#[test]
fn a_proposed_mapping_is_one_that_clean_takes() {
    let sandbox = Sandbox::new();
    sandbox.write("export.csv", "user_name,mail,confirmed,first name,Notes\nana,ana@example.com,true,Ana,VIP\nbo,bo@example.com,true,Bo,\n");
    let ended = run(&sandbox, &["map", "export.csv"]);
    assert_eq!(ended.status, 0, "{ended:?}");
    sandbox.write("mapping.toml", ended.stdout);
    let ended = run(
        &sandbox,
        &[
            "clean",
            "export.csv",
            "--mapping",
            "mapping.toml",
            "-o",
            "users.csv",
            "--quiet",
        ],
    );
    assert_eq!(ended.status, 0, "{ended:?}");
    let users = sandbox.read("users.csv");
    assert!(users.contains("ana@example.com,true"), "{users}");
    assert!(!users.contains("VIP"), "{users}");
}

#[test]
fn each_recognised_sample_gets_its_preset() {
    for (source, preset, file) in [
        ("auth0", "auth0", "users.ndjson"),
        ("auth0", "auth0", "users-dashboard-default-fields.csv"),
        ("supabase", "supabase", "auth_users.csv"),
        ("keycloak", "keycloak", "shop-users-0.json"),
        ("firebase", "firebase", "users.json"),
        ("cognito", "cognito", "list-users.json"),
        ("clerk", "clerk", "export.csv"),
        ("laravel", "laravel", "users.csv"),
        ("django", "django", "auth_user.csv"),
        ("rails-devise", "rails-devise", "users.csv"),
        ("spring", "spring", "users.csv"),
        ("aspnet", "aspnet-identity", "AspNetUsers.csv"),
        ("okta", "okta", "users.json"),
        ("entra", "entra", "exportUsers.csv"),
        ("b2c", "b2c", "graph-users.json"),
        ("wordpress", "wordpress", "wp_users.csv"),
        ("fusionauth", "fusionauth", "users.json"),
        ("stytch", "stytch", "users.json"),
        ("better-auth", "better-auth", "user.csv"),
        (
            "google-workspace",
            "google-workspace",
            "User_Download_01022024_080000.csv",
        ),
        ("descope", "descope", "users.json"),
    ] {
        let ended = run(
            &Sandbox::new(),
            &["map", &folder(source).join(file).display().to_string()],
        );
        assert!(
            ended.stdout.contains(&format!("those of `{preset}`")),
            "{source} {file}: {}",
            ended.stdout
        );
    }
}
