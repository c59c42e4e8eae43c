//! Runs the engine on bytes and keeps everything that it reports. `fuzz/` compiles this file, too.

use std::io::{self, Read};

use cognito_preflight::{
    engine::{CleanedLines, Error, FileStart, Interest, Mode, Options, Preflight, Sink, Summary},
    evidence::Certainty,
    outcome::Outcome,
    prediction::{JobPrediction, Judgement, UserStatus, Verdict},
    rules::Finding,
    schema::{Column, Schema},
};

/// One verdict, owned.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CollectedRow {
    pub line: u64,
    pub record: u64,
    pub byte: u64,
    pub outcome: Outcome,
    pub alternatives: Vec<Outcome>,
    pub certainty: Certainty,
    pub log_line: Option<String>,
    pub user_status: Option<&'static str>,
    pub findings: Vec<Finding>,
    /// The names of the rules of the findings.
    pub rules: Vec<&'static str>,
    /// The name of each repair and of its column.
    pub repairs: Vec<(&'static str, String)>,
    /// The value of each column of the CSVHeader; `None` where the row has no field for it.
    pub values: Vec<Option<String>>,
    /// The values before the repairs.
    pub written: Vec<Option<String>>,
    /// The bytes of the record, whole even where it came in pieces, without its line end.
    pub raw: Vec<u8>,
    pub line_end: Vec<u8>,
}

impl CollectedRow {
    /// The value of a column, empty where the row has no field for it.
    pub(crate) fn value(&self, column: usize) -> &str {
        self.values[column].as_deref().unwrap_or_default()
    }

    /// Whether a cleaning rejects the row: the job would not import it, or a rule holds it back.
    pub(crate) fn is_rejected(&self) -> bool {
        let holds_back = |finding: &Finding| finding.rule.rule().holds_back();
        self.outcome != Outcome::Imported || self.findings.iter().any(holds_back)
    }

    /// The record and its line end as they are in the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        [self.raw.as_slice(), &self.line_end].concat()
    }
}

/// Everything that a run reports.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Collected {
    pub rows: Vec<CollectedRow>,
    pub cleaned: Vec<u8>,
    pub source_lines: Vec<u64>,
    pub file_findings: Vec<Finding>,
    /// The header and its line end as they are in the file.
    pub header: Vec<u8>,
    /// Whether to ask the engine for notable rows alone.
    pub only_notable: bool,
    pub(crate) pieces: Vec<u8>,
}

impl Collected {
    /// The names of the rules about the file that found something.
    pub(crate) fn file_rules(&self) -> Vec<&'static str> {
        names(&self.file_findings)
    }
}

fn names(findings: &[Finding]) -> Vec<&'static str> {
    findings
        .iter()
        .map(|finding| finding.rule.rule().name)
        .collect()
}

impl Sink for Collected {
    fn interest(&self) -> Interest {
        if self.only_notable {
            Interest::NOTABLE_ROWS
        } else {
            Interest::EVERY_ROW.with_values()
        }
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.file_findings.extend(start.findings);
        self.header = [start.raw_header, start.line_end].concat();
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        assert_eq!(
            Judgement::join(verdict.findings),
            verdict.judgement,
            "the outcome does not follow from the findings"
        );
        let mut raw = std::mem::take(&mut self.pieces);
        raw.extend_from_slice(verdict.raw);
        let columns = || verdict.schema.columns().iter();
        let owned = |value: Option<&str>| value.map(str::to_owned);
        self.rows.push(CollectedRow {
            line: verdict.position.line,
            record: verdict.position.record,
            byte: verdict.position.byte,
            outcome: verdict.judgement.outcome,
            alternatives: verdict.judgement.alternatives.iter().collect(),
            certainty: verdict.judgement.certainty,
            log_line: verdict.log_line().map(|line| line.to_string()),
            user_status: verdict.user_status.map(UserStatus::as_str),
            findings: verdict.findings.to_vec(),
            rules: names(verdict.findings),
            repairs: verdict
                .repairs
                .iter()
                .map(|made| {
                    let column = verdict.schema.column_name(made.column);
                    (made.repair.name(), column.to_owned())
                })
                .collect(),
            values: columns()
                .map(|column| owned(verdict.record.field(column.id)))
                .collect(),
            written: columns()
                .map(|column| owned(verdict.written.field(column.id)))
                .collect(),
            raw,
            line_end: verdict.line_end.to_vec(),
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
        self.file_findings.extend(findings);
        Ok(())
    }
}

/// Runs one file.
pub(crate) fn collect(
    schema: &Schema,
    options: Options,
    file: &[u8],
) -> Result<(Collected, Summary), Error> {
    collect_beside(schema, options, "", file)
}

/// Runs one file for a pool with these users: an answer of ListUsers, or nothing.
pub(crate) fn collect_beside(
    schema: &Schema,
    options: Options,
    existing: &str,
    file: &[u8],
) -> Result<(Collected, Summary), Error> {
    let preflight = Preflight::new(schema.clone(), options)?;
    collect_into(Collected::default(), &preflight, existing, file)
}

/// Runs one file and collects what is reported.
pub(crate) fn collect_into(
    mut collected: Collected,
    preflight: &Preflight,
    existing: &str,
    file: impl Read + Send,
) -> Result<(Collected, Summary), Error> {
    let mut run = preflight.run();
    if !existing.is_empty() {
        run.existing_users("existing.json", existing.as_bytes())?;
    }
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

/// The header of a cleaned file.
pub(crate) fn header_line(schema: &Schema) -> String {
    let names: Vec<&str> = schema.columns().iter().map(Column::name).collect();
    names.join(",")
}
