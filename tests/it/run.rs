//! Runs the engine on bytes and keeps what it says.

use std::io;

use cognito_preflight::{
    engine::{CleanedLines, Error, FileStart, Interest, Mode, Options, Preflight, Sink, Summary},
    evidence::Certainty,
    finding::{Finding, Outcome},
    prediction::{JobPrediction, Verdict},
    schema::Schema,
};

/// One verdict, owned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub line: u64,
    pub record: u64,
    pub byte: u64,
    pub outcome: Outcome,
    pub alternatives: Vec<Outcome>,
    pub certainty: Certainty,
    pub log_line: Option<String>,
    pub user_status: Option<&'static str>,
    pub rules: Vec<&'static str>,
    pub findings: Vec<Finding>,
    pub repairs: Vec<(&'static str, String)>,
    pub values: Vec<String>,
    pub raw: Vec<u8>,
}

/// Everything that a run tells.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub rows: Vec<Told>,
    pub cleaned: Vec<u8>,
    pub source_lines: Vec<u64>,
    pub pieces: Vec<u8>,
    pub file_rules: Vec<&'static str>,
    pub file_findings: Vec<Finding>,
    pub header: Vec<u8>,
    pub only_told: bool,
}

fn names(findings: &[Finding]) -> Vec<&'static str> {
    findings
        .iter()
        .map(|found| found.rule.rule().name)
        .collect()
}

impl Sink for Collected {
    fn interest(&self) -> Interest {
        if self.only_told {
            Interest::NOTABLE_ROWS
        } else {
            Interest::EVERY_ROW.with_values()
        }
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.file_rules.extend(names(start.findings));
        self.file_findings.extend(start.findings);
        self.header = [start.raw_header, start.line_end].concat();
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        self.rows.push(Told {
            line: verdict.position.line,
            record: verdict.position.record,
            byte: verdict.position.byte,
            outcome: verdict.outcome,
            alternatives: verdict.alternatives.iter().collect(),
            certainty: verdict.certainty,
            log_line: verdict.log_line().map(|line| line.to_string()),
            user_status: verdict
                .user_status
                .map(cognito_preflight::prediction::UserStatus::as_str),
            rules: names(verdict.findings),
            findings: verdict.findings.to_vec(),
            repairs: verdict
                .repairs
                .iter()
                .map(|made| {
                    let column = verdict.schema.column_name(made.column);
                    (made.repair.name(), column.to_owned())
                })
                .collect(),
            values: verdict
                .schema
                .columns()
                .iter()
                .map(|column| verdict.record.field(column.id).unwrap_or("").to_owned())
                .collect(),
            raw: [verdict.raw, verdict.line_end].concat(),
        });
        Ok(())
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.pieces.extend_from_slice(bytes);
        Ok(())
    }

    fn cleaned(&mut self, lines: &CleanedLines<'_>) -> io::Result<()> {
        self.cleaned.extend_from_slice(lines.bytes());
        self.source_lines
            .extend(lines.iter().map(|(_, source_line)| source_line));
        Ok(())
    }

    fn end_of_file(&mut self, _job: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        self.file_rules.extend(names(findings));
        self.file_findings.extend(findings);
        Ok(())
    }
}

/// Runs one file.
pub(crate) fn run(
    schema: &Schema,
    options: Options,
    existing: &str,
    file: &[u8],
) -> Result<(Collected, Summary), Error> {
    let preflight = Preflight::new(schema.clone(), options)?;
    let mut run = preflight.run();
    if !existing.is_empty() {
        run.existing_users("existing.json", existing.as_bytes())?;
    }
    let mut collected = Collected::default();
    run.file("users.csv", file, &mut [&mut collected])?;
    let summary = run.finish(&mut [&mut collected])?;
    Ok((collected, summary))
}

/// Options of one thread, for the many small runs.
pub(crate) fn options(mode: Mode) -> Options {
    let mut options = Options::default();
    options.mode = mode;
    options.threads = Some(1);
    options
}

/// The line of column names as it stands in a cleaned file.
pub(crate) fn header_line(schema: &Schema) -> String {
    let names: Vec<&str> = schema
        .columns()
        .iter()
        .map(cognito_preflight::schema::Column::name)
        .collect();
    names.join(",")
}
