//! The commands in the README that lead from Auth0 to a file to upload.

use std::{fs, io::Write, path::Path};

use super::{COLUMNS, POOL, folder};
use crate::sandbox::{Sandbox, printed};

/// The commands of the section, each on a line.
fn commands() -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, section) = readme.split_once("## From another system").unwrap();
    let (_, block) = section.split_once("```sh\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    block.lines().map(str::to_owned).collect()
}

#[test]
fn three_commands_lead_from_auth0_to_a_file_that_passes() {
    let sandbox = Sandbox::new();
    let users = fs::read(folder("auth0").join("users.ndjson")).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&users).unwrap();
    sandbox.write("auth0-users.ndjson.gz", encoder.finish().unwrap());
    fs::copy(
        folder("auth0").join("hashes.ndjson"),
        sandbox.path("auth0-hashes.ndjson"),
    )
    .unwrap();
    let names: Vec<&str> = COLUMNS.split(',').collect();
    sandbox.write("header.json", serde_json::to_string(&names).unwrap());
    sandbox.write("pool.json", POOL);
    let commands = commands();
    assert_eq!(commands.len(), 3);
    for command in commands {
        let arguments = command.strip_prefix("cognito-preflight ").unwrap();
        let (arguments, written) = match arguments.split_once(" > ") {
            Some((arguments, written)) => (arguments, Some(written)),
            None => (arguments, None),
        };
        let output = sandbox.run(arguments);
        // The sample has users who cannot be imported.
        let expected = i32::from(arguments.starts_with("clean"));
        assert_eq!(
            output.status.code(),
            Some(expected),
            "{command}\n{}",
            printed(&output)
        );
        if let Some(written) = written {
            sandbox.write(written, &output.stdout);
        }
    }
    let cleaned = sandbox.read("users.csv");
    assert_eq!(cleaned.matches("$2b$10$").count(), 3, "{cleaned}");
    assert!(sandbox.read("plan.jsonl").contains("AdminAddUserToGroup"));
}
