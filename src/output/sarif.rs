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

use super::{
    buffered::Buffered, conclusion::grouped, header_names, json::push_json, redact::Escaped,
};

/// How many results are written at most. Build servers show no more, and some refuse a log with many
/// more (docs.github.com, SARIF results exceed limit).
const MOST_RESULTS: usize = 5000;

/// Writes findings as SARIF results, at most 5,000 of them: of each rule the first ones, as many of every
/// rule as of the others where there are too many. A notification then says how many there are. It never
/// holds a value.
#[derive(Debug)]
pub struct Sarif<W: Write> {
    out: Buffered<W>,
    files: Vec<File>,
    column_names: Vec<String>,
    /// By rule, in the order in which they were found.
    kept: Vec<Vec<Kept>>,
    kept_in_all: usize,
    found: u64,
}

#[derive(Debug)]
struct File {
    uri: String,
    header: HeaderNames,
}

#[derive(Debug, Clone, Copy)]
struct Kept {
    file: usize,
    /// None of what is about a file as a whole, which comes after its rows.
    position: Option<Position>,
    finding: Finding,
}

impl<W: Write> Sarif<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            files: Vec::new(),
            column_names: Vec::new(),
            kept: vec![Vec::new(); RULES.len()],
            kept_in_all: 0,
            found: 0,
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn add(&mut self, finding: &Finding, position: Option<Position>) {
        self.found += 1;
        let of_rule = finding.rule.index();
        let count = |kept: &[Vec<Kept>], rule: usize| kept.get(rule).map_or(0, Vec::len);
        if self.kept_in_all >= MOST_RESULTS {
            // The rule with the most gives one up, unless it is this one or has no more than this one.
            let most = (0..self.kept.len()).max_by_key(|rule| count(&self.kept, *rule));
            match most {
                Some(most) if count(&self.kept, most) > count(&self.kept, of_rule) + 1 => {
                    if let Some(kept) = self.kept.get_mut(most) {
                        kept.pop();
                        self.kept_in_all -= 1;
                    }
                }
                _ => return,
            }
        }
        if let Some(kept) = self.kept.get_mut(of_rule) {
            kept.push(Kept {
                file: self.files.len().saturating_sub(1),
                position,
                finding: *finding,
            });
            self.kept_in_all += 1;
        }
    }

    fn result<'s>(&'s self, kept: &Kept) -> LogResult<'s> {
        let finding = &kept.finding;
        let rule = finding.rule.rule();
        let column_name = |column: ColumnId| {
            let name = self.column_names.get(column.index());
            name.map_or("", String::as_str)
        };
        let column = finding.column.map(column_name);
        let file = self.files.get(kept.file);
        let numbers = file.map_or_else(String::new, |file| {
            header_names::numbers(finding, &file.header, column_name)
        });
        LogResult {
            rule_id: rule.name,
            rule_index: finding.rule.index(),
            level: level(rule.effect),
            message: OwnText {
                text: message(rule, column, &numbers),
            },
            locations: [Location {
                physical_location: PhysicalLocation {
                    artifact_location: ArtifactLocation {
                        uri: file.map_or("", |file| file.uri.as_str()),
                    },
                    region: kept.position.map(|position| Region {
                        start_line: position.line.max(1),
                        byte_offset: position.byte,
                    }),
                },
            }],
            properties: ResultProperties {
                effect: rule.effect,
                certainty: finding.certainty(),
                column,
            },
        }
    }

    fn log(&self) -> Log<'_> {
        let mut kept: Vec<&Kept> = self.kept.iter().flatten().collect();
        kept.sort_by_key(|one| {
            let record = one.position.map_or(u64::MAX, |position| position.record);
            (one.file, record, one.finding.rule)
        });
        let is_cut = self.found > self.kept_in_all as u64;
        Log {
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
                invocations: is_cut.then(|| {
                    [Invocation {
                        execution_successful: true,
                        tool_execution_notifications: [Notification {
                            level: "warning",
                            message: OwnText {
                                text: format!(
                                    "There are {} findings, of which {} are listed here; a report (--report) has all \
                                     of them.",
                                    grouped(self.found),
                                    grouped(self.kept_in_all as u64)
                                ),
                            },
                        }],
                    }]
                }),
                column_kind: "unicodeCodePoints",
                results: kept.into_iter().map(|one| self.result(one)).collect(),
            }],
        }
    }
}

/// A SARIF log.
#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    invocations: Option<[Invocation; 1]>,
    column_kind: &'static str,
    results: Vec<LogResult<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: [Notification; 1],
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: OwnText,
}

#[derive(Serialize)]
struct OwnText {
    text: String,
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
    message: OwnText,
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
        self.column_names = names(start.schema);
        self.files.push(File {
            uri: uri(&start.input.name),
            header: start.input.header.clone(),
        });
        let header = Position {
            line: 1,
            ..Position::default()
        };
        for finding in start.findings {
            self.add(finding, Some(header));
        }
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        for finding in verdict.findings {
            // What holds for the whole file was said at its start.
            if !finding.rule.rule().is_about_file() {
                self.add(finding, Some(verdict.position));
            }
        }
        Ok(())
    }

    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        for finding in findings {
            self.add(finding, None);
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        let mut bytes = Vec::new();
        push_json(&self.log(), &mut bytes)?;
        bytes.push(b'\n');
        self.out.bytes().append(&mut bytes);
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

    #[test]
    fn a_rule_with_many_findings_leaves_room_for_the_others() {
        let fixture = Fixture::new();
        let sarif = written(&fixture, |sink| {
            for record in 1..=20_000 {
                let mut row = fixture.row(&[]).finding(fixture.fails(), Some("email"));
                if record > 10_000 {
                    row = row.finding(fixture.skips(), None);
                }
                if record > 19_990 {
                    row = row.finding(fixture.warns(), None);
                }
                let mut verdict = row.verdict();
                verdict.position.record = record;
                sink.row(&verdict).unwrap();
            }
        });
        let run = &sarif["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), MOST_RESULTS);
        let of = |rule: crate::rules::RuleId| {
            let name = rule.rule().name;
            results.iter().filter(|one| one["ruleId"] == name).count()
        };
        assert_eq!(of(fixture.warns()), 10);
        assert_eq!(of(fixture.fails()), 2495);
        assert_eq!(of(fixture.skips()), 2495);
        let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(
            said.as_str()
                .unwrap()
                .starts_with("There are 30,010 findings, of which 5,000")
        );
    }
}
