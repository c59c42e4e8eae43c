//! One user at a time, as a consumer of a queue sees them.
//!
//! `cargo run --example one_record`

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use cognito_preflight::{
    engine::{Mode, Options, Preflight},
    record::Record,
    schema::{CsvHeader, Schema},
};

fn main() -> Result<(), Box<dyn Error>> {
    let header = CsvHeader::parse("cognito:username,email,email_verified,phone_number")?;
    let mut options = Options::default();
    options.mode = Mode::Clean;
    let preflight = Preflight::new(Schema::new(Some(header), None)?, options)?;

    let queue = [
        [Some("ana"), Some("ana@example.com"), Some("true"), None],
        [
            Some("bo"),
            Some("bo@example.com"),
            Some("Yes"),
            Some("+1 (206) 555-0100"),
        ],
        [Some("cleo"), Some("cleo@example.com"), Some("no"), None],
    ];
    for user in &queue {
        let verdict = preflight.record(&Record::from_values(user));
        let rules: Vec<&str> = verdict
            .findings
            .iter()
            .map(|found| found.rule.rule().name)
            .collect();
        let repairs: Vec<&str> = verdict
            .repairs
            .iter()
            .map(|made| made.repair.name())
            .collect();
        println!(
            "{} findings {rules:?} repairs {repairs:?}",
            verdict.judgement.outcome
        );
    }
    Ok(())
}
