//! The round trip over the rejected file, as docs/report.md describes it.

use crate::sandbox::printed;

use super::{P, sandbox};

/// Duplicates, a faulty address, a date in the order of its country, a name in an old encoding.
const EXPORT: &[u8] = b"email;email_verified;birthdate;cognito:username;name\r\n\
    ana@example.com;Yes;03/04/1990;ana;x\r\n\
    bo at example.com;Yes;03/04/1990;bo;Jos\xe9\r\n\
    cy@example.com;Yes;25/12/1985;ana;x\r\n";

#[test]
fn the_rejected_file_is_corrected_and_cleaned_beside_the_cleaned_one() {
    let sandbox = sandbox();
    sandbox.write("export.csv", EXPORT);
    let options = format!("--drop-unknown-columns {P}");
    let first = format!(
        "clean export.csv -o users.csv --encoding windows-1252 --from rfc4180 --date-order dmy {options}"
    );
    let printed = sandbox.ends_with(&first, 1);
    let command = "cognito-preflight clean users.rejected.csv --existing-users users.csv";
    assert!(printed.contains(command), "{printed}");
    assert!(printed.contains("1 rejected row has a username or alias that is taken"));

    // The first of the two is corrected; the other is still a duplicate, and the command says of what.
    let rejected = sandbox.read_bytes("users.rejected.csv");
    let place = rejected
        .windows(4)
        .position(|part| part == b" at ")
        .unwrap();
    let mut corrected = rejected.clone();
    corrected.splice(place..place + 4, *b"@");
    sandbox.write("users.rejected.csv", &corrected);
    let command = command.strip_prefix("cognito-preflight ").unwrap();
    sandbox.ends_with(&format!("{command} -o second.csv {options}"), 1);
    let second = sandbox.read("second.csv");
    let rows: Vec<&str> = second.lines().skip(1).collect();
    assert_eq!(rows, ["bo@example.com,true,,04/03/1990,,false,bo"]);
    let rejected = sandbox.read_bytes("second.rejected.csv");
    assert!(
        rejected
            .windows(23)
            .any(|part| part == b"username-already-exists")
    );

    // Without them nothing shows that the user exists.
    sandbox.ends_with(
        &format!("clean second.rejected.csv -o third.csv {options}"),
        0,
    );
}

#[test]
fn a_path_in_the_command_is_one_word() {
    let sandbox = sandbox();
    sandbox.write("export.csv", EXPORT);
    let options = format!(
        "--encoding windows-1252 --from rfc4180 --date-order dmy --drop-unknown-columns {P}"
    );
    let output = sandbox
        .command(&format!("clean export.csv {options}"))
        .args(["--output", "my users.csv"])
        .output()
        .unwrap();
    let printed = printed(&output);
    assert!(
        printed.contains("clean 'my users.rejected.csv' --existing-users 'my users.csv'"),
        "{printed}"
    );
}

/// An export that needs each of these options, so that its cleaned file could be read otherwise again.
const SOURCE: &[u8] = b"mail;email_verified;birthdate;plan;level\r\n\
    ana@example.com;Yes;03/04/1990;free;1\r\n\
    Bo@example.com;Yes;25/12/1985;pro;2\r\n\
    dora@example.com;Yes;;free;3\r\n\
    \"cy, d@example.com\";no;;free;n/a\r\n";

/// Options that change what a cleaning writes.
const CHANGING: &[&str] = &[
    "",
    "--from rfc4180",
    "--delimiter ;",
    "--quote none",
    "--encoding windows-1252",
    "--encoding-fallback windows-1252",
    "--date-order dmy",
    "--date-order mdy",
    "--date-order from-column",
    "--from rfc4180 --date-order dmy",
    "--copy mail=cognito:username",
    "--null common",
    "--true Yes",
    "--true email_verified=present",
    "--false no",
    "--override birthdate=01/02/1990",
    "--set birthdate=01/02/1990",
    "--lower-case email",
    "--blank-invalid birthdate",
    "--time-zone UTC",
    "--only plan=free",
    "--except plan=pro",
    "--only email=dora@example.com",
    "--reject-uncertain",
    "--default-region US",
    "--newlines-to-space",
    "--backslash-to-slash",
    "--strip-leading-quotes",
    "--keep-disabled",
    "--keep-federated",
    "--guard-formulas",
    "--pbkdf2-alphabet plus",
    "--null free --null n/a",
    "--true email_verified=Yes --false email_verified=no",
    "--lower-case cognito:username",
    "--override email_verified=true",
    "--set cognito:mfa_enabled=false",
    "--blank-invalid email",
    "--except email=Bo@example.com",
    "--except email=Bo@example.com --lower-case email",
    "--only email_verified=Yes",
    "--except birthdate=03/04/1990 --from rfc4180 --date-order dmy",
];

/// Options of a cleaning that change no value of a row that is cleaned, and those that need another source; each with the
/// test of its own.
const OTHERS: &[&str] = &[
    // Where things are written, and what is said.
    "output",
    "rejected",
    "split",
    "color",
    "help",
    "version",
    "format",
    "report",
    "html",
    "all",
    "sarif",
    "junit",
    "show-values",
    "strict",
    "max-rejected",
    "force",
    "no-progress",
    "quiet",
    "threads",
    // The pool is the same in both rounds.
    "pool",
    "csv-header",
    "user-pool",
    "auto-verified",
    "mfa",
    "password-hashing-algorithm",
    "existing-users",
    "existing-users-incomplete",
    "evidence",
    "evidence-since",
    "assume",
    // `the_dialects_of_other_sources_change_nothing_in_a_second_cleaning`.
    "escape",
    "columns",
    "skip-lines",
    // Of `CHANGING` each run has these.
    "rename",
    "drop-unknown-columns",
    // Records of another source have no second round: its cleaned file is not of its form.
    "source",
    "mapping",
    "join",
    "plan",
    "unusable-hash",
    "peppered",
];

#[test]
fn every_option_of_a_cleaning_is_tried_in_a_second_one() {
    let help = sandbox().ends_with("clean --help", 0);
    let names = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let long = line
            .strip_prefix("--")
            .or_else(|| line.split_once(", --").map(|(_, long)| long))?;
        let name = long
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .next()?;
        (line.starts_with('-') && !name.is_empty()).then_some(name)
    });
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 50, "{names:?}");
    let tried = |name: &str| {
        CHANGING.iter().any(|option| {
            option
                .split(' ')
                .any(|word| word.strip_prefix("--") == Some(name))
        })
    };
    for name in &names {
        assert_ne!(tried(name), OTHERS.contains(name), "--{name}");
    }
}

#[test]
fn the_dialects_of_other_sources_change_nothing_in_a_second_cleaning() {
    for (option, source) in [
        (
            "--escape backslash",
            "email\temail_verified\tcognito:username\nana@example.com\ttrue\tana\\\\x\n",
        ),
        (
            "--columns email,email_verified,cognito:username",
            "ana@example.com;Yes;ana\nbo@example.com;Yes;bo\n",
        ),
        (
            "--skip-lines 1",
            "Users of today\nemail;email_verified;cognito:username\nana@example.com;Yes;ana\n",
        ),
    ] {
        let sandbox = sandbox();
        sandbox.write("export.csv", source);
        let options = format!("{option} {P}");
        sandbox.ends_with(&format!("clean export.csv -o first.csv {options}"), 0);
        sandbox.ends_with(&format!("clean first.csv -o second.csv {options}"), 0);
        assert_eq!(
            sandbox.read("second.csv"),
            sandbox.read("first.csv"),
            "{option}"
        );
    }
}

#[test]
fn words_and_the_region_are_stated_in_the_rejected_file() {
    let sandbox = sandbox();
    let export = "email;email_verified;phone_number;cognito:username\n\
                  ana@example.com;jo;2065550100;ana\nbo at example.com;jo;2065550100;bo\n";
    sandbox.write("export.csv", export);
    let first = format!(
        "clean export.csv -o users.csv --true jo --false email_verified=nö,nei --default-region US {P}"
    );
    sandbox.ends_with(&first, 1);
    let rejected = sandbox.read("users.rejected.csv");
    assert!(
        rejected.contains(" true==jo false=email_verified=n%C3%B6=nei default-region=US"),
        "{rejected}"
    );
    sandbox.write("users.rejected.csv", rejected.replace(" at ", "@"));
    sandbox.ends_with(&format!("clean users.rejected.csv -o second.csv {P}"), 0);
    let second = sandbox.read("second.csv");
    assert_eq!(
        second.lines().nth(1),
        Some("bo@example.com,true,+12065550100,,,false,bo")
    );
}

#[test]
fn a_second_cleaning_with_any_option_changes_no_byte() {
    for option in CHANGING {
        let sandbox = sandbox();
        sandbox.write("export.csv", SOURCE);
        let copy = if option.starts_with("--copy") {
            ""
        } else {
            "--copy email=cognito:username"
        };
        let options = format!(
            "--rename mail=email --rename level=custom:level {copy} {option} --drop-unknown-columns {P}"
        );
        let first = sandbox.run(&format!("clean export.csv -o first.csv {options}"));
        assert!(
            first.status.code() < Some(2),
            "{option}\n{}",
            printed(&first)
        );
        assert!(sandbox.read("first.csv").lines().count() > 1, "{option}");
        let second = sandbox.run(&format!("clean first.csv -o second.csv {options}"));
        assert_eq!(
            second.status.code(),
            Some(0),
            "{option}\n{}",
            printed(&second)
        );
        assert_eq!(
            sandbox.read("second.csv"),
            sandbox.read("first.csv"),
            "{option}"
        );
    }
}
