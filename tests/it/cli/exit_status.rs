//! Which exit status a command ends with.

use super::{HEADER, P, sandbox};

#[test]
fn a_file_that_is_not_of_users_is_not_a_success() {
    let sandbox = sandbox();
    for (file, says) in [
        (&b""[..], "file-is-empty"),
        (b"\xEF\xBB\xBF", "file-is-empty"),
        (b"\n \r\n\n", "file-is-empty"),
        (b"sep=;\n", "file-is-empty"),
        (b"\0", "header-has-unexpected-column"),
        (b"<table></table>\n", "HTML"),
        (
            b"id,plan\n",
            "no name on its first line is a column of the pool",
        ),
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
    // How a job without users ends is not known, but no file without them was meant.
    sandbox.write("in.csv", format!("{HEADER}\n"));
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force"), 1);
    sandbox.ends_with(&format!("check in.csv {P}"), 1);
}

#[test]
fn a_file_that_is_not_text_is_called_what_it_looks_like() {
    let sandbox = sandbox();
    for (file, says) in [
        (&b"PK\x03\x04\x14\0\x06\0\xFF\n"[..], ".xlsx"),
        (b"\x1F\x8B\x08\0\n", "gzip"),
        (b"%PDF-1.7\n%\xE2\xE3\n", "PDF"),
        (b"[{\"user_id\":\"auth0|1\"}]", "JSON"),
        (b"{\n  \"users\": []\n}\n", "JSON"),
        (b"<!DOCTYPE html>\n<table></table>\n", "HTML"),
    ] {
        sandbox.write("in.csv", file);
        for command in ["clean in.csv -o out.csv --force", "check in.csv"] {
            // A cleaning reads what is in it; the job does not.
            if says == "gzip" && command.starts_with("clean") {
                continue;
            }
            let text = sandbox.ends_with(&format!("{command} {P}"), 2);
            assert!(text.contains(says), "{command}: {text}");
            assert_eq!(text.trim_end().lines().count(), 1, "{text}");
        }
    }
}

#[test]
fn a_header_that_cannot_be_read_is_rejected_and_leaves_nothing_behind() {
    let sandbox = sandbox();
    sandbox.write("bytes.csv", b"\xFF\xFE\x00");
    sandbox.write("long.csv", "x".repeat(2 << 20));
    let before = sandbox.names();
    for name in ["bytes.csv", "long.csv"] {
        let words = format!("clean {name} {P} -o users.csv --encoding utf-8 --from cognito");
        sandbox.ends_with(&words, 1);
        assert_eq!(sandbox.names(), before);
        sandbox.ends_with(&format!("check {name} {P}"), 1);
    }
}
