//! What a run comes to, in words.

use super::*;
use crate::{
    engine::Options,
    schema::{CsvHeader, Schema},
};

const HEADER: &str = "email,email_verified,address,cognito:mfa_enabled,cognito:username";

fn of(rows: &str, mode: Mode) -> Conclusion {
    let schema = Schema::new(Some(CsvHeader::parse(HEADER).unwrap()), None).unwrap();
    let options = Options {
        mode,
        ..Options::default()
    };
    let preflight = Preflight::new(schema, options).unwrap();
    let mut run = preflight.run();
    let file = format!("{HEADER}\n{rows}");
    run.file("u.csv", file.as_bytes(), &mut []).unwrap();
    let summary = run.finish(&mut []).unwrap();
    let files = Files {
        cleaned: Some("out/users.csv".to_owned()),
        rejected: Some("out/users.rejected.csv".to_owned()),
        ..Files::default()
    };
    let invocation =
        Invocation::new(vec!["my file.csv".to_owned()]).with("--csv-header", "header.json");
    Conclusion::new(&preflight, &summary, &files, &invocation)
}

const GOOD: &str = "a@example.com,true,,false,a\n";
const BAD: &str = "not an address,true,,false,b\n";

#[test]
fn a_file_that_passes_is_ready() {
    let conclusion = of(GOOD, Mode::Check);
    assert_eq!(conclusion.readiness, Readiness::Ready);
    assert_eq!(conclusion.sentence, "The only user would be imported.");
    assert_eq!(conclusion.job, "Succeeded");
    assert!(conclusion.not_checked.is_some());
    let cleaned = of(GOOD, Mode::Clean);
    assert_eq!(cleaned.readiness, Readiness::Ready);
    assert_eq!(cleaned.sentence, "The only user is ready to import.");
}

#[test]
fn users_who_would_be_lost_come_first() {
    let conclusion = of(&format!("{GOOD}{BAD}"), Mode::Check);
    assert_eq!(conclusion.readiness, Readiness::NotReady);
    assert_eq!(
        conclusion.sentence,
        "Do not upload this file yet: 1 of 2 users would not arrive."
    );
    let clean = &conclusion.next[0].command;
    assert_eq!(
        clean,
        "cognito-preflight clean 'my file.csv' --csv-header header.json --output users.csv"
    );
    let cleaned = of(&format!("{GOOD}{BAD}"), Mode::Clean);
    assert_eq!(cleaned.readiness, Readiness::NearlyReady);
    assert_eq!(
        cleaned.sentence,
        "1 of 2 users is ready to import. 1 row was rejected: 1 would fail."
    );
    assert_eq!(
        cleaned.next[0].command,
        "cognito-preflight clean out/users.rejected.csv --csv-header header.json --output \
         out/users-2.csv"
    );
    assert_eq!(of(BAD, Mode::Clean).readiness, Readiness::NotReady);
    assert_eq!(of("", Mode::Check).readiness, Readiness::NotReady);
}

#[test]
fn options_that_may_fix_rows_are_ready_to_be_added() {
    let rows = format!("{GOOD}a@example.com,true,\"1 Road\nTown\",false,b\n");
    let conclusion = of(&rows, Mode::Clean);
    assert_eq!(conclusion.next[0].command, "--newlines-to-space");
}

#[test]
fn a_job_that_fails_whatever_the_rows_are_says_why() {
    let schema = Schema::new(Some(CsvHeader::parse(HEADER).unwrap()), None).unwrap();
    let preflight = Preflight::new(schema, Options::default()).unwrap();
    let mut run = preflight.run();
    let file = format!("{HEADER},more\n{}", GOOD.replace('\n', ",\n"));
    run.file("u.csv", file.as_bytes(), &mut []).unwrap();
    let summary = run.finish(&mut []).unwrap();
    let conclusion = Conclusion::new(
        &preflight,
        &summary,
        &Files::default(),
        &Invocation::default(),
    );
    assert_eq!(conclusion.readiness, Readiness::NotReady);
    assert!(
        conclusion
            .sentence
            .starts_with("Cognito would refuse this file: "),
        "{}",
        conclusion.sentence
    );
}

#[test]
fn numbers_have_commas() {
    for (number, text) in [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (43_750, "43,750"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(grouped(number), text);
    }
}

#[test]
fn rows_that_are_rejected_for_being_uncertain_leave_no_doubt() {
    let schema = Schema::new(Some(CsvHeader::parse(HEADER).unwrap()), None).unwrap();
    let rows = format!("{GOOD}a@example.com,true,1 \\\"Road\\\",false,b\n");
    for (reject_uncertain, uncertain) in [(false, 1), (true, 0)] {
        let options = Options {
            mode: Mode::Clean,
            dialect: Some(crate::engine::DialectChoice::Cognito),
            reject_uncertain,
            ..Options::default()
        };
        let preflight = Preflight::new(schema.clone(), options).unwrap();
        let mut run = preflight.run();
        let file = format!("{HEADER}\n{rows}");
        run.file("u.csv", file.as_bytes(), &mut []).unwrap();
        let summary = run.finish(&mut []).unwrap();
        let (files, invocation) = (Files::default(), Invocation::default());
        let conclusion = Conclusion::new(&preflight, &summary, &files, &invocation);
        assert_eq!(conclusion.users.uncertain, uncertain, "{conclusion:?}");
    }
}
