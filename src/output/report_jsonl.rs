//! The report as JSON Lines: a record for each notable row.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::{
    engine::{FileStart, HeaderNames, Interest, Sink, Summary},
    prediction::{RepairMade, Verdict},
    repairs::RepairId,
    rules::{Detail, Finding, Member, RuleId},
};

use super::{
    ReportOptions, ShowValues,
    buffered::Buffered,
    header_names,
    json::{push_name, push_number, push_number_member, push_string, push_string_member},
};

/// Writes one line of JSON for each notable row.
///
/// A file in which every row fails is a file of which every row is reported, so nothing here is
/// serialised twice: what a rule, a column or a repair always says is written once, at the start.
#[derive(Debug)]
pub struct ReportJsonl<W: Write> {
    out: Buffered<W>,
    options: ReportOptions,
    /// `{"file":"users.csv","line":` or `{"line":`.
    start: Vec<u8>,
    rules: Vec<RuleText>,
    /// Each column's name as JSON.
    columns: Vec<Vec<u8>>,
    header: HeaderNames,
    /// For each rule about the header, `,"names":["Mail","Phone"]`; empty for the others.
    names: Vec<Vec<u8>>,
    /// For each repair, `{"repair":"…","column":`.
    repairs: Vec<Vec<u8>>,
}

/// What a rule always says.
#[derive(Debug)]
struct RuleText {
    /// `{"rule":"…","column":`.
    start: Vec<u8>,
    /// `,"effect":"…","certainty":"…"`.
    end: Vec<u8>,
}

impl<W: Write> ReportJsonl<W> {
    /// Writes to `writer`.
    pub fn new(writer: W, options: ReportOptions) -> Self {
        let rules = RuleId::all().map(|id| {
            let rule = id.rule();
            let mut start = b"{\"rule\":".to_vec();
            push_string(rule.name, &mut start);
            start.extend_from_slice(b",\"column\":");
            let mut end = Vec::new();
            push_string_member("effect", rule.effect.as_str(), &mut end);
            push_string_member("certainty", rule.certainty().as_str(), &mut end);
            RuleText { start, end }
        });
        let repairs = RepairId::all().map(|id| {
            let mut start = b"{\"repair\":".to_vec();
            push_string(id.name(), &mut start);
            start.extend_from_slice(b",\"column\":");
            start
        });
        Self {
            out: Buffered::new(writer),
            options,
            start: Vec::new(),
            rules: rules.collect(),
            columns: Vec::new(),
            header: HeaderNames::default(),
            names: Vec::new(),
            repairs: repairs.collect(),
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }
}

impl<W: Write + Send> Sink for ReportJsonl<W> {
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
        self.start.clear();
        self.start.push(b'{');
        if let Some(file) = self.options.named_file(&start.input.name) {
            self.start.extend_from_slice(b"\"file\":");
            push_string(file, &mut self.start);
            self.start.push(b',');
        }
        self.start.extend_from_slice(b"\"line\":");
        self.columns = start
            .schema
            .columns()
            .iter()
            .map(|column| {
                let mut name = Vec::new();
                push_string(column.name(), &mut name);
                name
            })
            .collect();
        self.header = start.input.header.clone();
        self.names = header_names::by_rule(start)
            .iter()
            .map(|names| push_names(names))
            .collect();
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let bytes = self.out.bytes();
        bytes.extend_from_slice(&self.start);
        push_number(verdict.position.line, bytes);
        push_number_member("record", verdict.position.record, bytes);
        push_number_member("byte_offset", verdict.position.byte, bytes);
        push_string_member("outcome", verdict.judgement.outcome.as_str(), bytes);
        push_string_member("certainty", verdict.judgement.certainty.as_str(), bytes);
        bytes.extend_from_slice(b",\"alternatives\":[");
        for (place, outcome) in verdict.judgement.alternatives.iter().enumerate() {
            separate(place, bytes);
            push_string(outcome.as_str(), bytes);
        }
        bytes.extend_from_slice(b"],\"log_line\":");
        match verdict.log_line() {
            Some(line) => push_string(&line.to_string(), bytes),
            None => bytes.extend_from_slice(b"null"),
        }
        bytes.extend_from_slice(b",\"findings\":[");
        for (place, finding) in verdict.findings.iter().enumerate() {
            separate(place, bytes);
            push_finding(finding, &self.rules, &self.columns, bytes);
            if let Detail::Field(field) | Detail::Resembles { field, .. } = finding.detail
                && let Some(name) = self.header.name(field)
            {
                push_string_member("name", name, bytes);
            }
            if let Some(names) = self.names.get(finding.rule.index()) {
                bytes.extend_from_slice(names);
            }
            bytes.push(b'}');
        }
        bytes.extend_from_slice(b"],\"repairs\":[");
        for (place, made) in verdict.repairs.iter().enumerate() {
            separate(place, bytes);
            let shown = self.options.show_values.before_and_after(verdict, made);
            push_repair(*made, shown, &self.repairs, &self.columns, bytes);
        }
        bytes.extend_from_slice(b"]}\n");
        self.out.write_full_block()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}

/// A finding as an object that is still open.
fn push_finding(finding: &Finding, rules: &[RuleText], columns: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let Some(rule) = rules.get(finding.rule.index()) else {
        return;
    };
    bytes.extend_from_slice(&rule.start);
    match finding
        .column
        .and_then(|column| columns.get(column.index()))
    {
        Some(name) => bytes.extend_from_slice(name),
        None => bytes.extend_from_slice(b"null"),
    }
    let known = finding.rule.rule();
    if finding.certainty() == known.certainty() {
        bytes.extend_from_slice(&rule.end);
    } else {
        push_string_member("effect", known.effect.as_str(), bytes);
        push_string_member("certainty", finding.certainty().as_str(), bytes);
    }
    for (name, member) in finding.detail.members() {
        match member {
            Member::Number(number) => push_number_member(name, number, bytes),
            Member::Text(text) => push_string_member(name, text, bytes),
            Member::Column(column) => {
                if let Some(column) = columns.get(column.index()) {
                    push_name(name, bytes);
                    bytes.extend_from_slice(column);
                }
            }
        }
    }
}

/// The member `names`, where there is more than the one name that the finding has anyway.
fn push_names(names: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if names.len() < 2 {
        return bytes;
    }
    push_name("names", &mut bytes);
    bytes.push(b'[');
    for (place, name) in names.iter().enumerate() {
        separate(place, &mut bytes);
        push_string(name, &mut bytes);
    }
    bytes.push(b']');
    bytes
}

fn push_repair(
    made: RepairMade,
    shown: Option<(&str, &str)>,
    repairs: &[Vec<u8>],
    columns: &[Vec<u8>],
    bytes: &mut Vec<u8>,
) {
    let (Some(start), Some(column)) = (
        repairs.get(made.repair.index()),
        columns.get(made.column.index()),
    ) else {
        return;
    };
    bytes.extend_from_slice(start);
    bytes.extend_from_slice(column);
    if let Some((before, after)) = shown {
        push_string_member("before", before, bytes);
        push_string_member("after", after, bytes);
    }
    bytes.push(b'}');
}

fn separate(place: usize, bytes: &mut Vec<u8>) {
    if place > 0 {
        bytes.push(b',');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outcome::Outcome,
        output::{
            NameFiles, REPORT_SCHEMA,
            fixtures::{Fixture, Row},
            json_schema, wire,
        },
        rules::{Detail, Unit},
    };

    fn written(fixture: &Fixture, options: ReportOptions, rows: &[Row<'_>]) -> Vec<u8> {
        let mut sink = ReportJsonl::new(Vec::new(), options);
        fixture.begin(&mut sink, b"");
        for row in rows {
            sink.row(&row.verdict()).unwrap();
        }
        sink.finish(&fixture.summary()).unwrap();
        sink.into_inner()
    }

    #[test]
    fn what_is_written_by_hand_is_what_serde_would_write() {
        let fixture = Fixture::new();
        let details = [
            Detail::None,
            Detail::At(3),
            Detail::Length {
                found: 3,
                limit: 2,
                unit: Unit::Bytes,
            },
            Detail::Count {
                found: 3,
                expected: 2,
            },
            Detail::Parameter {
                name: "cost",
                found: 13,
                limit: 12,
                unit: None,
            },
            Detail::Because("why \"so\""),
            Detail::Field(4),
            Detail::Resembles {
                field: 4,
                column: fixture.column("email"),
            },
            Detail::Line(9),
            Detail::Byte(10),
        ];
        let mut row = fixture
            .row(&[("email", "ana@example.com")])
            .outcome(Outcome::Failed)
            .alternatives(&[Outcome::Imported, Outcome::Failed])
            .repaired("email", "Ana@example.com")
            .finding(fixture.fails(), None);
        for detail in details {
            row = row.detail(fixture.may_fail(), Some("custom:a\"b"), detail);
        }
        for options in [
            ReportOptions::default(),
            ReportOptions::default()
                .show_values(ShowValues::Yes)
                .name_files(NameFiles::Yes),
        ] {
            let ours = written(&fixture, options, &[]);
            assert!(ours.is_empty());
            let verdict = row.verdict();
            let theirs =
                serde_json::to_value(wire::Row::new(&verdict, "users.csv", options)).unwrap();
            let mut sink = ReportJsonl::new(Vec::new(), options);
            fixture.begin(&mut sink, b"");
            sink.row(&verdict).unwrap();
            sink.finish(&fixture.summary()).unwrap();
            let ours: serde_json::Value = serde_json::from_slice(&sink.into_inner()).unwrap();
            assert_eq!(ours, theirs);
            json_schema::assert_holds(REPORT_SCHEMA, &ours);
        }
    }

    #[test]
    fn a_row_is_one_line() {
        let fixture = Fixture::new();
        let rows = [
            fixture.row(&[]).finding(fixture.warns(), Some("email")),
            fixture
                .row(&[])
                .outcome(Outcome::Failed)
                .finding(fixture.fails(), None),
        ];
        let out = written(&fixture, ReportOptions::default(), &rows);
        let lines: Vec<serde_json::Value> = out
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0]["log_line"],
            "[SUCCEEDED] Line Number 7 - The import succeeded."
        );
        assert_eq!(lines[1]["log_line"], serde_json::Value::Null);
        assert_eq!(lines[1]["findings"][0]["column"], serde_json::Value::Null);
    }

    #[test]
    fn no_value_is_written_unasked() {
        let fixture = Fixture::new();
        let row = fixture
            .row(&[("email", "token@example.com")])
            .repaired("email", "token @example.com")
            .finding(fixture.warns(), Some("email"));
        let out = written(&fixture, ReportOptions::default(), &[row]);
        assert!(!String::from_utf8(out).unwrap().contains("token"));
    }
}
