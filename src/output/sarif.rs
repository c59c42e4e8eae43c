//! Findings in SARIF 2.1.0, which build servers show beside a change.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    engine::{FileStart, HeaderNames, Sink, Summary},
    evidence::Certainty,
    outcome::Effect,
    position::Position,
    prediction::{JobPrediction, Verdict},
    rules::{Finding, RULES, Rule, advice},
    schema::{ColumnId, Schema},
    values::percent,
};

use super::{buffered::Buffered, header_names, json::push_json, redact::Escaped};

/// Writes every finding as a SARIF result, as the rows go by. It never holds a value.
#[derive(Debug)]
pub struct Sarif<W: Write> {
    out: Buffered<W>,
    uri: String,
    column_names: Vec<String>,
    header: HeaderNames,
    has_begun: bool,
    has_result: bool,
}

impl<W: Write> Sarif<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            uri: String::new(),
            column_names: Vec::new(),
            header: HeaderNames::default(),
            has_begun: false,
            has_result: false,
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    /// Writes everything before the first result, unless it has been written.
    fn write_start(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        let bytes = self.out.bytes();
        push_json(&Log::new(), bytes)?;
        if !bytes.ends_with(END) {
            return Err(io::Error::other(
                "the results are not the log's last member",
            ));
        }
        bytes.truncate(bytes.len() - END.len());
        Ok(())
    }

    fn write_result(&mut self, finding: &Finding, position: Option<Position>) -> io::Result<()> {
        let rule = finding.rule.rule();
        let column_name = |column: ColumnId| {
            let name = self.column_names.get(column.index());
            name.map_or("", String::as_str)
        };
        let column = finding.column.map(column_name);
        let numbers = header_names::numbers(finding, &self.header, column_name);
        let result = LogResult {
            rule_id: rule.name,
            rule_index: finding.rule.index(),
            level: level(rule.effect),
            message: Text {
                text: &message(rule, column, &numbers),
            },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation { uri: &self.uri },
                    region: position.map(|position| Region {
                        start_line: position.line.max(1),
                        byte_offset: position.byte,
                    }),
                },
            }],
            properties: ResultProperties {
                effect: rule.effect,
                certainty: rule.certainty(),
                column,
            },
        };
        let bytes = self.out.bytes();
        if std::mem::replace(&mut self.has_result, true) {
            bytes.push(b',');
        }
        push_json(&result, bytes)
    }
}

/// How a log ends after its last result.
const END: &[u8] = b"]}]}";

/// A SARIF log. Its results are its last member, so that they can be written one by one.
#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: [(); 0],
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: OwnedText,
    default_configuration: Configuration,
    properties: DescriptorProperties,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct DescriptorProperties {
    certainty: Certainty,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text<'a>,
    locations: [Location<'a>; 1],
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation<'a> {
    uri: &'a str,
}

#[derive(Serialize)]
struct OwnedText {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
    byte_offset: u64,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    effect: Effect,
    certainty: Certainty,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'a str>,
}

impl Log {
    /// A log without results.
    fn new() -> Self {
        Self {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "cognito-preflight",
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: RULES.iter().map(|rule| Descriptor::new(rule)).collect(),
                    },
                },
                column_kind: "unicodeCodePoints",
                results: [],
            }],
        }
    }
}

impl Descriptor {
    fn new(rule: &'static Rule) -> Self {
        Self {
            id: rule.name,
            short_description: Text { text: rule.summary },
            full_description: Text {
                text: rule.explanation,
            },
            help: OwnedText {
                text: advice::all(rule.advice),
            },
            default_configuration: Configuration {
                level: level(rule.effect),
            },
            properties: DescriptorProperties {
                certainty: rule.certainty(),
            },
        }
    }
}

fn message(rule: &Rule, column: Option<&str>, numbers: &str) -> String {
    let mut text = rule.summary.to_owned();
    if let Some(column) = column {
        text = format!("{}: {text}", Escaped(column));
    }
    if !numbers.is_empty() {
        text = format!("{} ({numbers}).", text.trim_end_matches('.'));
    }
    text
}

const fn level(effect: Effect) -> &'static str {
    match effect {
        Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => "error",
        Effect::RowSkipped | Effect::HeldBack => "warning",
        Effect::Warns => "note",
    }
}

/// A file's name as a relative reference, with whatever a URI does not allow spelled out.
fn uri(name: &str) -> String {
    if name == "-" {
        return "stdin".to_owned();
    }
    percent::encoded(name.as_bytes())
}

impl<W: Write + Send> Sink for Sarif<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the findings in SARIF")
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.uri = uri(&start.input.name);
        self.column_names = names(start.schema);
        self.header = start.input.header.clone();
        self.write_start()?;
        let header = Position {
            line: 1,
            ..Position::default()
        };
        for finding in start.findings {
            self.write_result(finding, Some(header))?;
        }
        self.out.write_full_block()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        for finding in verdict.findings {
            // What holds for the whole file was written at its start.
            if finding.rule.rule().is_about_file() {
                continue;
            }
            self.write_result(finding, Some(verdict.position))?;
        }
        self.out.write_full_block()
    }

    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        for finding in findings {
            self.write_result(finding, None)?;
        }
        self.out.write_full_block()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.write_start()?;
        self.out.bytes().extend_from_slice(END);
        self.out.bytes().push(b'\n');
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
    use serde_json::json;

    use super::*;
    use crate::{outcome::Outcome, output::fixtures::Fixture};

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
                .row(&[("email", "planted-value@example.com")])
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
        assert!(!sarif.to_string().contains("token@"));
    }
}
