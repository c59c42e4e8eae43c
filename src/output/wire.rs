//! What goes over the wire: serialise-only types with the names that machines read.
//!
//! They are apart from the types they are made of, so that a rename inside changes no output. The
//! members are part of the interface, as `docs/output.schema.json` and `docs/report.schema.json`
//! say.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    dialect::Dialect,
    engine::{FileSummary, Input, RecordVerdict, RuleCount, Summary},
    evidence::Certainty,
    outcome::{Effect, Outcome, OutcomeSet},
    prediction::{JobPrediction, RepairMade, RowTally, Status, UserStatus, Verdict},
    repairs::RepairId,
    rules::{Check, Detail, Finding, Member, RuleId},
    schema::{ColumnId, Schema},
};

use super::ReportOptions;

/// One row of the report. It holds no user's value unless asked to.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Row<'a> {
    /// The input, where the run has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    /// The line on which the row begins, as the job's log counts.
    pub line: u64,
    /// The number of the row; the header is 0.
    pub record: u64,
    /// The offset of its first byte in the input.
    pub byte_offset: u64,
    /// What is predicted.
    pub outcome: Outcome,
    /// How sure that is.
    pub certainty: Certainty,
    /// Every possible outcome where it is unknown.
    pub alternatives: OutcomeSet,
    /// The line of the job's log, where its text is known.
    pub log_line: Option<String>,
    /// What was found.
    pub findings: Vec<FindingEntry<'a>>,
    /// What was repaired.
    pub repairs: Vec<RepairEntry<'a>>,
}

impl<'a> Row<'a> {
    /// A row of the input of this name.
    pub fn new(verdict: &Verdict<'a>, file: &'a str, options: ReportOptions) -> Self {
        Self {
            file: options.named_file(file),
            line: verdict.position.line,
            record: verdict.position.record,
            byte_offset: verdict.position.byte,
            outcome: verdict.judgement.outcome,
            certainty: verdict.judgement.certainty,
            alternatives: verdict.judgement.alternatives,
            log_line: verdict.log_line().map(|line| line.to_string()),
            findings: verdict
                .findings
                .iter()
                .map(|finding| FindingEntry::new(finding, verdict.schema))
                .collect(),
            repairs: verdict
                .repairs
                .iter()
                .map(|repair| RepairEntry::new(verdict, *repair, options))
                .collect(),
        }
    }
}

/// Serialises as one record of the report, without any value.
impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Row::new(self, "", ReportOptions::default()).serialize(serializer)
    }
}

/// What there is to say about one user outside any file; never a value.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RecordRow<'a> {
    /// What is predicted.
    pub outcome: Outcome,
    /// How sure that is.
    pub certainty: Certainty,
    /// Every possible outcome where it is unknown.
    pub alternatives: OutcomeSet,
    /// The status that the user will have.
    pub user_status: Option<UserStatus>,
    /// What was found.
    pub findings: Vec<FindingEntry<'a>>,
    /// What was repaired.
    pub repairs: Vec<RepairEntry<'a>>,
}

impl<'a> RecordRow<'a> {
    /// The verdict on one record, with the names that its pool's columns have.
    pub fn new(verdict: &RecordVerdict, schema: &'a Schema) -> Self {
        Self {
            outcome: verdict.judgement.outcome,
            certainty: verdict.judgement.certainty,
            alternatives: verdict.judgement.alternatives,
            user_status: verdict.user_status,
            findings: verdict
                .findings
                .iter()
                .map(|finding| FindingEntry::new(finding, schema))
                .collect(),
            repairs: verdict
                .repairs
                .iter()
                .map(|made| RepairEntry {
                    repair: made.repair.name(),
                    column: schema.column_name(made.column),
                    before: None,
                    after: None,
                })
                .collect(),
        }
    }
}

/// One finding, with the numbers that it has.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct FindingEntry<'a> {
    /// The rule's name.
    pub rule: &'static str,
    /// The column it is about.
    pub column: Option<&'a str>,
    /// What the rule does to a row when it decides alone.
    pub effect: Effect,
    /// How sure the rule is.
    pub certainty: Certainty,
    /// The numbers, where there are any.
    #[serde(flatten)]
    pub numbers: Numbers<'a>,
}

impl<'a> FindingEntry<'a> {
    /// A finding in a pool whose columns have names.
    pub fn new(finding: &Finding, schema: &'a Schema) -> Self {
        let rule = finding.rule.rule();
        Self {
            rule: rule.name,
            column: finding.column.map(|column| schema.column_name(column)),
            effect: rule.effect,
            certainty: finding.certainty(),
            numbers: Numbers {
                detail: finding.detail,
                schema,
            },
        }
    }
}

/// The numbers of a finding, as the members that it has.
#[derive(Debug, Clone)]
pub struct Numbers<'a> {
    detail: Detail,
    schema: &'a Schema,
}

impl Serialize for Numbers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, member) in self.detail.members() {
            match member {
                Member::Number(number) => map.serialize_entry(name, &number)?,
                Member::Text(text) => map.serialize_entry(name, text)?,
                Member::Column(column) => {
                    map.serialize_entry(name, self.schema.column_name(column))?;
                }
            }
        }
        map.end()
    }
}

/// What was found about one name of a header.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct NameEntry {
    /// The input, where the run has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The name of the rule, or of the repair that leaves the column out.
    pub because: &'static str,
    /// The number of the field, where the file has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<u32>,
    /// The name of that field, where it may be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The column of the CSVHeader that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The column that the name probably means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resembles: Option<String>,
}

impl NameEntry {
    /// All that was found about the names of a run's inputs.
    pub(crate) fn of_summary(summary: &Summary, schema: &Schema) -> Vec<Self> {
        const DROPPED: RepairId = RepairId::of("drop-unknown-columns");
        let name_of = |column: ColumnId| schema.column_name(column).to_owned();
        let mut entries = Vec::new();
        for (number, file) in summary.files.iter().enumerate() {
            let input = &file.input;
            let file = (summary.files.len() > 1).then(|| input.name.clone());
            for (rule, count) in &summary.counts.rules {
                let found = count.first.iter().filter(|(of, _, _)| *of == number);
                for (_, _, finding) in found {
                    if !matches!(rule.rule().check, Check::Header { .. }) {
                        continue;
                    }
                    let (field, resembles) = match finding.detail {
                        Detail::Field(field) => (Some(field), None),
                        Detail::Resembles { field, column } => (Some(field), Some(column)),
                        _ if finding.column.is_some() => (None, None),
                        // It is about no column.
                        _ => continue,
                    };
                    entries.push(Self {
                        file: file.clone(),
                        because: rule.rule().name,
                        field,
                        name: field.and_then(|field| input.header.name(field).map(str::to_owned)),
                        column: finding.column.map(name_of),
                        resembles: resembles.map(name_of),
                    });
                }
            }
            entries.extend(input.header.dropped().iter().map(|dropped| Self {
                file: file.clone(),
                because: DROPPED.name(),
                field: Some(dropped.field),
                name: input.header.name(dropped.field).map(str::to_owned),
                column: None,
                resembles: dropped.resembles.map(name_of),
            }));
        }
        entries
    }
}

/// One repair of a value.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RepairEntry<'a> {
    /// The repair's name.
    pub repair: &'static str,
    /// The column whose value it fixed.
    pub column: &'a str,
    /// The value before all repairs, only where values are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<&'a str>,
    /// The value after all repairs, only where values are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<&'a str>,
}

impl<'a> RepairEntry<'a> {
    fn new(verdict: &Verdict<'a>, repair: RepairMade, options: ReportOptions) -> Self {
        let shown = options.show_values.before_and_after(verdict, &repair);
        Self {
            repair: repair.repair.name(),
            column: verdict.schema.column_name(repair.column),
            before: shown.map(|(before, _)| before),
            after: shown.map(|(_, after)| after),
        }
    }
}

/// The predicted job, by the field names of `UserImportJob`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Prediction<'a> {
    /// `Status`, or `NotStarted`, or `Unknown`.
    #[serde(rename = "Status")]
    pub status: &'static str,
    /// `ImportedUsers`.
    #[serde(rename = "ImportedUsers")]
    pub imported_users: Option<u64>,
    /// `SkippedUsers`.
    #[serde(rename = "SkippedUsers")]
    pub skipped_users: Option<u64>,
    /// `FailedUsers`.
    #[serde(rename = "FailedUsers")]
    pub failed_users: Option<u64>,
    /// `CompletionMessage`, where its text is known.
    #[serde(rename = "CompletionMessage")]
    pub completion_message: Option<&'static str>,
    /// How sure the status is.
    pub certainty: Certainty,
    /// Every possible status where it is unknown.
    pub alternatives: Vec<&'static str>,
    /// Why, for a person.
    pub reasons: &'a [String],
}

impl<'a> From<&'a JobPrediction> for Prediction<'a> {
    fn from(job: &'a JobPrediction) -> Self {
        Self {
            status: job.status.as_str(),
            imported_users: job.imported_users,
            skipped_users: job.skipped_users,
            failed_users: job.failed_users,
            completion_message: job.completion_message,
            certainty: job.certainty,
            alternatives: job
                .alternatives
                .iter()
                .map(|one| Status::as_str(*one))
                .collect(),
            reasons: &job.reasons,
        }
    }
}

/// The rows of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Rows {
    /// Rows read.
    pub input: u64,
    /// Rows predicted to be imported.
    pub imported: u64,
    /// Rows predicted to be skipped.
    pub skipped: u64,
    /// Rows predicted to fail.
    pub failed: u64,
    /// Rows in the cleaned file.
    pub cleaned: u64,
    /// Rows in the rejected file.
    pub rejected: u64,
    /// Rows that the job would import and that a cleaning rejects.
    pub held_back: u64,
}

impl Rows {
    /// The rows of a whole run.
    pub const fn new(summary: &Summary) -> Self {
        let rows = &summary.counts.rows;
        Self {
            input: rows.rows(),
            imported: rows.imported,
            skipped: rows.skipped,
            failed: rows.failed,
            cleaned: summary.counts.cleaned,
            rejected: summary.counts.rejected,
            held_back: summary.counts.held_back,
        }
    }
}

/// The rows of one file of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileRows {
    /// Rows read.
    pub input: u64,
    /// Rows predicted to be imported.
    pub imported: u64,
    /// Rows predicted to be skipped.
    pub skipped: u64,
    /// Rows predicted to fail.
    pub failed: u64,
}

impl From<&RowTally> for FileRows {
    fn from(rows: &RowTally) -> Self {
        Self {
            input: rows.rows(),
            imported: rows.imported,
            skipped: rows.skipped,
            failed: rows.failed,
        }
    }
}

/// How the input was read.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct InputEntry<'a> {
    /// Its name, where there is one input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// Its length; of several inputs, together.
    pub bytes: u64,
    /// `cognito` or `rfc4180`; null where several inputs differ.
    pub dialect: Option<&'static str>,
    /// The delimiter of an RFC 4180 input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The encoding's name; null where several inputs differ.
    pub encoding: Option<&'static str>,
    /// The columns of which an apostrophe is taken off each value, where there is one input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guarded: Vec<&'a str>,
}

impl<'a> InputEntry<'a> {
    /// One input.
    pub fn new(input: &'a Input) -> Self {
        Self {
            name: Some(&input.name),
            bytes: input.bytes,
            dialect: Some(dialect_name(input.dialect)),
            delimiter: delimiter(input.dialect),
            encoding: Some(input.encoding.name()),
            guarded: input.guarded.iter().map(String::as_str).collect(),
        }
    }

    /// All inputs of a run together.
    pub fn of_all(files: &'a [FileSummary]) -> Self {
        let mut inputs = files.iter().map(|file| Self::new(&file.input));
        let Some(first) = inputs.next() else {
            return Self {
                name: None,
                bytes: 0,
                dialect: None,
                delimiter: None,
                encoding: None,
                guarded: Vec::new(),
            };
        };
        inputs.fold(first, |all, one| Self {
            name: None,
            bytes: all.bytes.saturating_add(one.bytes),
            dialect: all.dialect.filter(|_| all.dialect == one.dialect),
            delimiter: all.delimiter.filter(|_| all.delimiter == one.delimiter),
            encoding: all.encoding.filter(|_| all.encoding == one.encoding),
            guarded: Vec::new(),
        })
    }
}

/// The word for a dialect, as the option `--from` takes it.
pub const fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Cognito => "cognito",
        Dialect::Json => "json",
        Dialect::Rfc4180 { .. } => "rfc4180",
        Dialect::Delimited(_) => "delimited",
    }
}

fn delimiter(dialect: Dialect) -> Option<char> {
    match dialect {
        Dialect::Cognito | Dialect::Json => None,
        other => Some(char::from(other.delimiter())),
    }
}

/// One file of several.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Job<'a> {
    /// The job that would import this file.
    pub prediction: Prediction<'a>,
    /// Its rows.
    pub rows: FileRows,
    /// How it was read.
    pub input: InputEntry<'a>,
}

impl<'a> From<&'a FileSummary> for Job<'a> {
    fn from(file: &'a FileSummary) -> Self {
        Self {
            prediction: (&file.prediction).into(),
            rows: (&file.rows).into(),
            input: InputEntry::new(&file.input),
        }
    }
}

/// What there is to know about a rule with a finding.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RuleHelp {
    /// The rule's name.
    pub rule: &'static str,
    /// What it does to a row when it decides alone.
    pub effect: Effect,
    /// How sure it is.
    pub certainty: Certainty,
    /// The defect, in one sentence.
    pub message: &'static str,
    /// What to do about it.
    pub help: String,
    /// Who says so.
    pub source: Vec<String>,
}

impl RuleHelp {
    /// The help of one rule in the run that counted its findings.
    pub fn new(rule: RuleId, count: &RuleCount) -> Self {
        let rule = rule.rule();
        Self {
            rule: rule.name,
            effect: rule.effect,
            certainty: count.certainty(rule),
            message: rule.summary,
            help: count.advice.clone(),
            source: rule.sources.iter().map(ToString::to_string).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[test]
    fn a_verdict_serialises_without_any_value() {
        let fixture = Fixture::new();
        let row = fixture
            .row(&[("email", "ana@example.com")])
            .repaired("email", " ana@example.com")
            .finding(fixture.warns(), Some("email"));
        let json = serde_json::to_value(row.verdict()).unwrap();
        assert!(!json.to_string().contains("ana@"));
        assert_eq!(json["line"], 7);
        assert_eq!(json["findings"][0]["column"], "email");
        assert_eq!(json["repairs"][0]["column"], "email");
        assert!(json.get("file").is_none());
    }

    #[test]
    fn several_inputs_are_one_where_they_agree() {
        let fixture = Fixture::new();
        let mut summary = fixture.summary();
        summary.files.push(summary.files[0].clone());
        summary.files[1].input.dialect = Dialect::Rfc4180 { delimiter: b';' };
        let all = InputEntry::of_all(&summary.files);
        assert_eq!((all.bytes, all.dialect), (200, None));
        assert_eq!(all.encoding, Some("UTF-8"));
        assert_eq!(InputEntry::of_all(&[]).bytes, 0);
    }
}
