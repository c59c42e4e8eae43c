//! What the summary says, and in which order.

use super::*;
use crate::{
    engine::Options,
    output::{Invocation, ShowValues},
    schema::{CsvHeader, Schema},
};

const HEADER: &str = "email,email_verified,custom:a\u{1b}b,cognito:mfa_enabled,cognito:username";

/// The summary of a run over these rows, without the colours.
fn rendered(name: &str, rows: &str, mode: Mode, show_values: ShowValues, extent: Extent) -> String {
    let header = CsvHeader::parse(HEADER).unwrap();
    let options = Options {
        mode,
        ..Options::default()
    };
    let preflight = Preflight::new(Schema::new(Some(header), None).unwrap(), options).unwrap();
    let mut examples = Examples::new(show_values);
    let mut run = preflight.run();
    let file = format!("{HEADER}\n{rows}");
    run.file(name, file.as_bytes(), &mut [&mut examples])
        .unwrap();
    let summary = run.finish(&mut [&mut examples]).unwrap();
    let files = Files {
        cleaned: (mode == Mode::Clean).then(|| "out\u{202e}.csv".to_owned()),
        ..Files::default()
    };
    let notes = ["a note\u{7}".to_owned()];
    let conclusion = Conclusion::new(&preflight, &summary, &files, &Invocation::default());
    let result = RunResult {
        preflight: &preflight,
        summary: &summary,
        files: &files,
        notes: &notes,
        examples: &examples,
        conclusion: &conclusion,
    };
    let text = super::rendered(&result, extent, Lines::PLAIN);
    anstream::adapter::strip_str(&text).to_string()
}

fn place(text: &str, part: &str) -> usize {
    text.find(part)
        .unwrap_or_else(|| panic!("{part} in\n{text}"))
}

#[test]
fn the_job_comes_first_then_what_was_found_then_what_was_done() {
    let rows = "a@example.com,Yes,,,a\nnot an address,true,,,b\n";
    let text = rendered("users.csv", rows, Mode::Clean, ShowValues::No, Extent::All);
    let places = [
        "Nearly ready: 1 of 2 users is ready to import.",
        "Predicted job: Succeeded",
        "ImportedUsers 1   SkippedUsers 0   FailedUsers 0",
        "CompletionMessage “Import Job Completed Successfully.”",
        "Rows: 2 read, 1 cleaned, 1 rejected",
        "Users: 1 RESET_REQUIRED",
        "Note: no user pool was given",
        "Findings",
        "email-is-invalid",
        "at users.csv:3 in email",
        "→ ",
        "Repairs",
        "spell-boolean",
        "Files",
        "To upload     out",
    ]
    .map(|part| place(&text, part));
    assert!(places.is_sorted(), "{places:?} {text}");
}

#[test]
fn a_job_that_cannot_be_predicted_says_what_is_possible_and_why() {
    let rows = "a@example.com,true,,,a\nb@example.com,true,,,b\nc@example.com,false,,,c\n";
    let text = rendered("users.csv", rows, Mode::Check, ShowValues::No, Extent::All);
    place(
        &text,
        "Predicted job: cannot be predicted (Succeeded or Failed)",
    );
    place(&text, "Because the threshold of");
    assert!(
        !text.contains("Repairs") && !text.contains("Files"),
        "{text}"
    );
}

#[test]
fn a_value_is_shown_only_where_it_is_asked_for() {
    let rows = "secret at example.com,true,,,a\n";
    let hidden = rendered("users.csv", rows, Mode::Check, ShowValues::No, Extent::All);
    assert!(!hidden.contains("secret"), "{hidden}");
    let shown = rendered("users.csv", rows, Mode::Check, ShowValues::Yes, Extent::All);
    place(&shown, "at users.csv:2 in email: secret at example.com");
}

#[test]
fn nothing_that_is_printed_acts_on_a_terminal() {
    let rows = "a\u{1b}[31m@@example.com,true,\u{9b}x,,a\n,true,x,,b\u{1b}\n";
    for (mode, extent) in [
        (Mode::Check, Extent::All),
        (Mode::Clean, Extent::All),
        (Mode::Clean, Extent::Short),
    ] {
        let text = rendered("u\u{1b}[2J.csv", rows, mode, ShowValues::Yes, extent);
        for line in text.lines() {
            assert_eq!(line, Escaped(line).to_string());
        }
        place(&text, r"u\u{1b}[2J.csv");
    }
}

#[test]
fn the_short_summary_fits_on_a_screen_and_ends_with_what_to_do() {
    let rows = "a@example.com,Yes,,,a\nnot an address,true,,,b\n";
    let text = rendered(
        "users.csv",
        rows,
        Mode::Clean,
        ShowValues::No,
        Extent::Short,
    );
    let places = [
        "Nearly ready: 1 of 2 users is ready to import.",
        "To upload",
        "Cognito will count  ImportedUsers 1   SkippedUsers 0   FailedUsers 0",
        "Predicted job       Succeeded, with the message “Import Job Completed Successfully.”",
        "First sign-in       The user must set a new password (RESET_REQUIRED).",
        "Read users.csv as",
        "Note: no user pool was given",
        "! Not checked:",
        "Why rows are rejected",
        "email-is-invalid",
        "Repaired:",
        "Next: ",
    ]
    .map(|part| place(&text, part));
    assert!(places.is_sorted(), "{places:?} {text}");
    assert!(text.lines().count() <= 25, "{text}");
    assert!(text.lines().last().unwrap().starts_with("Next: "), "{text}");
}

#[test]
fn a_rule_is_marked_by_who_fixes_it() {
    let rows = "a@example.com,Yes,,,a\n\"b\",true,,,b\nnone,true,,,c\n";
    let text = rendered(
        "users.csv",
        rows,
        Mode::Check,
        ShowValues::No,
        Extent::Short,
    );
    let marked = |rule: &str, mark: &str| {
        let line = text.lines().find(|line| line.contains(rule)).unwrap();
        assert!(line.contains(mark), "{line}");
    };
    marked("verified-flag-is-not-a-boolean", "[*]");
    marked("quotation-mark-at-start-of-value", "(?)");
    place(&text, "[*] clean fixes these by itself");
}
