//! The command line as a user types it: every option, every exit status.

mod accounts;
mod columns;
mod exit_status;
mod formulas;
#[cfg(unix)]
mod leftovers;
mod names;
mod other_commands;
mod outputs;
mod pool;
mod reading;
mod repairing;
mod results;
mod second_round;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod streams;

use std::path::{Path, PathBuf};

use crate::sandbox::Sandbox;

const HEADER: &str =
    "email,email_verified,phone_number,birthdate,custom:level,cognito:mfa_enabled,cognito:username";
const POOL: &str = r#"{"UserPool":{"Id":"us-east-1_EXAMPLE01","AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF",
"SchemaAttributes":[{"Name":"custom:level","AttributeDataType":"Number","NumberAttributeConstraints":{"MinValue":"0","MaxValue":"9"}}]}}"#;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// A sandbox with the header and the pool of these tests.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "header.json",
        serde_json::json!({"UserPoolId": "us-east-1_EXAMPLE01",
        "CSVHeader": HEADER.split(',').collect::<Vec<_>>()})
        .to_string(),
    );
    sandbox.write("pool.json", POOL);
    sandbox
}

/// Writes a file of these rows after the header.
fn rows(sandbox: &Sandbox, name: &str, rows: &[&str]) {
    sandbox.write(name, format!("{HEADER}\n{}\n", rows.join("\n")));
}

const GOOD: &str = "ana@example.com,true,,,,false,ana";
const BAD: &str = "bo@example.com,false,,,,false,bo";
const P: &str = "--csv-header header.json --user-pool pool.json";
