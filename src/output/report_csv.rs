//! The report as CSV, for a spreadsheet: a row for each row that is not plain.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use crate::{
    engine::{Beginning, Sink, Summary, Wants},
    prediction::Verdict,
};

use super::{
    NameFiles, ReportOptions, ShowValues,
    buffered::Buffered,
    show::{Escaped, Words, guard_formula},
};

/// Writes one CSV row (RFC 4180) for each row of which something is to be told.
///
/// Cells are guarded: none of them is taken for a formula by a spreadsheet, and none holds a line
/// break or a control character.
#[derive(Debug)]
pub struct ReportCsv<W: Write> {
    out: Buffered<W>,
    options: ReportOptions,
    file: String,
    has_header: bool,
    cell: String,
}

impl<W: Write> ReportCsv<W> {
    /// Writes to `writer`.
    pub fn new(writer: W, options: ReportOptions) -> Self {
        Self {
            out: Buffered::new(writer),
            options,
            file: String::new(),
            has_header: false,
            cell: String::new(),
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn push_cell(&mut self, text: &str) {
        let bytes = self.out.bytes();
        let guarded = guard_formula(text);
        if guarded.contains([',', '"', '\n', '\r']) {
            bytes.push(b'"');
            bytes.extend_from_slice(guarded.replace('"', "\"\"").as_bytes());
            bytes.push(b'"');
        } else {
            bytes.extend_from_slice(guarded.as_bytes());
        }
    }

    fn write_header(&mut self) {
        if self.options.name_files == NameFiles::Yes {
            self.out.bytes().extend_from_slice(b"file,");
        }
        self.out.bytes().extend_from_slice(
            b"line,record,byte_offset,outcome,certainty,alternatives,log_line,findings,repairs\r\n",
        );
    }
}

/// The findings of a row in one cell: each rule with its column and numbers.
fn findings_in_words(verdict: &Verdict<'_>, cell: &mut String) {
    for (place, finding) in verdict.findings.iter().enumerate() {
        if place > 0 {
            cell.push_str("; ");
        }
        cell.push_str(finding.rule.rule().name);
        if let Some(column) = finding.column {
            let name = verdict.schema.column_name(column);
            // Writing into a string cannot fail.
            let _ = write!(cell, " in {}", Escaped(name));
        }
        let words = Words(finding).to_string();
        if !words.is_empty() {
            let _ = write!(cell, " ({words})");
        }
    }
}

fn repairs_in_words(verdict: &Verdict<'_>, show_values: ShowValues, cell: &mut String) {
    for (place, made) in verdict.repairs.iter().enumerate() {
        if place > 0 {
            cell.push_str("; ");
        }
        let name = verdict.schema.column_name(made.column);
        let _ = write!(cell, "{} in {}", made.repair.name(), Escaped(name));
        if let Some((before, after)) = show_values.before_and_after(verdict, made) {
            let _ = write!(cell, " ({} to {})", Escaped(before), Escaped(after));
        }
    }
}

impl<W: Write + Send> Sink for ReportCsv<W> {
    fn wants(&self) -> Wants {
        Wants::NotPlain
    }

    fn wants_values(&self) -> bool {
        self.options.show_values == ShowValues::Yes
    }

    fn begin(&mut self, beginning: &Beginning<'_>) -> io::Result<()> {
        self.file = Escaped(&beginning.input.name).to_string();
        if !self.has_header {
            self.has_header = true;
            self.write_header();
        }
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        if self.options.name_files == NameFiles::Yes {
            let file = std::mem::take(&mut self.file);
            self.push_cell(&file);
            self.file = file;
            self.out.bytes().push(b',');
        }
        let position = verdict.position;
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        let _ = write!(
            cell,
            "{},{},{},{},{},",
            position.line, position.record, position.byte, verdict.outcome, verdict.certainty
        );
        self.out.bytes().extend_from_slice(cell.as_bytes());
        cell.clear();
        for (place, outcome) in verdict.alternatives.iter().enumerate() {
            cell.push_str(if place > 0 { " " } else { "" });
            cell.push_str(outcome.as_str());
        }
        self.push_cell(&cell);
        self.out.bytes().push(b',');
        cell.clear();
        if let Some(line) = verdict.log_line() {
            let _ = write!(cell, "{line}");
        }
        self.push_cell(&cell);
        self.out.bytes().push(b',');
        cell.clear();
        findings_in_words(verdict, &mut cell);
        self.push_cell(&cell);
        self.out.bytes().push(b',');
        cell.clear();
        repairs_in_words(verdict, self.options.show_values, &mut cell);
        self.push_cell(&cell);
        self.cell = cell;
        self.out.bytes().extend_from_slice(b"\r\n");
        self.out.spill()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        if !self.has_header {
            self.write_header();
        }
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::{Detail, Outcome},
        output::made::{Made, Row},
    };

    fn records(made: &Made, options: ReportOptions, rows: &[Row<'_>]) -> Vec<Vec<String>> {
        let mut sink = ReportCsv::new(Vec::new(), options);
        made.begin(&mut sink, b"");
        for row in rows {
            sink.row(&row.verdict()).unwrap();
        }
        sink.finish(&made.summary()).unwrap();
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(&sink.into_inner()[..])
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn every_member_of_the_report_has_its_column() {
        let made = Made::new();
        let row = made
            .row(&[("email", "a")])
            .outcome(Outcome::Failed)
            .alternatives(&[Outcome::Imported, Outcome::Failed])
            .detail(made.may_fail(), Some("custom:a\"b"), Detail::None)
            .repaired("email", " a");
        let records = records(&made, ReportOptions::default(), &[row]);
        assert_eq!(records[0].len(), records[1].len());
        let rule = made.may_fail().rule().name;
        assert_eq!(
            records[1][..6],
            ["7", "6", "512", "FAILED", "unknown", "IMPORTED FAILED"]
        );
        assert_eq!(records[1][7], format!("{rule} in custom:a\"b"));
        assert_eq!(records[1][8], format!("{} in email", made.repair().name()));
    }

    #[test]
    fn values_are_shown_only_when_asked_for_and_never_act() {
        let made = Made::new();
        let row = || {
            made.row(&[("email", "=cmd|x\u{1b}[2J\n")])
                .repaired("email", "before")
        };
        let silent = records(&made, ReportOptions::default(), &[row()]);
        assert!(!silent[1][8].contains("cmd"));
        let options = ReportOptions::default()
            .show_values(ShowValues::Yes)
            .name_files(NameFiles::Yes);
        let shown = records(&made, options, &[row()]);
        assert!(
            shown[1][9].ends_with(r"(before to =cmd|x\u{1b}[2J\n)"),
            "{}",
            shown[1][9]
        );
        assert_eq!(shown[1][0], "users.csv");
    }
}
