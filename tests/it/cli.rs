//! The command line as a user types it: every option, every exit status.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::sandbox::{Sandbox, TOOL, json, printed, text};

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

#[test]
fn the_exit_status_says_what_the_job_would() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    rows(&sandbox, "bad.csv", &[GOOD, BAD]);
    sandbox.write("nobody.json", POOL.replace(r#"["email"]"#, "[]"));
    sandbox.ends_with(&format!("check good.csv {P}"), 0);
    sandbox.ends_with(&format!("check bad.csv {P}"), 1);
    let text = sandbox.ends_with(
        "check good.csv --csv-header header.json --user-pool nobody.json",
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
fn without_a_pool_what_is_assumed_is_said_and_can_be_told() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "phone.csv",
        &["ana@example.com,false,+12065550100,,,true,ana"],
    );
    let text = sandbox.ends_with("check phone.csv --csv-header header.json", 1);
    assert!(text.contains("no user pool was given"), "{text}");
    sandbox.write(
        "h.csv",
        "email,phone_number,phone_number_verified,cognito:mfa_enabled,cognito:username",
    );
    sandbox.write("p.csv", "email,phone_number,phone_number_verified,cognito:mfa_enabled,cognito:username\n,+12065550100,true,true,ana\n");
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified phone_number --mfa ON",
        0,
    );
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified phone_number --mfa OFF",
        1,
    );
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified email --mfa ON",
        1,
    );
}

#[test]
fn the_document_holds_to_its_schema_and_to_the_run() {
    let sandbox = sandbox();
    rows(&sandbox, "bad.csv", &[GOOD, BAD]);
    let output = sandbox.run(&format!("check bad.csv {P} --format json"));
    let document = json(&output.stdout);
    assert_eq!(document["prediction"]["ImportedUsers"], 1);
    assert_eq!(document["prediction"]["FailedUsers"], 1);
    assert_eq!(document["rows"]["input"], 2);
    assert_eq!(document["rules"]["no-auto-verified-attribute-is-true"], 1);
    assert_eq!(document["user_status"]["RESET_REQUIRED"], 1);
    assert_eq!(document["input"]["dialect"], "cognito");
    assert!(output.stderr.is_empty());
    let known = [
        "prediction",
        "rows",
        "user_status",
        "rules",
        "repairs",
        "input",
        "files",
        "rule_help",
        "assumed",
    ];
    for member in known {
        assert!(document.get(member).is_some(), "{member}");
    }
}

#[test]
fn several_files_are_one_migration_in_their_order() {
    let sandbox = sandbox();
    rows(&sandbox, "one.csv", &[GOOD]);
    rows(&sandbox, "two.csv", &[GOOD]);
    let output = sandbox.run(&format!(
        "check one.csv two.csv {P} --format json --report r.jsonl"
    ));
    assert_eq!(output.status.code(), Some(1));
    let document = json(&output.stdout);
    assert_eq!(document["jobs"].as_array().unwrap().len(), 2);
    assert_eq!(document["jobs"][0]["prediction"]["Status"], "Succeeded");
    assert_eq!(document["jobs"][1]["prediction"]["SkippedUsers"], 1);
    let record = json(sandbox.read("r.jsonl").trim().as_bytes());
    assert_eq!(record["file"], "two.csv");
    assert_eq!(
        record["log_line"],
        "[SKIPPED] Line Number 2 - The user already exists."
    );
}

#[test]
fn existing_users_come_in_every_form() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox.write("list.json", r#"{"Users":[{"Username":"ana"}]}"#);
    sandbox.write("names.txt", "zoe\nana\n");
    rows(&sandbox, "old.csv", &[GOOD]);
    for list in ["list.json", "names.txt", "old.csv"] {
        let text = sandbox.ends_with(&format!("check good.csv {P} --existing-users {list}"), 1);
        assert!(text.contains("username-already-exists"), "{list}: {text}");
    }
    sandbox.write(
        "aliases.json",
        POOL.replace(
            "\"MfaConfiguration\"",
            "\"AliasAttributes\":[\"email\"],\"MfaConfiguration\"",
        ),
    );
    let text = sandbox.ends_with("check good.csv --csv-header header.json --user-pool aliases.json --existing-users names.txt", 1);
    assert!(text.contains("clashes of aliases"), "{text}");
    sandbox.write("broken.json", "{\"Users\":[{\"Username\":");
    sandbox.ends_with(
        &format!("check good.csv {P} --existing-users broken.json"),
        2,
    );
    sandbox.ends_with(
        &format!("check good.csv {P} --existing-users nowhere.json"),
        3,
    );
}

#[test]
fn clean_writes_what_passes_and_sets_the_rest_aside() {
    let sandbox = sandbox();
    sandbox.write("export.csv", "\u{feff}Email;Email Verified;cognito:username;Birthdate\r\n\"ana@example.com\";Yes;ana;1990-01-31\r\nbo;1;bo;\r\n");
    let output = sandbox.run(&format!(
        "clean export.csv {P} --output users.csv --report report.csv --format json"
    ));
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let document = json(&output.stdout);
    assert_eq!(
        document["rows"],
        serde_json::json!({"input": 2, "imported": 1, "skipped": 0, "failed": 1, "cleaned": 1, "rejected": 1})
    );
    assert_eq!(document["input"]["delimiter"], ";");
    assert_eq!(document["files"]["rejected"], "users.rejected.csv");
    assert_eq!(
        sandbox.read("users.csv"),
        format!("{HEADER}\nana@example.com,true,,01/31/1990,,false,ana\n")
    );
    assert_eq!(
        sandbox.read("users.rejected.csv"),
        "\u{feff}Email;Email Verified;cognito:username;Birthdate;preflight:line;preflight:outcome;preflight:reasons\r\nbo;1;bo;;3;FAILED;email-is-invalid\r\n"
    );
    assert!(
        sandbox
            .read("report.csv")
            .contains("email-is-invalid in email")
    );

    sandbox.write(
        "users.rejected.csv",
        sandbox
            .read("users.rejected.csv")
            .replace("bo;1", "bo@example.com;1"),
    );
    sandbox.ends_with(
        &format!("clean users.rejected.csv {P} --output second.csv"),
        0,
    );
    assert!(sandbox.read("second.csv").contains("bo@example.com,true"));
}

/// Spreadsheets write separators for columns that were once used, and ours stand behind those.
#[test]
fn what_was_set_aside_can_be_cleaned_though_blank_names_end_its_header() {
    let sandbox = sandbox();
    for header in [
        "email,email_verified,cognito:username,,",
        "email,email_verified,cognito:username, ,",
        "\"email\",email_verified,cognito:username,\"\",",
    ] {
        sandbox.write(
            "in.csv",
            format!("{header}\nbo,true,bo,,\nana@example.com,true,ana,,\n"),
        );
        sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force"), 1);
        let rejected = sandbox.read("out.rejected.csv");
        assert!(rejected.starts_with(header), "{rejected}");
        sandbox.write(
            "again.csv",
            rejected.replacen("\nbo,", "\nbo@example.com,", 1),
        );
        sandbox.ends_with(&format!("clean again.csv {P} -o two.csv --force"), 0);
        assert_eq!(sandbox.read("two.csv").lines().count(), 2, "{header}");
        // What stands under no name is no more dropped than the first time.
        sandbox.write(
            "again.csv",
            rejected.replacen("\nbo,true,bo,", "\nbo@example.com,true,bo,x", 1),
        );
        let text = sandbox.ends_with(&format!("clean again.csv {P} -o two.csv --force"), 1);
        assert!(text.contains("row-has-too-many-fields"), "{text}");
    }
}

#[test]
fn a_file_that_is_none_of_users_is_no_success() {
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
        (b"id,plan\n", "does it lack its line of column names?"),
        (
            b"ana@example.com,true,ana",
            "does it lack its line of column names?",
        ),
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
    // How a job without users ends nobody knows, neither for a check nor for what was cleaned.
    sandbox.write("in.csv", format!("{HEADER}\n"));
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force"), 0);
    sandbox.ends_with(&format!("check in.csv {P}"), 0);
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force --strict"), 1);
}

#[test]
fn what_is_no_text_is_called_what_it_looks_like() {
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
fn cleaning_twice_changes_nothing() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "bad.csv",
        &[
            GOOD,
            BAD,
            "eve@example.com,TRUE,+1 (206) 555-0100,1990-01-31,5,,eve",
        ],
    );
    sandbox.ends_with(&format!("clean bad.csv {P} -o one.csv"), 1);
    sandbox.ends_with(&format!("clean one.csv {P} -o two.csv"), 0);
    assert_eq!(sandbox.read("one.csv"), sandbox.read("two.csv"));
    sandbox.ends_with(&format!("check two.csv {P} --strict"), 0);
}

#[test]
fn what_has_to_be_asked_for_is_done_when_asked() {
    let sandbox = sandbox();
    let clean = |rows: &[&str], options: &str| {
        let mut file = HEADER.to_owned() + "\r\n";
        for row in rows {
            file += row;
            file += "\r\n";
        }
        sandbox.write("in.csv", file);
        sandbox.run(&format!(
            "clean in.csv {P} -o out.csv --force --from rfc4180 {options}"
        ));
        sandbox
            .read("out.csv")
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let national = "a@example.com,true,(206) 555-0100,,,,a";
    assert!(clean(&[national], "").is_empty());
    assert_eq!(
        clean(&[national], "--default-region US"),
        ["a@example.com,true,+12065550100,,,false,a"]
    );
    let dotted = "a@example.com,true,,1.2.1985,,,a";
    assert_eq!(
        clean(&[dotted], "--date-order dmy"),
        ["a@example.com,true,,02/01/1985,,false,a"]
    );
    assert_eq!(
        clean(&[dotted], "--date-order mdy"),
        ["a@example.com,true,,01/02/1985,,false,a"]
    );
    let slashed = "a@example.com,true,,03/04/1990,,,a";
    assert_eq!(
        clean(&[slashed], "--date-order dmy"),
        ["a@example.com,true,,04/03/1990,,false,a"]
    );
    assert_eq!(
        clean(&[slashed], "--date-order mdy"),
        ["a@example.com,true,,03/04/1990,,false,a"]
    );
    // Without `--from` such a file looks like Cognito's dialect, and nothing is written.
    for written in ["out.csv", "out.rejected.csv"] {
        fs::remove_file(sandbox.path(written)).unwrap();
    }
    let text = sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --date-order dmy"), 2);
    assert!(text.contains("--from"), "{text}");
    assert!(!sandbox.has("out.csv") && !sandbox.has("out.rejected.csv"));
    let blank = ",,,,,,a";
    assert_eq!(
        clean(
            &[blank],
            "--set email=x@example.com --set email_verified=true"
        ),
        ["x@example.com,true,,,,false,a"]
    );
    // A value of which a repair leaves nothing is blank, too, and what is set is written as it is set.
    let nothing = "\u{200b},,,\u{200b},,,a";
    assert_eq!(
        clean(
            &[nothing],
            "--set email=x@example.com --set email_verified=true --set birthdate=03/04/1990 --date-order dmy"
        ),
        ["x@example.com,true,,03/04/1990,,false,a"]
    );
}

#[test]
fn blank_lines_before_the_names_hide_no_delimiter() {
    let sandbox = sandbox();
    for option in ["", "--from rfc4180"] {
        sandbox.write(
            "in.csv",
            "\n \nemail\temail_verified\tcognito:username\na@example.com\ttrue\ta\n",
        );
        sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --force {option}"), 0);
        assert_eq!(
            sandbox.read("out.csv").lines().nth(1),
            Some("a@example.com,true,,,,false,a")
        );
    }
}

#[test]
fn values_that_cannot_be_written_are_rewritten_when_asked() {
    let sandbox = sandbox();
    sandbox.write(
        "h.csv",
        "name,email,email_verified,cognito:mfa_enabled,cognito:username",
    );
    let clean = |name: &str, option: &str| {
        sandbox.write(
            "in.csv",
            format!("name,email,email_verified,cognito:username\n{name},a@example.com,true,a\n"),
        );
        sandbox.run(&format!(
            "clean in.csv --csv-header h.csv -o out.csv --force --from rfc4180 {option}"
        ));
        sandbox.read("out.csv").lines().nth(1).map(str::to_owned)
    };
    let rest = ",a@example.com,true,false,a";
    assert_eq!(clean("\"A\nB\"", ""), None);
    assert_eq!(
        clean("\"A\nB\"", "--newlines-to-space"),
        Some(format!("A B{rest}"))
    );
    assert_eq!(clean("C:\\", ""), None);
    assert_eq!(
        clean("C:\\", "--backslash-to-slash"),
        Some(format!("C:/{rest}"))
    );
    assert_eq!(clean("\"\"\"A\"\" B\"", ""), None);
    assert_eq!(
        clean("\"\"\"A\"\" B\"", "--strip-leading-quotes").map(|row| row.starts_with('A')),
        Some(true)
    );
}

#[test]
fn columns_are_renamed_and_dropped_when_asked() {
    let sandbox = sandbox();
    sandbox.write(
        "in.csv",
        "mail,email_verified,cognito:username,note\na@example.com,true,a,hello\n",
    );
    sandbox.ends_with(&format!("clean in.csv {P} -o none.csv"), 1);
    assert_eq!(sandbox.read("none.csv"), format!("{HEADER}\n"));
    sandbox.ends_with(
        &format!("clean in.csv {P} -o out.csv --rename mail=email --drop-unknown-columns"),
        0,
    );
    assert_eq!(
        sandbox.read("out.csv").lines().nth(1),
        Some("a@example.com,true,,,,false,a")
    );
    sandbox.ends_with(&format!("clean in.csv {P} -o x.csv --set nothing=1"), 2);
    // A name that is mistyped would leave every address blank; a cleaned file has the new name.
    let misspelt = "--rename Mail=email --drop-unknown-columns";
    let text = sandbox.ends_with(&format!("clean in.csv {P} -o x.csv {misspelt}"), 2);
    assert!(text.contains("no column has the name Mail"), "{text}");
    assert!(!sandbox.path("x.csv").exists());
    sandbox.ends_with(&format!("clean out.csv {P} -o again.csv {misspelt}"), 0);
    assert_eq!(sandbox.read("again.csv"), sandbox.read("out.csv"));
}

#[test]
fn encodings_are_read_and_bytes_that_are_none_are_set_aside() {
    let sandbox = sandbox();
    let head = "email,email_verified,cognito:username\n";
    let mut latin = format!("{head}a@example.com,true,zo").into_bytes();
    latin.extend_from_slice(b"\xEB\n");
    sandbox.write("latin.csv", &latin);
    let text = sandbox.ends_with(&format!("clean latin.csv {P} -o out.csv"), 1);
    assert!(text.contains("record-has-invalid-encoding"), "{text}");
    assert!(
        fs::read(sandbox.path("out.rejected.csv"))
            .unwrap()
            .windows(3)
            .any(|w| w == b"zo\xEB")
    );
    sandbox.ends_with(
        &format!("clean latin.csv {P} -o out.csv --force --encoding windows-1252"),
        0,
    );
    assert!(sandbox.read("out.csv").contains("zoë"));
    let utf_16: Vec<u8> = format!("\u{feff}{head}a@example.com,true,zoë\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    sandbox.write("utf16.csv", utf_16);
    sandbox.ends_with(&format!("clean utf16.csv {P} -o out.csv --force"), 0);
    assert!(sandbox.read("out.csv").contains("zoë"));
    sandbox.ends_with(
        &format!("clean utf16.csv {P} -o out.csv --encoding klingon"),
        2,
    );
}

#[test]
fn dialects_and_delimiters_can_be_told() {
    let sandbox = sandbox();
    sandbox.write(
        "in.csv",
        "email|email_verified|cognito:username\na@example.com|true|a\n",
    );
    sandbox.ends_with(&format!("clean in.csv {P} -o out.csv --delimiter |"), 0);
    sandbox.write(
        "sep.csv",
        "sep=|\nemail|email_verified|cognito:username\na@example.com|true|a\n",
    );
    sandbox.ends_with(&format!("clean sep.csv {P} -o out.csv --force"), 0);
    sandbox.write(
        "tab.csv",
        "email\temail_verified\tcognito:username\na@example.com\ttrue\ta\n",
    );
    sandbox.ends_with(
        &format!("clean tab.csv {P} -o out.csv --force --delimiter tab"),
        0,
    );
    rows(
        &sandbox,
        "cognito.csv",
        &["a\\,b@example.com,true,,,,false,a"],
    );
    let text = sandbox.ends_with(&format!("clean cognito.csv {P} -o out.csv --force"), 1);
    assert!(text.contains("a backslash stands before a comma"), "{text}");
    sandbox.ends_with(
        &format!("clean cognito.csv {P} -o out.csv --force --from cognito"),
        1,
    );
    sandbox.ends_with(
        &format!("clean cognito.csv {P} -o out.csv --delimiter ab"),
        2,
    );
}

#[test]
fn outputs_are_never_written_over_unasked_and_never_over_an_input() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox.write("users.csv", "precious");
    let text = sandbox.ends_with(&format!("clean good.csv {P} -o users.csv"), 2);
    assert!(text.contains("--force"), "{text}");
    assert_eq!(sandbox.read("users.csv"), "precious");
    sandbox.ends_with(&format!("clean good.csv {P} -o good.csv --force"), 2);
    assert_eq!(sandbox.read("good.csv"), format!("{HEADER}\n{GOOD}\n"));
    sandbox.ends_with(&format!("clean good.csv {P} -o users.csv --force"), 0);
    assert!(sandbox.read("users.csv").starts_with("email,"));
    sandbox.ends_with(
        &format!("clean good.csv {P} -o same.csv --rejected same.csv"),
        2,
    );
    sandbox.ends_with(&format!("check good.csv {P} --report report.txt"), 2);
    sandbox.ends_with(&format!("clean good.csv {P} -o nowhere/users.csv"), 3);
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

#[test]
fn standard_input_and_output_stand_for_files() {
    let sandbox = sandbox();
    let file = format!("{HEADER}\n{GOOD}\n");
    let output = sandbox.run_with_input(&format!("check - {P}"), file.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let output = sandbox.run_with_input(
        &format!("clean - {P} -o - --rejected rejected.csv"),
        file.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), file);
    assert!(text(&output.stderr).contains("Predicted job"));
    let output = sandbox.run_with_input(
        &format!("check - {P} --report -"),
        format!("{HEADER}\n{BAD}\n").as_bytes(),
    );
    assert_eq!(json(&output.stdout)["outcome"], "FAILED");
    sandbox.ends_with(&format!("clean - {P} -o -"), 2);
    sandbox.ends_with("check - --csv-header -", 2);
    sandbox.ends_with(
        &format!("clean - {P} -o - --rejected r.csv --format json"),
        2,
    );
}

#[test]
fn an_allowance_and_strictness_move_the_line() {
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
fn values_are_shown_only_when_asked_for() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "bad.csv",
        &["secret\u{1b}[2J@@example.com,true,,,,false,ana"],
    );
    let quiet = sandbox.ends_with(&format!("check bad.csv {P} --report quiet.jsonl"), 1);
    assert!(!quiet.contains("secret") && !sandbox.read("quiet.jsonl").contains("secret"));
    let loud = sandbox.ends_with(&format!("check bad.csv {P} --show-values"), 1);
    assert!(loud.contains(r"secret\u{1b}[2J@@example.com"), "{loud}");
}

#[test]
fn findings_go_to_build_servers() {
    let sandbox = sandbox();
    rows(&sandbox, "bad.csv", &[BAD]);
    sandbox.ends_with(
        &format!("check bad.csv {P} --sarif out.sarif --junit out.xml"),
        1,
    );
    let sarif = json(sandbox.read("out.sarif").as_bytes());
    assert_eq!(
        sarif["runs"][0]["results"][0]["ruleId"],
        "no-auto-verified-attribute-is-true"
    );
    assert!(sandbox.read("out.xml").contains("<failure"));
}

#[test]
fn parts_keep_the_limits_and_the_manifest_finds_every_line() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "good.csv",
        &[GOOD, "", "c@example.com,true,,,,false,c"],
    );
    let output = sandbox.run(&format!(
        "clean good.csv {P} -o users.csv --split --format json"
    ));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let document = json(&output.stdout);
    assert_eq!(
        document["files"]["parts"],
        serde_json::json!(["users-0001.csv"])
    );
    let manifest = json(sandbox.read("users.manifest.json").as_bytes());
    assert_eq!(manifest["parts"][0]["part"], "users-0001.csv");
    assert!(sandbox.has("users-0001.csv") && !sandbox.has("users.csv"));
    // A part that an earlier run has left is not one of this run.
    sandbox.write("users-0002.csv", "left");
    let words = format!("clean good.csv {P} -o users.csv --split --format json");
    sandbox.ends_with(&words, 2);
    let document = json(&sandbox.run(&format!("{words} --force")).stdout);
    assert_eq!(
        document["files"]["parts"],
        serde_json::json!(["users-0001.csv"])
    );
}

#[test]
fn threads_change_nothing() {
    let sandbox = sandbox();
    let mut first = None;
    for threads in ["1", "2", "7"] {
        let samples = samples();
        let samples = samples.to_str().unwrap();
        sandbox.run(&format!(
            "clean {samples}/export.csv --csv-header {samples}/header.json --user-pool {samples}/pool.json \
             -o users.csv --report report.jsonl --force --threads {threads} --rename Username=cognito:username --drop-unknown-columns"
        ));
        let now = (
            sandbox.read("users.csv"),
            sandbox.read("users.rejected.csv"),
            sandbox.read("report.jsonl"),
        );
        assert!(
            first.get_or_insert_with(|| now.clone()) == &now,
            "{threads}"
        );
    }
}

#[test]
fn the_samples_do_what_the_readme_says() {
    let sandbox = sandbox();
    let samples = samples();
    let s = samples.to_str().unwrap();
    let pool = format!(
        "--csv-header {s}/header.json --user-pool {s}/pool.json --existing-users {s}/existing.json"
    );
    sandbox.ends_with(&format!("check {s}/passes.csv {pool} --strict"), 0);
    sandbox.ends_with(&format!("check {s}/export.csv {pool}"), 1);
    let options = "--rename Username=cognito:username --drop-unknown-columns";
    let output = sandbox.run(&format!(
        "clean {s}/export.csv {pool} {options} -o users.csv --format json"
    ));
    assert_eq!(output.status.code(), Some(1));
    let rows = &json(&output.stdout)["rows"];
    let count = |name: &str| rows[name].as_u64().unwrap();
    assert_eq!(count("cleaned") + count("rejected"), count("input"));
    assert!(count("cleaned") > 150 && count("rejected") > 50);
    let output = sandbox.run(&format!("check users.csv {pool} --format json"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let prediction = &json(&output.stdout)["prediction"];
    assert_eq!(
        (&prediction["FailedUsers"], &prediction["SkippedUsers"]),
        (&0.into(), &0.into())
    );
    sandbox.ends_with(&format!("clean users.csv {pool} -o again.csv"), 0);
    assert_eq!(sandbox.read("users.csv"), sandbox.read("again.csv"));
}

#[test]
fn password_hashes_need_their_algorithm() {
    let sandbox = sandbox();
    let head = "email,email_verified,cognito:username,password_hash";
    sandbox.write("h.csv", head);
    sandbox.write("in.csv", format!("{head}\na@example.com,true,a,$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW\n"));
    let text = sandbox.ends_with(
        "check in.csv --csv-header h.csv --password-hashing-algorithm BCRYPT",
        0,
    );
    assert!(text.contains("1 CONFIRMED"), "{text}");
    sandbox.ends_with(
        "check in.csv --csv-header h.csv --password-hashing-algorithm SCRYPT",
        1,
    );
    sandbox.ends_with("check in.csv --csv-header h.csv", 1);
    sandbox.ends_with(
        "check in.csv --csv-header h.csv --password-hashing-algorithm MD5",
        2,
    );
}

#[test]
fn the_other_commands_print_what_they_promise() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox.ends_with("header --csv-header header.json", 0),
        format!("{HEADER}\n")
    );
    assert_eq!(sandbox.ends_with("header", 0).split(',').count(), 21);
    assert!(sandbox.ends_with("explain", 0).contains("username-missing"));
    assert!(
        sandbox
            .ends_with("explain email-is-invalid", 0)
            .contains("Invalid email address format")
    );
    assert!(
        sandbox
            .ends_with("explain spell-boolean", 0)
            .contains("spell-boolean")
    );
    assert!(
        sandbox
            .ends_with("explain alias-clash", 0)
            .contains("Predicted")
    );
    assert!(
        sandbox
            .ends_with("explain email-invalid", 2)
            .contains("email-is-invalid")
    );
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(
            sandbox
                .ends_with(&format!("completions {shell}"), 0)
                .contains("cognito-preflight")
        );
    }
    assert!(sandbox.ends_with("man", 0).contains(".TH"));
    assert!(sandbox.ends_with("man clean", 0).contains("newlines"));
    sandbox.ends_with("man nothing", 2);
    assert!(
        sandbox
            .ends_with("--version", 0)
            .contains(env!("CARGO_PKG_VERSION"))
    );
    assert!(sandbox.ends_with("--help", 0).contains("clean"));
}

#[test]
fn colours_come_only_when_asked_for_or_on_a_terminal() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    assert!(
        !sandbox
            .ends_with(&format!("check good.csv {P}"), 0)
            .contains('\u{1b}')
    );
    assert!(
        sandbox
            .ends_with(&format!("check good.csv {P} --color always"), 0)
            .contains('\u{1b}')
    );
    assert!(
        !sandbox
            .ends_with(
                &format!("check good.csv {P} --color never --no-progress"),
                0
            )
            .contains('\u{1b}')
    );
}

#[cfg(unix)]
#[test]
fn outputs_are_their_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    // Under a mask that forbids nothing.
    let script = format!(
        "umask 000; exec {} clean good.csv {P} -o users.csv --report r.jsonl",
        TOOL
    );
    let status = sandbox.shell(&script).status;
    assert_eq!(status.code(), Some(0));
    for name in ["users.csv", "users.rejected.csv", "r.jsonl"] {
        let mode = fs::metadata(sandbox.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}
