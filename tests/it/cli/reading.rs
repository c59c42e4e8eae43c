//! Encodings, dialects and columns of the input of `clean`.

use std::fs;

use crate::sandbox::{Sandbox, json};

use super::{HEADER, P, rows, sandbox};

/// Spreadsheets write separators for columns that were once used, and ours stand behind those.
#[test]
fn a_rejected_file_can_be_cleaned_although_blank_names_end_its_header() {
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
fn blank_lines_before_the_header_hide_no_delimiter() {
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
fn encodings_are_read_and_invalid_bytes_are_rejected() {
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
fn dialects_and_delimiters_can_be_given() {
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
    assert!(
        text.contains("its header and lines are as clean writes them"),
        "{text}"
    );
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
fn a_check_says_first_that_a_cleaning_reads_what_the_job_does_not() {
    let sandbox = Sandbox::new();
    sandbox.write("h.csv", "name,email,email_verified,cognito:username");
    for (header, row, note) in [
        (
            "name,email,email_verified,cognito:username",
            "\"Lopez, Ana\",ana@example.com,true,ana",
            "quotes fields as RFC 4180 does",
        ),
        (
            "name;email;email_verified;cognito:username",
            "Ana;ana@example.com;true;ana",
            "separates fields by another character than a comma",
        ),
    ] {
        sandbox.write("in.csv", format!("{header}\n{row}\n"));
        let summary = sandbox.ends_with("check in.csv --csv-header h.csv", 1);
        let second = summary.lines().nth(1).unwrap();
        assert!(
            second.contains(note) && second.ends_with("run clean"),
            "{summary}"
        );
        assert!(!summary.contains("lack its header"), "{summary}");
        sandbox.ends_with("clean in.csv -o out.csv --force --csv-header h.csv", 0);
    }
    sandbox.write(
        "in.csv",
        "name,email,email_verified,cognito:username\nAna,ana@example.com,true,ana\n",
    );
    let summary = sandbox.ends_with("check in.csv --csv-header h.csv", 0);
    assert!(!summary.contains("run clean"), "{summary}");
    sandbox.write("in.csv", "Vorname,Mail\nAna,ana@example.com\n");
    let summary = sandbox.ends_with("check in.csv --csv-header h.csv", 1);
    assert!(!summary.contains("lack its header"), "{summary}");
}

#[test]
fn a_row_with_a_comma_too_many_has_one_finding() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "h.csv",
        "name,email,email_verified,birthdate,cognito:mfa_enabled,cognito:username",
    );
    let row = "Lopez, Ana,ana@example.com,true,01/02/1990,false,ana";
    sandbox.write("in.csv", format!("{}\n{row}\n", sandbox.read("h.csv")));
    let output = sandbox.run("check in.csv --csv-header h.csv --format json");
    let rules = json(output.stdout)["rules"].as_object().unwrap().clone();
    let of_row: Vec<&String> = rules.keys().collect();
    assert_eq!(of_row, ["row-has-too-many-fields"]);
}
