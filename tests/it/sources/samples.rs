//! Each sample by its preset.

use std::fs;

use super::{COLUMNS, POOL, clean, compare, expected, folder, run};
use crate::sandbox::Sandbox;

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
