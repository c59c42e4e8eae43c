//! Each sample by its preset.

use std::{fs, path::Path};

use super::{COLUMNS, Outcome, POOL, Shape, clean, compare, expected, folder, run};
use crate::sandbox::Sandbox;

pub(super) type Joins = &'static [(&'static str, &'static str)];

/// The samples: their folder, the preset, the file, what is joined.
pub(super) const SAMPLES: &[(&str, &str, &str, Joins)] = &[
    (
        "auth0",
        "auth0",
        "users.ndjson",
        &[("hashes", "hashes.ndjson")],
    ),
    ("supabase", "supabase", "auth_users.csv", &[]),
    ("keycloak", "keycloak", "shop-users-0.json", &[]),
    ("firebase", "firebase", "users.json", &[]),
    ("cognito", "cognito", "list-users.json", &[]),
    ("clerk", "clerk", "export.csv", &[]),
    ("laravel", "laravel", "users.csv", &[]),
    ("aspnet", "aspnet-identity", "AspNetUsers.csv", &[]),
    ("b2c", "b2c", "graph-users.json", &[]),
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
    ("descope", "descope", "users.json", &[]),
];

/// The samples of sources that do not say which addresses are verified.
pub(super) const WITHOUT_FLAG: &[(&str, &str, &str, Joins)] = &[
    ("django", "django", "auth_user.csv", &[]),
    ("okta", "okta", "users.json", &[]),
    ("entra", "entra", "exportUsers.csv", &[]),
    (
        "wordpress",
        "wordpress",
        "wp_users.csv",
        &[("meta", "wp_usermeta.csv")],
    ),
    (
        "google-workspace",
        "google-workspace",
        "User_Download_01022024_080000.csv",
        &[],
    ),
];

// Two of the samples have national phone numbers.
const US: [&str; 2] = ["--default-region", "US"];

#[test]
fn every_sample_becomes_the_rows_that_it_should() {
    for (source, preset, file, joins) in SAMPLES {
        let outcome = clean(source, preset, file, joins, &US);
        compare(source, file, &outcome, Shape::First, &[]);
    }
}

#[test]
fn what_the_caller_says_is_verified_is_imported() {
    for (source, preset, file, joins) in WITHOUT_FLAG {
        let nothing = clean(source, preset, file, joins, &US);
        assert!(nothing.cleaned.is_empty(), "{source}");
        let more = ["--set", "email_verified=true", US[0], US[1]];
        let outcome = clean(source, preset, file, joins, &more);
        compare(source, file, &outcome, Shape::First, &["email_verified"]);
        assert!(!outcome.cleaned.is_empty(), "{source}");
    }
}

/// No column shows whether a hash is peppered: the mapping says it.
#[test]
fn a_peppered_hash_is_left_out_where_the_mapping_says_so() {
    let file = "users.csv";
    let outcome = clean("rails-devise", "rails-devise", file, &[], &[]);
    assert!(outcome.cleaned["dora@example.com"]["password_hash"].starts_with("$2a$"));
    let preset = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mapping/presets/rails-devise.toml"),
    );
    let mapping =
        preset
            .unwrap()
            .replacen("[[password_hash]]", "[[password_hash]]\npeppered = true", 1);
    let sandbox = Sandbox::new();
    sandbox.write("mapping.toml", mapping);
    let input = folder("rails-devise").join(file).display().to_string();
    let ended = run(
        &sandbox,
        &[
            "clean",
            &input,
            "--mapping",
            "mapping.toml",
            "-o",
            "users.csv",
            "--plan",
            "plan.jsonl",
        ],
    );
    assert_eq!(ended.status, 1, "{ended:?}");
    assert!(!sandbox.read("users.csv").contains("$2a$"));
    assert!(sandbox.read("plan.jsonl").contains("ForgotPassword"));
}

/// The rows of Spring's sample fail for want of an address. A joined table has it.
#[test]
fn springs_users_get_their_addresses_from_a_joined_table() {
    let sandbox = Sandbox::new();
    let names = ["ana.silva", "bo", "chen", "dora", "eva", "fay"];
    let details = names
        .map(|name| format!("{name},{name}@example.com\n"))
        .concat();
    sandbox.write("details.csv", format!("username,email\n{details}"));
    let details = sandbox.path("details.csv").display().to_string();
    let joins = [
        ("authorities", "authorities.csv"),
        ("details", details.as_str()),
    ];
    let more = ["--set", "email_verified=true"];
    let outcome = clean("spring", "spring", "users.csv", &joins, &more);
    compare(
        "spring",
        "users.csv",
        &outcome,
        Shape::First,
        &["email", "email_verified"],
    );
    assert_eq!(outcome.cleaned.len(), names.len());
}

#[test]
fn another_shape_of_an_export_gives_the_same_rows_in_its_columns() {
    for (source, preset, file, joins, rows) in [
        (
            "auth0",
            "auth0",
            "users-api-fields.csv",
            &[("hashes", "hashes.ndjson")][..],
            3,
        ),
        (
            "auth0",
            "auth0",
            "users-dashboard-default-fields.csv",
            &[("hashes", "hashes.ndjson")],
            2,
        ),
        (
            "auth0",
            "auth0",
            "users-dashboard-default-fields.ndjson",
            &[("hashes", "hashes.ndjson")],
            2,
        ),
        ("keycloak", "keycloak", "shop-realm.json", &[], 1),
        ("firebase", "firebase", "users-52-columns.csv", &[], 3),
        (
            "firebase",
            "firebase",
            "users-28-columns-old-quoting.csv",
            &[],
            3,
        ),
    ] {
        let outcome = clean(source, preset, file, joins, &[]);
        compare(source, file, &outcome, Shape::Other, &[]);
        let known = expected(source);
        let known = known.iter().filter(|record| {
            let username = record["row"]["cognito:username"].as_str();
            username.is_some_and(|username| outcome.cleaned.contains_key(username))
        });
        assert_eq!(known.count(), rows, "{source} {file}");
    }
}

#[test]
fn both_forms_of_an_export_of_firebase_reject_the_same_records() {
    let json = clean("firebase", "firebase", "users.json", &[], &[]);
    for file in ["users-52-columns.csv", "users-28-columns-old-quoting.csv"] {
        let csv = clean("firebase", "firebase", file, &[], &[]);
        let numbers = |outcome: &Outcome| outcome.rejected.keys().copied().collect::<Vec<_>>();
        assert_eq!(numbers(&csv), numbers(&json), "{file}");
        assert_eq!(csv.cleaned, json.cleaned, "{file}");
    }
}

#[test]
fn older_hashes_of_keycloak_and_parts_of_fusionauth_are_converted() {
    let outcome = clean("keycloak", "keycloak", "legacy-users-0.json", &[], &[]);
    assert!(
        outcome.cleaned["hal"]["password_hash"]
            .starts_with("$pbkdf2-sha256$27500$cfaibQmnhh23uz5noYV7sQ$")
    );
    let outcome = clean(
        "fusionauth",
        "fusionauth",
        "users-with-hashes.json",
        &[],
        &[],
    );
    assert!(
        outcome.cleaned["ana.silva@example.com"]["password_hash"]
            .starts_with("$pbkdf2-sha256$24000$")
    );
    assert_eq!(
        outcome.cleaned["bo@example.com"]["password_hash"],
        "$2a$10$0L9kK1Sd0264eq4LmyaOsun74MeH6VqRW5brIQlCroqIsZImJZp52"
    );
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
    for (more, says) in [
        (
            ["--plan", "plan.jsonl"].as_slice(),
            "until the plan is carried out",
        ),
        (&["--keep-disabled"], "as --keep-disabled says"),
    ] {
        let mut arguments = arguments.to_vec();
        arguments.push("--force");
        arguments.extend(more);
        arguments.retain(|argument| *argument != "--quiet");
        let ended = run(&sandbox, &arguments);
        assert_eq!(ended.status, 0, "{ended:?}");
        let first: String = ended.stdout.lines().take(3).collect();
        assert!(
            first.contains("1 user whom the source has locked out"),
            "{}",
            ended.stdout
        );
        assert!(first.contains(says), "{}", ended.stdout);
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
