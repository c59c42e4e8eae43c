//! What the README shows is what the tool does.

use std::{fs, path::Path};

use crate::sandbox::{Sandbox, json, printed};

/// The README, and a sandbox with the samples.
fn readme() -> (String, Sandbox) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("samples")).unwrap();
    for sample in ["export.csv", "header.json", "pool.json", "existing.json"] {
        let bytes = fs::read(root.join("samples").join(sample)).unwrap();
        sandbox.write(&format!("samples/{sample}"), bytes);
    }
    (fs::read_to_string(root.join("README.md")).unwrap(), sandbox)
}

#[test]
fn the_first_command_ends_in_a_file_that_succeeds() {
    let (readme, sandbox) = readme();
    let command = readme
        .lines()
        .find_map(|line| line.strip_prefix("cargo run --release --locked -- "))
        .unwrap();
    let check = "check sample-users.csv --csv-header samples/header.json --user-pool samples/pool.json --existing-users samples/existing.json";
    for command in [command, check] {
        let output = sandbox.run(&format!("{command} --format json"));
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        let prediction = &json(&output.stdout)["prediction"];
        assert_eq!(prediction["Status"], "Succeeded", "{prediction}");
        assert_ne!(prediction["certainty"], "unknown", "{prediction}");
    }
}

#[test]
fn the_summary_that_is_shown_is_printed() {
    let (readme, sandbox) = readme();
    let names = [
        "email",
        "email_verified",
        "phone_number",
        "cognito:mfa_enabled",
        "cognito:username",
    ];
    sandbox.write("header.json", serde_json::to_vec(&names).unwrap());
    sandbox.write("pool.json", r#"{"UserPool":{"Id":"us-east-1_EXAMPLE01","AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}}"#);
    sandbox.write(
        "users.csv",
        format!(
            "{}\nana@example.com,true,,false,ana\nbo@example.com,false,,false,bo\n\
             cy@example.com,true,4.91512E+12,false,cy\ndi@example.com,,,false,di\n",
            names.join(",")
        ),
    );
    let (_, shown) = readme.split_once("```text\n$ cognito-preflight ").unwrap();
    let (shown, _) = shown.split_once("```\n").unwrap();
    let (command, summary) = shown.split_once('\n').unwrap();
    assert_eq!(sandbox.ends_with(command, 1), summary);
}
