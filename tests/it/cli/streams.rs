//! Standard input, output and error that are closed, full, or a file that is read.

use crate::sandbox::{Sandbox, TOOL, printed};

use super::{GOOD, HEADER, P, rows, sandbox};

/// A sandbox with a file that passes.
fn with_good_file() -> Sandbox {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox
}

/// Runs the tool in a shell; returns its status and what it printed.
#[track_caller]
fn shell(sandbox: &Sandbox, arguments: &str) -> (Option<i32>, String) {
    let output = sandbox.shell(&format!("{TOOL} {arguments}"));
    (output.status.code(), printed(&output))
}

#[cfg(target_os = "linux")]
#[test]
fn a_standard_error_that_cannot_be_written_changes_no_status() {
    let sandbox = with_good_file();
    for (arguments, status) in [
        (
            format!("clean good.csv -o - --rejected r.csv --force {P}"),
            0,
        ),
        (format!("check good.csv --report - {P}"), 0),
        (format!("check missing.csv {P}"), 3),
        ("header".to_owned(), 0),
        ("explain nothing".to_owned(), 2),
        ("check good.csv --nonsense".to_owned(), 2),
        (r"check good.csv $'--\e[2J'".to_owned(), 2),
    ] {
        for stderr in ["2>/dev/full", "2>&-"] {
            let (ended, text) = shell(&sandbox, &format!("{arguments} {stderr}"));
            assert_eq!(ended, Some(status), "{arguments} {stderr}: {text}");
        }
    }
    assert_eq!(sandbox.read("r.csv").lines().count(), 1);
}

#[cfg(all(target_os = "linux", feature = "serve"))]
#[test]
fn a_server_whose_standard_error_is_full_goes_on() {
    let sandbox = Sandbox::new();
    let script = format!(
        "{TOOL} serve --port 0 2>/dev/full >address & \
         until grep -q http address; do sleep 0.05; done; \
         exec 3<>/dev/tcp/127.0.0.1/$(sed 's/.*://' address); \
         printf 'POST / HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\n{{}}' >&3; \
         cat <&3 | head -1; kill $!; wait $!"
    );
    let output = sandbox.shell(&script);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(
        printed(&output).starts_with("HTTP/1.1 "),
        "{}",
        printed(&output)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_named() {
    let sandbox = with_good_file();
    for arguments in [
        "--help",
        "clean --help",
        "--version",
        "header",
        "explain",
        "completions bash",
        "man",
        &format!("check good.csv {P}"),
        &format!("check good.csv {P} --format json"),
        &format!("clean good.csv -o - --rejected r.csv --force {P}"),
    ] {
        let (ended, text) = shell(&sandbox, &format!("{arguments} >/dev/full"));
        assert_eq!(ended, Some(3), "{arguments}: {text}");
        assert!(text.contains("standard output"), "{arguments}: {text}");
    }
}

#[test]
fn a_closed_standard_input_is_named() {
    let sandbox = with_good_file();
    for arguments in [
        format!("check - {P}"),
        format!("clean - -o /dev/null --rejected r.csv --force {P}"),
        "check good.csv --csv-header -".to_owned(),
        format!("check good.csv --existing-users - {P}"),
    ] {
        let (ended, text) = shell(&sandbox, &format!("{arguments} <&-"));
        assert_eq!(ended, Some(3), "{arguments}: {text}");
        assert!(text.contains("standard input: it is closed"), "{text}");
        // An empty one is something else.
        let (_, text) = shell(&sandbox, &format!("{arguments} </dev/null"));
        assert!(!text.contains("closed"), "{text}");
    }
}

#[test]
fn rows_and_documents_are_not_lost_in_a_closed_standard_output() {
    let sandbox = with_good_file();
    let before = sandbox.names();
    for arguments in [
        format!("clean good.csv -o - --rejected r.csv {P}"),
        format!("check good.csv --report - {P}"),
        format!("check good.csv --format json {P}"),
        "header".to_owned(),
    ] {
        let (ended, text) = shell(&sandbox, &format!("{arguments} >&-"));
        assert_eq!(ended, Some(3), "{arguments}: {text}");
        assert!(text.contains("standard output: it is closed"), "{text}");
        assert_eq!(sandbox.names(), before);
    }
    // The status is the result of a check, with or without its summary.
    assert_eq!(
        shell(&sandbox, &format!("check good.csv {P} >&-")).0,
        Some(0)
    );
}

#[test]
fn nothing_is_appended_to_a_file_that_is_read() {
    let sandbox = with_good_file();
    let file = format!("{HEADER}\n{GOOD}\n");
    let header = sandbox.read("header.json");
    for arguments in [
        format!("clean good.csv -o - --rejected r.csv {P} >> good.csv"),
        format!("clean - -o - --rejected r.csv {P} < good.csv >> good.csv"),
        format!("clean good.csv -o /dev/stdout --rejected r.csv {P} >> good.csv"),
        format!("clean good.csv -o out.csv --rejected - {P} >> good.csv"),
        format!("check good.csv {P} >> good.csv"),
        format!("check good.csv {P} --format json >> header.json"),
        format!("check good.csv {P} --report - 1<> good.csv"),
    ] {
        let (ended, text) = shell(&sandbox, &arguments);
        assert_eq!(ended, Some(2), "{arguments}: {text}");
        assert!(text.contains("is read by this run"), "{text}");
        assert_eq!(sandbox.read("good.csv"), file, "{arguments}");
        assert_eq!(sandbox.read("header.json"), header, "{arguments}");
        assert!(!sandbox.has("r.csv") && !sandbox.has("out.csv"));
    }
    // Where nothing is printed, nothing is refused.
    let quiet = format!("check good.csv {P} --quiet >> good.csv");
    assert_eq!(shell(&sandbox, &quiet).0, Some(0));
}
