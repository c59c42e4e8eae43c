//! What killed runs and replaced outputs leave, and who removes it.

use std::{
    io::Write,
    process::{Child, ChildStdin, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::sandbox::{Sandbox, printed, text};

use super::{GOOD, HEADER, P, rows, sandbox};

/// The temporary files in the folder.
fn temporary(sandbox: &Sandbox) -> Vec<String> {
    let mut names = sandbox.names();
    names.retain(|name| name.starts_with('.'));
    names
}

/// A run that waits for input and has begun its outputs, of which there are two.
fn waiting(sandbox: &Sandbox) -> (Child, ChildStdin) {
    let before = temporary(sandbox).len();
    let mut child = sandbox
        .command(&format!("clean - -o waiting.csv {P}"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap();
    let start = Instant::now();
    while temporary(sandbox).len() < before + 2 {
        assert!(start.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(10));
    }
    (child, input)
}

#[test]
fn the_files_of_a_killed_run_are_named_and_removed_on_request() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    let (mut killed, _input) = waiting(&sandbox);
    killed.kill().unwrap();
    killed.wait().unwrap();
    let left = temporary(&sandbox);
    assert_eq!(left.len(), 2);

    let output = sandbox.run(&format!("clean good.csv -o one.csv --quiet {P}"));
    assert_eq!(output.status.code(), Some(0));
    for name in &left {
        assert!(text(&output.stderr).contains(name.as_str()));
    }
    assert!(text(&output.stderr).contains("--force"));
    assert_eq!(temporary(&sandbox), left);

    let output = sandbox.run(&format!("clean good.csv -o one.csv --quiet --force {P}"));
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("removed"));
    assert!(temporary(&sandbox).is_empty());

    let output = sandbox.run(&format!("clean good.csv -o one.csv --quiet --force {P}"));
    assert_eq!(printed(&output), "");
}

#[test]
fn the_files_of_a_living_run_are_its_own() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    let (mut living, mut input) = waiting(&sandbox);
    let output = sandbox.run(&format!("clean good.csv -o one.csv --quiet --force {P}"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(printed(&output), "");
    input
        .write_all(format!("{HEADER}\n{GOOD}\n").as_bytes())
        .unwrap();
    drop(input);
    assert_eq!(living.wait().unwrap().code(), Some(0));
    assert_eq!(sandbox.read("waiting.csv"), sandbox.read("one.csv"));
}

#[test]
fn parts_too_many_of_a_previous_run_are_removed_with_it() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    let parts = ["users-0001.csv", "users-0002.csv", "users-0003.csv"];
    let before = serde_json::json!({"parts": parts.map(|part| serde_json::json!({"part": part}))});
    sandbox.write("users.manifest.json", before.to_string());
    for part in parts.iter().chain(&["users-0009.csv"]) {
        sandbox.write(part, "of a previous run");
    }
    let split = format!("clean good.csv -o users.csv --split {P}");
    sandbox.ends_with(&split, 2);
    assert_eq!(sandbox.read("users-0003.csv"), "of a previous run");
    let printed = sandbox.ends_with(&format!("{split} --force"), 0);
    assert!(sandbox.read("users-0001.csv").starts_with(HEADER));
    assert!(!sandbox.has("users-0002.csv") && !sandbox.has("users-0003.csv"));
    // No manifest says whose this is, so it stays and is named.
    assert_eq!(sandbox.read("users-0009.csv"), "of a previous run");
    assert!(
        printed.contains("users-0009.csv has the name of a part"),
        "{printed}"
    );
}

#[test]
fn a_run_that_fails_removes_no_part_of_a_previous_run() {
    let sandbox = sandbox();
    sandbox.write("long.csv", "x".repeat(2 << 20));
    let manifest = r#"{"parts":[{"part":"users-0001.csv"},{"part":"users-0002.csv"}]}"#;
    sandbox.write("users.manifest.json", manifest);
    sandbox.write("users-0002.csv", "of a previous run");
    sandbox.ends_with(
        &format!("clean long.csv -o users.csv --split --force {P}"),
        1,
    );
    assert_eq!(sandbox.read("users.manifest.json"), manifest);
    assert_eq!(sandbox.read("users-0002.csv"), "of a previous run");
}

#[test]
fn an_input_that_is_a_part_of_a_previous_run_stays() {
    let sandbox = sandbox();
    rows(&sandbox, "users-0002.csv", &[GOOD]);
    let file = sandbox.read("users-0002.csv");
    sandbox.write(
        "users.manifest.json",
        r#"{"parts":[{"part":"users-0001.csv"},{"part":"users-0002.csv"}]}"#,
    );
    sandbox.ends_with(
        &format!("clean users-0002.csv -o users.csv --split --force {P}"),
        0,
    );
    assert_eq!(sandbox.read("users-0002.csv"), file);
}

#[cfg(unix)]
#[test]
fn a_replaced_output_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    let clean = format!("clean good.csv -o users.csv --force {P}");
    sandbox.ends_with(&clean, 0);
    let mode = |name| {
        let metadata = std::fs::metadata(sandbox.path(name)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    assert_eq!(mode("users.csv"), 0o600);
    let shared = std::fs::Permissions::from_mode(0o664);
    std::fs::set_permissions(sandbox.path("users.csv"), shared).unwrap();
    sandbox.ends_with(&clean, 0);
    assert_eq!(mode("users.csv"), 0o664);
    assert_eq!(mode("users.rejected.csv"), 0o600);
}
