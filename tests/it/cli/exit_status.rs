//! Which exit status a command ends with.

use crate::sandbox::printed;

use super::{BAD, GOOD, HEADER, P, POOL, rows, sandbox};

#[test]
fn the_exit_status_says_what_the_job_would() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    rows(&sandbox, "bad.csv", &[GOOD, BAD]);
    sandbox.write("not-verified.json", POOL.replace(r#"["email"]"#, "[]"));
    sandbox.ends_with(&format!("check good.csv {P}"), 0);
    sandbox.ends_with(&format!("check bad.csv {P}"), 1);
    let text = sandbox.ends_with(
        "check good.csv --csv-header header.json --user-pool not-verified.json",
        1,
    );
    assert!(text.contains("NotStarted"), "{text}");
    sandbox.ends_with("check good.csv --nonsense", 2);
    sandbox.ends_with("check", 2);
    let text = sandbox.ends_with(&format!("check missing.csv {P}"), 3);
    assert!(text.contains("missing.csv"), "{text}");
    let text = sandbox.ends_with(&format!("check . {P}"), 3);
    assert!(text.contains("error:"), "{text}");
}

#[test]
fn a_schema_that_cannot_be_read_says_where_and_why() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox.write("broken.json", "{\"UserPool\":{\n  \"Id\": 7}}");
    let text = sandbox.ends_with(
        "check good.csv --csv-header header.json --user-pool broken.json",
        2,
    );
    assert!(text.contains("broken.json") && text.contains('2'), "{text}");
    sandbox.write("other.json", POOL.replace("EXAMPLE01", "EXAMPLE02"));
    let text = sandbox.ends_with(
        "check good.csv --csv-header header.json --user-pool other.json",
        2,
    );
    assert!(
        text.contains("EXAMPLE01") && text.contains("EXAMPLE02"),
        "{text}"
    );
}

#[test]
fn an_allowance_admits_rejected_rows_and_strictness_rejects_uncertain_ones() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "bad.csv",
        &[
            GOOD,
            "c@example.com,true,,,,false,c",
            "d@example.com,true,,,,false,d",
            BAD,
        ],
    );
    sandbox.ends_with(&format!("check bad.csv {P} --max-rejected 1"), 0);
    sandbox.ends_with(&format!("check bad.csv {P} --max-rejected 0"), 1);
    sandbox.ends_with(&format!("check bad.csv {P} --max-rejected 25%"), 0);
    sandbox.ends_with(&format!("check bad.csv {P} --max-rejected 24.9%"), 1);
    sandbox.ends_with(&format!("check bad.csv {P} --max-rejected lots"), 2);
    sandbox.ends_with(&format!("clean bad.csv {P} -o out.csv --max-rejected 1"), 0);
    sandbox.write(
        "h.csv",
        "name,email,email_verified,cognito:mfa_enabled,cognito:username",
    );
    sandbox.write("odd.csv", "name,email,email_verified,cognito:mfa_enabled,cognito:username\nA \"B\" C,a@example.com,true,false,a\n");
    sandbox.ends_with("check odd.csv --csv-header h.csv", 0);
    sandbox.ends_with("check odd.csv --csv-header h.csv --strict", 1);
}

#[test]
fn a_file_that_is_not_of_users_is_not_a_success() {
    let sandbox = sandbox();
    for (file, says) in [
        (&b""[..], "file-is-empty"),
        (b"\xEF\xBB\xBF", "file-is-empty"),
        (b"\n \r\n\n", "file-is-empty"),
        (b"sep=;\n", "file-is-empty"),
        (b"\0", "header-has-unexpected-column"),
        (b"[{\"user_id\":\"auth0|1\"}]", "JSON"),
        (b"[{\"user_id\":\"auth0|1\"}]\n", "JSON"),
        (b"<table></table>\n", "HTML"),
        (b"id,plan\n", "does it lack its header?"),
        (b"ana@example.com,true,ana", "does it lack its header?"),
    ] {
        sandbox.write("in.csv", file);
        for options in ["", "--drop-unknown-columns", "--max-rejected 100%"] {
            let text =
                sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force {options}"), 1);
            assert!(text.contains(says), "{says} in {text}");
        }
        let text = sandbox.ends_with(&format!("check in.csv {P}"), 1);
        assert!(
            text.contains(says) || file.starts_with(b"sep"),
            "{says} in {text}"
        );
    }
    // How a job without users ends is not known, neither for a check nor for a cleaned file.
    sandbox.write("in.csv", format!("{HEADER}\n"));
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force"), 0);
    sandbox.ends_with(&format!("check in.csv {P}"), 0);
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force --strict"), 1);
}

#[test]
fn a_file_that_is_not_text_is_called_what_it_looks_like() {
    let sandbox = sandbox();
    for (file, says) in [
        (&b"PK\x03\x04\x14\0\x06\0\xFF\n"[..], ".xlsx"),
        (b"\x1F\x8B\x08\0\n", "gzip"),
        (b"%PDF-1.7\n%\xE2\xE3\n", "PDF"),
    ] {
        sandbox.write("in.csv", file);
        for command in ["clean in.csv -o out.csv --force", "check in.csv"] {
            let output = sandbox.run(&format!("{command} {P}"));
            let text = printed(&output);
            assert!(text.contains(says), "{command}: {text}");
            assert_ne!(output.status.code(), Some(0));
            // A file that is not opened is not given any other advice.
            let is_refused = output.status.code() == Some(3);
            assert!(!is_refused || !text.contains("--encoding"), "{text}");
        }
    }
}

#[test]
fn a_run_that_fails_leaves_nothing_behind() {
    let sandbox = sandbox();
    sandbox.write("broken.csv", b"\xFF\xFE\x00");
    let before = sandbox.names();
    sandbox.ends_with(
        &format!("clean broken.csv {P} -o users.csv --encoding utf-8 --from cognito"),
        3,
    );
    assert_eq!(sandbox.names(), before);
}
