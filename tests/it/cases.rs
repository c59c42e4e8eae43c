//! Concrete cases with their sources: pool, header and file, and what the import job does.

use std::{
    fmt::Write as _,
    io::{self, Read},
};

use cognito_preflight::{
    engine::{Mode, Preflight},
    prediction::Status,
    schema::{CsvHeader, Schema, UserPool},
    values::password_hash::PasswordHashingAlgorithm,
};
use serde::Deserialize;

use crate::collect::{Collected, collect_into, options};

const CASES: &str = include_str!("../cases.json");

#[derive(Deserialize)]
pub(crate) struct Case {
    pub id: String,
    pub title: String,
    pub pool: serde_json::Value,
    pub header: Vec<String>,
    pub csv: Option<String>,
    /// The file in base64, where it is not text.
    pub csv_base64: Option<String>,
    pub csv_generate: Option<Generate>,
    pub all_rows: Option<String>,
    pub existing_users: Vec<serde_json::Value>,
    pub expect: Expect,
    pub job_input: Option<JobInput>,
    pub job_event: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Generate {
    pub header: Vec<String>,
    pub count: u64,
    pub row: String,
    pub newline: String,
}

#[derive(Deserialize)]
pub(crate) struct JobInput {
    #[serde(rename = "PasswordHashingAlgorithm")]
    pub password_hashing_algorithm: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Expect {
    pub rows: Vec<Row>,
    pub job: Option<Job>,
}

#[derive(Deserialize)]
pub(crate) struct Row {
    pub line: u64,
    pub outcome: String,
    pub message: Option<String>,
    pub message_any: Option<Vec<String>>,
    /// A part that a person noted of a line whose whole text is not known. No line is then predicted, and
    /// one that is has to hold it.
    pub message_contains: Option<String>,
    pub user_status: Option<String>,
    pub stored: Option<std::collections::BTreeMap<String, String>>,
    pub alternatives: Option<Vec<String>>,
    pub prudent: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Job {
    pub status: String,
    pub message: Option<String>,
}

/// Every case.
pub(crate) fn all() -> Vec<Case> {
    serde_json::from_str(CASES).unwrap()
}

impl Case {
    /// The file of the case.
    pub(crate) fn file(&self) -> Box<dyn Read + Send + '_> {
        match &self.csv_generate {
            Some(generate) => Box::new(Generated {
                generate,
                next: 0,
                ready: Vec::new(),
                read: 0,
            }),
            None => match &self.csv_base64 {
                Some(encoded) => Box::new(io::Cursor::new(from_base64(encoded))),
                None => Box::new(self.csv.as_deref().unwrap().as_bytes()),
            },
        }
    }

    pub(crate) fn schema(&self) -> Schema {
        let header = CsvHeader::parse(&serde_json::to_string(&self.header).unwrap());
        let pool = UserPool::parse(&self.pool.to_string());
        let schema = Schema::new(Some(header.unwrap()), Some(pool.unwrap())).unwrap();
        let algorithm: Option<PasswordHashingAlgorithm> = self
            .job_input
            .as_ref()
            .and_then(|input| input.password_hashing_algorithm.as_deref())
            .map(|name| name.parse().unwrap());
        schema.with_password_hashing_algorithm(algorithm)
    }

    pub(crate) fn existing(&self) -> String {
        serde_json::json!({ "Users": self.existing_users }).to_string()
    }
}

/// The bytes of standard base64 with padding.
fn from_base64(encoded: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits: Vec<u32> = encoded
        .trim_end_matches('=')
        .bytes()
        .map(|byte| DIGITS.iter().position(|digit| *digit == byte).unwrap() as u32)
        .collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, place| {
            bits << 6 | four.get(place).copied().unwrap_or_default()
        });
        let [_, first, second, third] = bits.to_be_bytes();
        [first, second, third].into_iter().take(four.len() - 1)
    });
    bytes.collect()
}

/// A file of many like rows, which is never in memory as a whole.
struct Generated<'a> {
    generate: &'a Generate,
    next: u64,
    ready: Vec<u8>,
    read: usize,
}

impl Read for Generated<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.ready.len() {
            let mut text = String::new();
            if self.next == 0 {
                text = self.generate.header.join(",") + &self.generate.newline;
            }
            for _ in 0..1000 {
                self.next += 1;
                if self.next > self.generate.count {
                    break;
                }
                let number = self.next.to_string();
                text += &self.generate.row.replace("{i}", &number);
                text += &self.generate.newline;
            }
            self.ready = text.into_bytes();
            self.read = 0;
        }
        let count = buffer.len().min(self.ready.len() - self.read);
        buffer[..count].copy_from_slice(&self.ready[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}

/// What is wrong with the prediction for one case, in words.
fn complaints(case: &Case) -> String {
    let mut wrong = String::new();
    let preflight = Preflight::new(case.schema(), options(Mode::Check)).unwrap();
    let only_notable = case.csv_generate.is_some() && case.all_rows.as_deref() == Some("IMPORTED");
    let collector = Collected {
        only_notable,
        ..Collected::default()
    };
    let (collected, summary) =
        collect_into(collector, &preflight, &case.existing(), case.file()).unwrap();
    if only_notable {
        assert!(collected.rows.is_empty(), "{}", case.id);
    }
    for expected in &case.expect.rows {
        let Some(row) = collected.rows.iter().find(|row| row.line == expected.line) else {
            let _ = writeln!(wrong, "line {}: no verdict", expected.line);
            continue;
        };
        let outcome = row.outcome.as_str();
        if expected.outcome == "UNKNOWN" {
            let alternatives: Vec<&str> = row.alternatives.iter().map(|o| o.as_str()).collect();
            let mut theirs: Vec<&str> = expected
                .alternatives
                .iter()
                .flatten()
                .map(String::as_str)
                .collect();
            let mut ours = alternatives.clone();
            theirs.sort_unstable();
            ours.sort_unstable();
            let prudent = expected.prudent.as_deref();
            if ours != theirs || prudent.is_some_and(|prudent| prudent != outcome) {
                let _ = writeln!(
                    wrong,
                    "line {}: {outcome} of {ours:?} instead of {prudent:?} of {theirs:?} by {:?}",
                    expected.line, row.rules
                );
            }
            continue;
        }
        if outcome != expected.outcome || !row.alternatives.is_empty() {
            let _ = writeln!(
                wrong,
                "line {}: {outcome} of {:?} instead of {} by {:?}",
                expected.line, row.alternatives, expected.outcome, row.rules
            );
        }
        let log_line = row.log_line.as_deref();
        let fits = expected
            .message
            .as_deref()
            .is_none_or(|m| log_line == Some(m))
            && expected
                .message_any
                .as_ref()
                .is_none_or(|any| any.iter().any(|m| log_line == Some(m)))
            && expected
                .message_contains
                .as_deref()
                .zip(log_line)
                .is_none_or(|(part, line)| line.contains(part));
        if !fits {
            let _ = writeln!(
                wrong,
                "line {}: log line {log_line:?} instead of {:?} {:?} {:?}",
                expected.line, expected.message, expected.message_any, expected.message_contains
            );
        }
        for (column, value) in expected.stored.iter().flatten() {
            let place = preflight.schema().column_named(column).unwrap().id.index();
            if row.value(place).trim() != value {
                let _ = writeln!(
                    wrong,
                    "line {}: {column} is stored otherwise",
                    expected.line
                );
            }
        }
        if expected.user_status.is_some() && expected.user_status.as_deref() != row.user_status {
            let _ = writeln!(
                wrong,
                "line {}: {:?} instead of {:?}",
                expected.line, row.user_status, expected.user_status
            );
        }
    }
    if let Some(job) = &case.expect.job {
        let ours = &summary.prediction;
        let status = match ours.status {
            Status::NotStarted => "NOT_STARTED",
            Status::Unknown => "UNKNOWN",
            status => status.as_str(),
        };
        if status != job.status {
            let _ = writeln!(
                wrong,
                "job: {status} instead of {} by {:?} {:?}",
                job.status,
                collected.file_rules(),
                ours.reasons
            );
        }
        if job.message.is_some() && job.message.as_deref() != ours.completion_message {
            let _ = writeln!(
                wrong,
                "job: {:?} instead of {:?}",
                ours.completion_message, job.message
            );
        }
    }
    wrong
}

/// Asks about the cases that are chosen, and stops where the prediction is not the expected one.
fn predicts(is_chosen: impl Fn(&Case) -> bool) -> usize {
    let cases = all();
    let mut failed = String::new();
    let mut asked = 0;
    // What a job does when it is stopped or started twice is the service's business.
    for case in cases.iter().filter(|case| case.job_event.is_none()) {
        if !is_chosen(case) {
            continue;
        }
        asked += 1;
        let wrong = complaints(case);
        if !wrong.is_empty() {
            let _ = write!(failed, "{}: {}\n{wrong}", case.id, case.title);
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
    asked
}

#[test]
fn every_case_of_few_rows_is_predicted() {
    let asked = predicts(|case| case.csv_generate.is_none());
    assert!(asked > 180, "only {asked} cases");
}

#[test]
#[ignore = "slow: three cases have half a million users"]
fn every_case_of_many_rows_is_predicted() {
    assert_eq!(predicts(|case| case.csv_generate.is_some()), 3);
}

#[test]
fn the_finding_of_a_disputed_case_names_the_dispute() {
    for name in [
        "verified-flag-is-blank",
        "birthdate-is-iso-date",
        "column-missing",
    ] {
        let rule = cognito_preflight::rules::RuleId::named(name)
            .unwrap()
            .rule();
        let text = rule.explanation.to_lowercase();
        assert!(
            ["disput", "contradict", "differ", "say otherwise"]
                .iter()
                .any(|word| text.contains(word)),
            "{name}"
        );
    }
}
