//! Mappings as they are written, and as they are proposed.

use super::{folder, run};
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
