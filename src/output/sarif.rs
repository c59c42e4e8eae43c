//! Findings in SARIF 2.1.0, which build servers show beside a change.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde_json::json;

use crate::{
    engine::{FileStart, Sink, Summary},
    finding::{Effect, Finding},
    position::Position,
    prediction::{JobPrediction, Verdict},
    rules::{RULES, Rule},
    schema::Schema,
};

use super::{
    buffered::Buffered,
    json::{push_number, push_number_member, push_string, push_string_member},
    show::{Escaped, Words},
};

/// Writes every finding as a SARIF result, as the rows go by. It never holds a value.
#[derive(Debug)]
pub struct Sarif<W: Write> {
    out: Buffered<W>,
    uri: Vec<u8>,
    column_names: Vec<String>,
    has_begun: bool,
    has_result: bool,
}

impl<W: Write> Sarif<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            uri: Vec::new(),
            column_names: Vec::new(),
            has_begun: false,
            has_result: false,
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn write_start(&mut self) {
        if std::mem::replace(&mut self.has_begun, true) {
            return;
        }
        let rules: Vec<_> = RULES.iter().map(|rule| description(rule)).collect();
        let driver = json!({
            "name": "cognito-preflight",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let start = format!(
            "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\
             \"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        );
        self.out.bytes().extend_from_slice(start.as_bytes());
    }

    fn write_result(&mut self, finding: &Finding, position: Option<Position>) {
        let rule = finding.rule.rule();
        let bytes = self.out.bytes();
        if std::mem::replace(&mut self.has_result, true) {
            bytes.push(b',');
        }
        bytes.extend_from_slice(b"{\"ruleId\":");
        push_string(rule.name, bytes);
        push_number_member("ruleIndex", finding.rule.index() as u64, bytes);
        push_string_member("level", level(rule.effect), bytes);
        bytes.extend_from_slice(b",\"message\":{\"text\":");
        let column = finding
            .column
            .and_then(|column| self.column_names.get(column.index()));
        push_string(&message(finding, column), bytes);
        bytes.extend_from_slice(
            b"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":",
        );
        bytes.extend_from_slice(&self.uri);
        bytes.push(b'}');
        if let Some(position) = position {
            bytes.extend_from_slice(b",\"region\":{\"startLine\":");
            push_number(position.line.max(1), bytes);
            push_number_member("byteOffset", position.byte, bytes);
            bytes.push(b'}');
        }
        bytes.extend_from_slice(b"}}],\"properties\":{\"effect\":");
        push_string(rule.effect.as_str(), bytes);
        push_string_member("certainty", rule.certainty.as_str(), bytes);
        if let Some(column) = column {
            push_string_member("column", column, bytes);
        }
        bytes.extend_from_slice(b"}}");
    }
}

fn message(finding: &Finding, column: Option<&String>) -> String {
    let mut text = finding.rule.rule().summary.to_owned();
    if let Some(column) = column {
        text = format!("{}: {text}", Escaped(column));
    }
    let words = Words(finding).to_string();
    if !words.is_empty() {
        text = format!("{} ({words}).", text.trim_end_matches('.'));
    }
    text
}

const fn level(effect: Effect) -> &'static str {
    match effect {
        Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => "error",
        Effect::RowSkipped => "warning",
        Effect::Warns => "note",
    }
}

fn description(rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": level(rule.effect)},
        "properties": {"certainty": rule.certainty.as_str()},
    })
}

/// A file's name as a relative reference, with whatever a URI does not allow spelled out.
fn uri(name: &str) -> String {
    if name == "-" {
        return "stdin".to_owned();
    }
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(digit.into(), 16).unwrap_or('0');
                uri.push(digit.to_ascii_uppercase());
            }
        }
    }
    uri
}

impl<W: Write + Send> Sink for Sarif<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the findings in SARIF")
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.uri.clear();
        push_string(&uri(&start.input.name), &mut self.uri);
        self.column_names = names(start.schema);
        self.write_start();
        let header = Position {
            line: 1,
            ..Position::default()
        };
        for finding in start.findings {
            self.write_result(finding, Some(header));
        }
        self.out.spill()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        for finding in verdict.findings {
            // What holds for the whole file was written at its start.
            if finding.rule.rule().is_about_file() {
                continue;
            }
            self.write_result(finding, Some(verdict.position));
        }
        self.out.spill()
    }

    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        for finding in findings {
            self.write_result(finding, None);
        }
        self.out.spill()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.write_start();
        self.out.bytes().extend_from_slice(b"]}]}\n");
        self.out.finish()
    }
}

fn names(schema: &Schema) -> Vec<String> {
    schema
        .columns()
        .iter()
        .map(|column| column.name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finding::Outcome, output::fixtures::Fixture};

    fn written(fixture: &Fixture, write: impl FnOnce(&mut Sarif<Vec<u8>>)) -> serde_json::Value {
        let mut sink = Sarif::new(Vec::new());
        fixture.begin(&mut sink, b"");
        write(&mut sink);
        sink.finish(&fixture.summary()).unwrap();
        serde_json::from_slice(&sink.into_inner()).unwrap()
    }

    #[test]
    fn a_run_without_findings_is_valid() {
        let fixture = Fixture::new();
        let sarif = written(&fixture, |_| {});
        assert_eq!(sarif["version"], "2.1.0");
        assert_eq!(sarif["runs"][0]["results"], json!([]));
        let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
            .as_array()
            .unwrap();
        assert_eq!(rules.len(), RULES.len());
    }

    #[test]
    fn each_finding_is_a_result_that_points_at_its_rule() {
        let mut fixture = Fixture::new();
        fixture.input.name = "my users.csv".into();
        let sarif = written(&fixture, |sink| {
            let row = fixture
                .row(&[("email", "token@example.com")])
                .outcome(Outcome::Failed)
                .finding(fixture.fails(), Some("custom:a\"b"))
                .finding(fixture.warns(), None);
            sink.row(&row.verdict()).unwrap();
        });
        let run = &sarif["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 2);
        assert_eq!(results[0]["level"], "error");
        assert_eq!(results[1]["level"], "note");
        let index = usize::try_from(results[0]["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            results[0]["ruleId"]
        );
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20users.csv");
        assert_eq!(place["region"]["startLine"], 7);
        assert!(!sarif.to_string().contains("token"));
    }
}
