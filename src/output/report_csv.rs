//! The report as CSV, for a spreadsheet: a row for each notable row.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
};

use csv::{ByteRecord, Terminator, Writer, WriterBuilder};

use crate::{
    engine::{FileStart, HeaderNames, Interest, Sink, Summary},
    prediction::Verdict,
    repairs::RepairId,
    rules::{Detail, Finding, RuleId},
};

use super::{
    NameFiles, ReportOptions, ShowValues,
    buffered::BLOCK,
    header_names,
    redact::{Escaped, guard_formula, guard_inside},
};

/// The columns after that of the file.
const COLUMNS: [&str; 9] = [
    "line",
    "record",
    "byte_offset",
    "outcome",
    "certainty",
    "alternatives",
    "log_line",
    "findings",
    "repairs",
];

/// Writes one CSV row (RFC 4180) for each notable row.
///
/// Cells are guarded: none of them is taken for a formula by a spreadsheet, whichever delimiter it
/// expects, and none holds a line break or a control character.
#[derive(Debug)]
pub struct ReportCsv<W: Write> {
    out: Writer<W>,
    options: ReportOptions,
    has_header: bool,
    /// The file's name, guarded; empty where records do not name their file.
    file: String,
    /// For each rule, `, row-fails, observed`, as it follows the column.
    rules: Vec<String>,
    /// For each column, ` in email`.
    columns: Vec<String>,
    header: HeaderNames,
    /// For each rule about the header that names more than one column, `, of “Mail”, “Phone”`.
    names: Vec<String>,
    record: ByteRecord,
    cell: String,
}

impl<W: Write> ReportCsv<W> {
    /// Writes to `writer`.
    pub fn new(writer: W, options: ReportOptions) -> Self {
        let rules = RuleId::all().map(|id| {
            let rule = id.rule();
            format!(": {}, {}", rule.effect, rule.certainty())
        });
        Self {
            out: WriterBuilder::new()
                .terminator(Terminator::CRLF)
                .buffer_capacity(BLOCK)
                .from_writer(writer),
            options,
            has_header: false,
            file: String::new(),
            rules: rules.collect(),
            columns: Vec::new(),
            header: HeaderNames::default(),
            names: Vec::new(),
            record: ByteRecord::new(),
            cell: String::new(),
        }
    }

    /// The writer, after what is left has been written to it.
    ///
    /// # Errors
    ///
    /// Whatever prevents that.
    pub fn into_inner(self) -> io::Result<W> {
        self.out
            .into_inner()
            .map_err(|error| error.error().kind().into())
    }

    fn write_header(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.has_header, true) {
            return Ok(());
        }
        let file = (self.options.name_files == NameFiles::Yes).then_some("file");
        self.out
            .write_record(file.into_iter().chain(COLUMNS))
            .map_err(io_error)
    }

    /// One finding: its rule with column, effect, certainty and numbers.
    fn push_finding(&self, finding: &Finding, cell: &mut String) {
        cell.push_str(finding.rule.rule().name);
        if let Some(column) = finding.column
            && let Some(name) = self.columns.get(column.index())
        {
            cell.push_str(name);
        }
        let rule = finding.rule.rule();
        if finding.certainty() != rule.certainty() {
            // Writing into a string cannot fail.
            let _ = write!(cell, ": {}, {}", rule.effect, finding.certainty());
        } else if let Some(always) = self.rules.get(finding.rule.index()) {
            cell.push_str(always);
        }
        if finding.detail != Detail::None {
            // Writing into a string cannot fail.
            let _ = write!(cell, " ({}", finding.detail);
            if let Detail::Field(field) | Detail::Resembles { field, .. } = finding.detail
                && let Some(name) = self.header.name(field)
            {
                let _ = write!(cell, ", “{}”", guard_inside(&Escaped(name).to_string()));
            }
            cell.push(')');
        }
        if let Some(names) = self.names.get(finding.rule.index()) {
            cell.push_str(names);
        }
    }

    fn push_repairs(&self, verdict: &Verdict<'_>, cell: &mut String) {
        for (place, made) in verdict.repairs.iter().enumerate() {
            if place > 0 {
                cell.push_str("; ");
            }
            cell.push_str(RepairId::name(made.repair));
            if let Some(column) = self.columns.get(made.column.index()) {
                cell.push_str(column);
            }
            if let Some((before, after)) = self.options.show_values.before_and_after(verdict, made)
            {
                let _ = write!(
                    cell,
                    " ({} to {})",
                    guard_inside(&Escaped(before).to_string()),
                    guard_inside(&Escaped(after).to_string())
                );
            }
        }
    }
}

/// Names after the finding that has the first of them.
fn all_of(names: &[String]) -> String {
    let mut text = String::new();
    if names.len() < 2 {
        return text;
    }
    for (place, name) in names.iter().enumerate() {
        let before = if place == 0 { ", of" } else { "," };
        let name = Escaped(name).to_string();
        let _ = write!(text, "{before} “{}”", guard_inside(&name));
    }
    text
}

/// The error of the writer itself: wrapped in the one of the `csv` crate, its kind and its causes would
/// be lost.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl<W: Write + Send> Sink for ReportCsv<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the report")
    }

    fn interest(&self) -> Interest {
        match self.options.show_values {
            ShowValues::No => Interest::NOTABLE_ROWS,
            ShowValues::Yes => Interest::NOTABLE_ROWS.with_values(),
        }
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        if self.options.name_files == NameFiles::Yes {
            let name = Escaped(&start.input.name).to_string();
            self.file = guard_formula(&name).into_owned();
        }
        self.columns = start
            .schema
            .columns()
            .iter()
            .map(|column| {
                let name = Escaped(column.name()).to_string();
                format!(" in {}", guard_inside(&name))
            })
            .collect();
        self.header = start.input.header.clone();
        self.names = header_names::by_rule(start)
            .iter()
            .map(|names| all_of(names))
            .collect();
        self.write_header()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let mut record = std::mem::take(&mut self.record);
        let mut cell = std::mem::take(&mut self.cell);
        record.clear();
        if self.options.name_files == NameFiles::Yes {
            record.push_field(self.file.as_bytes());
        }
        let position = verdict.position;
        for number in [position.line, position.record, position.byte] {
            cell.clear();
            let _ = write!(cell, "{number}");
            record.push_field(cell.as_bytes());
        }
        let judgement = verdict.judgement;
        record.push_field(judgement.outcome.as_str().as_bytes());
        record.push_field(judgement.certainty.as_str().as_bytes());
        cell.clear();
        for (place, outcome) in judgement.alternatives.iter().enumerate() {
            cell.push_str(if place > 0 { " " } else { "" });
            cell.push_str(outcome.as_str());
        }
        record.push_field(cell.as_bytes());
        cell.clear();
        if let Some(line) = verdict.log_line() {
            let _ = write!(cell, "{line}");
        }
        record.push_field(cell.as_bytes());
        cell.clear();
        for (place, finding) in verdict.findings.iter().enumerate() {
            cell.push_str(if place > 0 { "; " } else { "" });
            self.push_finding(finding, &mut cell);
        }
        record.push_field(cell.as_bytes());
        cell.clear();
        self.push_repairs(verdict, &mut cell);
        record.push_field(cell.as_bytes());
        self.out.write_byte_record(&record).map_err(io_error)?;
        self.record = record;
        self.cell = cell;
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.write_header()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::{
        outcome::Outcome,
        output::fixtures::{Fixture, Row},
        rules::Detail,
    };

    fn records(fixture: &Fixture, options: ReportOptions, rows: &[Row<'_>]) -> Vec<Vec<String>> {
        let mut sink = ReportCsv::new(Vec::new(), options);
        fixture.begin(&mut sink, b"");
        for row in rows {
            sink.row(&row.verdict()).unwrap();
        }
        sink.finish(&fixture.summary()).unwrap();
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&sink.into_inner().unwrap()[..])
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn every_member_of_the_report_has_its_column() {
        let fixture = Fixture::new();
        let row = fixture
            .row(&[("email", "a")])
            .outcome(Outcome::Failed)
            .alternatives(&[Outcome::Imported, Outcome::Failed])
            .detail(fixture.may_fail(), Some("custom:a\"b"), Detail::None)
            .repaired("email", " a");
        let records = records(&fixture, ReportOptions::default(), &[row]);
        assert_eq!(records[0].len(), records[1].len());
        let rule = fixture.may_fail().rule().name;
        assert_eq!(
            records[1][..6],
            ["7", "6", "512", "FAILED", "unknown", "IMPORTED FAILED"]
        );
        assert_eq!(
            records[1][7],
            format!("{rule} in custom:a\"b: row-fails, unknown")
        );
        assert_eq!(
            records[1][8],
            format!("{} in email", fixture.repair().name())
        );
    }

    #[test]
    fn values_are_shown_only_when_asked_for_and_never_act() {
        let fixture = Fixture::new();
        let row = || {
            fixture
                .row(&[("email", "=cmd|x\u{1b}[2J\n;=1")])
                .repaired("email", "before")
        };
        let silent = records(&fixture, ReportOptions::default(), &[row()]);
        assert!(!silent[1][8].contains("cmd"));
        let options = ReportOptions::default()
            .show_values(ShowValues::Yes)
            .name_files(NameFiles::Yes);
        let shown = records(&fixture, options, &[row()]);
        assert!(
            shown[1][9].ends_with(r"(before to =cmd|x\u{1b}[2J\n;'=1)"),
            "{}",
            shown[1][9]
        );
        assert_eq!(shown[1][0], "users.csv");
    }

    #[test]
    fn the_numbers_of_a_finding_are_in_brackets() {
        let fixture = Fixture::new();
        let row = fixture
            .row(&[])
            .detail(fixture.fails(), None, Detail::At(3));
        let records = records(&fixture, ReportOptions::default(), &[row]);
        let cell = &records[1][7];
        assert!(cell.ends_with(" (after 3 characters)"), "{cell}");
    }

    #[test]
    fn a_report_without_rows_has_its_header() {
        let fixture = Fixture::new();
        assert_eq!(records(&fixture, ReportOptions::default(), &[]).len(), 1);
        let mut sink = ReportCsv::new(Vec::new(), ReportOptions::default());
        sink.finish(&fixture.summary()).unwrap();
        assert!(sink.into_inner().unwrap().starts_with(b"line,"));
    }
}
