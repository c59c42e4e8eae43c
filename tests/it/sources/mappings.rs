//! Mappings as they are written, and as they are proposed.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    Outcome, clean, folder, run,
    samples::{SAMPLES, WITHOUT_FLAG},
};
use crate::sandbox::Sandbox;

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

#[test]
fn a_proposed_mapping_gives_the_rows_of_the_preset() {
    let other_shapes: &[(&str, &str, &str, super::samples::Joins)] = &[
        ("auth0", "auth0", "users-api-fields.csv", &[]),
        ("auth0", "auth0", "users-dashboard-default-fields.csv", &[]),
        ("firebase", "firebase", "users-52-columns.csv", &[]),
        (
            "firebase",
            "firebase",
            "users-28-columns-old-quoting.csv",
            &[],
        ),
        ("rails-devise", "rails-devise", "users.csv", &[]),
        (
            "spring",
            "spring",
            "users.csv",
            &[("authorities", "authorities.csv")],
        ),
    ];
    let more = ["--set", "email_verified=true"];
    for (source, preset, file, joins) in SAMPLES.iter().chain(WITHOUT_FLAG).chain(other_shapes) {
        let sandbox = Sandbox::new();
        let input = folder(source).join(file).display().to_string();
        let ended = run(&sandbox, &["map", &input]);
        assert_eq!(ended.status, 0, "{ended:?}");
        sandbox.write("mapping.toml", ended.stdout);
        let mapping = sandbox.path("mapping.toml").display().to_string();
        let by_preset = clean(source, preset, file, joins, &more);
        let by_mapping = clean(source, &mapping, file, joins, &more);
        assert_eq!(by_mapping.cleaned, by_preset.cleaned, "{source} {file}");
        assert_eq!(by_mapping.rejected, by_preset.rejected, "{source} {file}");
        assert_eq!(by_mapping.plan, by_preset.plan, "{source} {file}");
    }
}

/// Writes a file whose source is not recognised: names are changed, and the columns of a CSV file turned around.
fn changed(sandbox: &Sandbox, source: &str, file: &str, names: &[&str]) -> String {
    let text = fs::read_to_string(folder(source).join(file)).unwrap();
    let text = if Path::new(file)
        .extension()
        .is_some_and(|ending| ending == "csv")
    {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_writer(Vec::new());
        for record in reader.records() {
            let record = record.unwrap();
            let fields = record.iter().rev().map(|field| {
                if names.contains(&field) {
                    format!("zz{}", &field[..2])
                } else {
                    field.to_owned()
                }
            });
            writer.write_record(fields).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    } else {
        let rename = |text: String, name: &&str| {
            text.replace(&format!("\"{name}\""), &format!("\"zz{name}\""))
        };
        names.iter().fold(text, rename)
    };
    sandbox.write(file, text);
    sandbox.path(file).display().to_string()
}

#[test]
fn a_proposed_mapping_never_takes_a_wrong_column() {
    // Some of the samples have national phone numbers.
    let region = ["--default-region", "US"];
    let more = [
        "--override",
        "email_verified=true",
        "--keep-disabled",
        region[0],
        region[1],
    ];
    for (source, preset, file, names, usual) in [
        (
            "auth0",
            "auth0",
            "users.ndjson",
            &["user_id"][..],
            &[
                "email",
                "given_name",
                "name",
                "nickname",
                "picture",
                "phone_number",
                "custom:plan",
                "birthdate",
            ][..],
        ),
        (
            "auth0",
            "auth0",
            "users-dashboard-default-fields.csv",
            &["Id"],
            &[
                "email",
                "given_name",
                "family_name",
                "name",
                "nickname",
                "picture",
            ],
        ),
        (
            "supabase",
            "supabase",
            "auth_users.csv",
            &["encrypted_password", "aud"],
            &["email"],
        ),
        (
            "keycloak",
            "keycloak",
            "shop-users-0.json",
            &["createdTimestamp"],
            &[
                "email",
                "given_name",
                "phone_number",
                "locale",
                "custom:plan",
            ],
        ),
        (
            "firebase",
            "firebase",
            "users.json",
            &["localId"],
            &["email", "name", "picture", "phone_number"],
        ),
        (
            "clerk",
            "clerk",
            "export.csv",
            &["verified_email_addresses"],
            &["email", "given_name", "family_name", "phone_number"],
        ),
        (
            "laravel",
            "laravel",
            "users.csv",
            &["remember_token"],
            &["email", "name", "password_hash"],
        ),
        (
            "django",
            "django",
            "auth_user.csv",
            &["is_superuser"],
            &["email", "given_name", "family_name", "password_hash"],
        ),
        (
            "aspnet",
            "aspnet-identity",
            "AspNetUsers.csv",
            &["PasswordHash"],
            &["email", "phone_number"],
        ),
        (
            "okta",
            "okta",
            "users.json",
            &["credentials"],
            &[
                "email",
                "given_name",
                "family_name",
                "name",
                "phone_number",
                "zoneinfo",
            ],
        ),
        (
            "wordpress",
            "wordpress",
            "wp_users.csv",
            &["user_pass"],
            &["email", "name", "website"],
        ),
        (
            "fusionauth",
            "fusionauth",
            "users.json",
            &["insertInstant"],
            &["email", "given_name", "middle_name", "birthdate", "picture"],
        ),
        (
            "stytch",
            "stytch",
            "users.json",
            &["status"],
            &["email", "given_name", "phone_number", "custom:plan"],
        ),
        (
            "better-auth",
            "better-auth",
            "user.csv",
            &["image"],
            &["email", "name"],
        ),
        (
            "google-workspace",
            "google-workspace",
            "User_Download_01022024_080000.csv",
            &["Status [READ ONLY]"],
            &["email", "given_name", "family_name"],
        ),
        (
            "descope",
            "descope",
            "users.json",
            &["loginIds"],
            &["email", "given_name", "name", "phone_number", "custom:plan"],
        ),
    ] {
        let sandbox = Sandbox::new();
        let input = changed(&sandbox, source, file, names);
        sandbox.write(
            "header.json",
            serde_json::to_string(&super::COLUMNS.split(',').collect::<Vec<_>>()).unwrap(),
        );
        let ended = run(&sandbox, &["map", &input, "--csv-header", "header.json"]);
        assert!(
            ended.stdout.contains("Proposed from the names"),
            "{source}: {}",
            ended.stdout
        );
        sandbox.write("mapping.toml", &ended.stdout);
        let mapping = sandbox.path("mapping.toml").display().to_string();
        let proposed = clean(source, &mapping, &input, &[], &more);
        let preset = clean(source, preset, file, &[], &more);
        let by_email = |outcome: &Outcome| -> BTreeMap<String, BTreeMap<String, String>> {
            outcome
                .cleaned
                .values()
                .map(|row| (row["email"].clone(), row.clone()))
                .collect()
        };
        let (proposed, preset) = (by_email(&proposed), by_email(&preset));
        let mut filled: Vec<&str> = Vec::new();
        let mut compared = 0;
        for (email, row) in &proposed {
            let Some(wanted) = preset.get(email) else {
                continue;
            };
            compared += 1;
            for (column, value) in row {
                let is_said = !value.is_empty() && value != "false";
                // Without the source's username, the address is the username.
                let is_address = column == "cognito:username" && value == email;
                assert!(
                    !is_said || is_address || *value == wanted[column],
                    "{source} {column}: {value}\n{}",
                    ended.stdout
                );
                filled.extend(is_said.then_some(column.as_str()));
            }
        }
        assert!(compared > 0, "{source}\n{}", ended.stdout);
        for column in usual {
            assert!(
                filled.contains(column),
                "{source} {column}\n{}",
                ended.stdout
            );
        }
    }
}
