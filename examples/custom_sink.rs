//! A sink of one's own inside an ETL step: rows that pass go on, the others are counted by rule.
//!
//! `cargo run --example custom_sink`

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::{collections::BTreeMap, error::Error, io};

use cognito_preflight::{
    engine::{Interest, Mode, Options, Preflight, Sink},
    outcome::Outcome,
    prediction::Verdict,
    schema::{CsvHeader, Schema},
};

/// Hands the usernames of rows that pass to the next step, here a list.
#[derive(Default)]
struct NextStep {
    usernames: Vec<String>,
    refused: BTreeMap<&'static str, u64>,
}

impl Sink for NextStep {
    fn interest(&self) -> Interest {
        Interest::EVERY_ROW.with_values()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        if verdict.judgement.outcome == Outcome::Imported {
            let username = verdict.record.value_of(verdict.schema.known().username);
            self.usernames.push(username.to_owned());
        } else {
            for finding in verdict.findings {
                *self.refused.entry(finding.rule.rule().name).or_default() += 1;
            }
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let header = CsvHeader::parse("email,email_verified,cognito:mfa_enabled,cognito:username")?;
    let mut options = Options::default();
    options.mode = Mode::Clean;
    let preflight = Preflight::new(Schema::new(Some(header), None)?, options)?;

    let export = "\
Email;Email Verified;cognito:username
ana@example.com;Yes;ana
bo at example.com;Yes;bo
cleo@example.com;1;cleo
";
    let mut next = NextStep::default();
    let mut run = preflight.run();
    run.file("export", export.as_bytes(), &mut [&mut next])?;
    run.finish(&mut [&mut next])?;

    println!("goes on: {}", next.usernames.join(", "));
    for (rule, times) in next.refused {
        println!("refused {times} by {rule}");
    }
    Ok(())
}
