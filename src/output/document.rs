//! A whole run as one JSON document, as `--format json` prints it.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::{Serialize, Serializer};

use crate::{
    engine::{RuleCount, Summary},
    prediction::UserStatus,
    repairs::RepairId,
    rules::RuleId,
    schema::{HeaderOrigin, Schema},
};

use super::{
    Conclusion, Step, header_names,
    json::guarded,
    wire::{InputEntry, Job, NameEntry, Prediction, Rows, RuleHelp},
};

/// A whole run as one JSON document.
///
/// Its form is described by [`DOCUMENT_SCHEMA`](super::DOCUMENT_SCHEMA). It holds no user's value.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Document<'a> {
    /// What the run comes to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<&'a Conclusion>,
    /// What to do next.
    #[serde(skip_serializing_if = "<[Step]>::is_empty")]
    pub next: &'a [Step],
    /// The job that would import the file to upload; of several files, the whole migration.
    pub prediction: Prediction<'a>,
    /// The rows.
    pub rows: Rows,
    /// Imported users by the status that they will have.
    #[serde(serialize_with = "status_counts")]
    pub user_status: &'a BTreeMap<UserStatus, u64>,
    /// Findings by rule.
    #[serde(serialize_with = "rule_counts")]
    pub rules: &'a BTreeMap<RuleId, RuleCount>,
    /// Repairs by name.
    #[serde(serialize_with = "repair_counts")]
    pub repairs: &'a BTreeMap<RepairId, u64>,
    /// How the input was read.
    pub input: InputEntry<'a>,
    /// What was found about the names of columns, each with its name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<NameEntry>,
    /// The options of `clean` that put the names right, each a guess and ready to be pasted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggested_options: Vec<String>,
    /// Where the outputs are.
    pub files: Files,
    /// What there is to know about each rule with a finding.
    pub rule_help: Vec<RuleHelp>,
    /// Each file of a run over several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<Job<'a>>,
    /// What had to be assumed, in sentences for a person.
    pub assumed: Vec<String>,
}

impl<'a> Document<'a> {
    /// The document of a run in this pool.
    pub fn new(summary: &'a Summary, schema: &Schema) -> Self {
        let mut document = Self::of_summary(summary);
        document.assumed = assumptions(schema);
        document.header = NameEntry::of_summary(summary, schema);
        document.suggested_options =
            header_names::options(summary, |column| schema.column_name(column));
        document
    }

    /// The document of a run of which nothing else is known.
    pub(super) fn of_summary(summary: &'a Summary) -> Self {
        let counts = &summary.counts;
        Self {
            verdict: None,
            next: &[],
            prediction: (&summary.prediction).into(),
            rows: Rows::new(summary),
            user_status: &counts.user_status,
            rules: &counts.rules,
            repairs: &counts.repairs,
            input: InputEntry::of_all(&summary.files),
            header: Vec::new(),
            suggested_options: Vec::new(),
            files: Files::default(),
            rule_help: counts
                .rules
                .iter()
                .map(|(rule, count)| RuleHelp::new(*rule, count))
                .collect(),
            jobs: if summary.files.len() > 1 {
                summary.files.iter().map(Job::from).collect()
            } else {
                Vec::new()
            },
            assumed: Vec::new(),
        }
    }

    /// With the paths of the run's outputs.
    #[must_use]
    pub fn with_files(mut self, files: Files) -> Self {
        self.files = files;
        self
    }

    /// With what the run comes to, and what to do next.
    #[must_use]
    pub fn concluding(mut self, conclusion: &'a Conclusion) -> Self {
        self.verdict = Some(conclusion);
        self.next = &conclusion.next;
        self
    }

    /// With something more that had to be assumed.
    #[must_use]
    pub fn assuming(mut self, assumed: impl IntoIterator<Item = String>) -> Self {
        self.assumed.extend(assumed);
        self
    }

    /// Writes the document, indented, with a line end after it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, mut writer: impl Write) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        writer.write_all(guarded(&text).as_bytes())?;
        writer.write_all(b"\n")?;
        writer.flush()
    }
}

/// How many findings each rule has, in the order of the rules.
fn rule_counts<S: Serializer>(
    rules: &BTreeMap<RuleId, RuleCount>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rules.iter().map(|(rule, count)| (rule, count.findings)))
}

/// How often each repair was applied, in the order of the repairs.
fn repair_counts<S: Serializer>(
    repairs: &BTreeMap<RepairId, u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(repairs.iter().map(|(repair, count)| (repair.name(), count)))
}

/// How many users have each status.
fn status_counts<S: Serializer>(
    statuses: &BTreeMap<UserStatus, u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(
        statuses
            .iter()
            .map(|(status, count)| (status.as_str(), count)),
    )
}

/// Serialises as the [`Document`] of a run that wrote no file and assumed nothing.
impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Document::of_summary(self).serialize(serializer)
    }
}

/// The paths of a run's outputs, as the caller gave them; only those that were written are named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Files {
    /// The cleaned file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cleaned: Option<String>,
    /// The parts of the cleaned file, where it was split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// The manifest of the parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest: Option<String>,
    /// The rejected rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejected: Option<String>,
    /// What is to be done after the import.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The findings in SARIF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sarif: Option<String>,
    /// The findings in the XML of `JUnit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub junit: Option<String>,
}

/// What a schema had to assume where a document was not given, in sentences for a person.
pub fn assumptions(schema: &Schema) -> Vec<String> {
    let mut assumed = Vec::new();
    match schema.header_origin() {
        HeaderOrigin::Given => {}
        HeaderOrigin::DerivedFromPool => assumed.push(
            "no CSVHeader was given: its columns are taken from the pool, in an order of our own"
                .into(),
        ),
        HeaderOrigin::Standard => assumed.push(format!(
            "no CSVHeader was given: the {} standard columns",
            schema.columns().len()
        )),
    }
    if !schema.pool_is_given() {
        let pool = schema.pool();
        let verified: Vec<_> = pool
            .auto_verified
            .iter()
            .map(|attribute| attribute.as_str())
            .collect();
        let verified = if verified.is_empty() {
            "nothing".to_owned()
        } else {
            verified.join(" and ")
        };
        let mfa = pool.mfa.as_str();
        assumed.push(format!(
            "no user pool was given: {verified} verified automatically, MFA {mfa}, no aliases, and \
             the default definition of every attribute"
        ));
    }
    assumed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{DOCUMENT_SCHEMA, fixtures::Fixture, json_schema};

    fn json(document: &Document<'_>) -> serde_json::Value {
        let mut bytes = Vec::new();
        document.write(&mut bytes).unwrap();
        assert!(bytes.ends_with(b"}\n"));
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn the_document_has_the_members_of_the_contract() {
        let fixture = Fixture::new();
        let summary = fixture.summary();
        let files = Files {
            cleaned: Some("users.csv".into()),
            ..Files::default()
        };
        let json = json(&Document::new(&summary, &fixture.schema).with_files(files));
        assert_eq!(json["prediction"]["ImportedUsers"], 2);
        assert_eq!(json["prediction"]["FailedUsers"], 1);
        assert_eq!(
            json["rows"],
            serde_json::json!({"input": 3, "imported": 2, "skipped": 0, "failed": 1,
                "cleaned": 2, "rejected": 1, "held_back": 0})
        );
        assert_eq!(json["user_status"]["RESET_REQUIRED"], 2);
        let name = fixture.fails().rule().name;
        assert_eq!(json["rules"][name], 1);
        assert_eq!(json["repairs"][fixture.repair().name()], 3);
        assert_eq!(json["input"]["bytes"], 100);
        assert_eq!(json["input"]["dialect"], "cognito");
        assert_eq!(json["input"]["encoding"], "UTF-8");
        assert_eq!(json["files"], serde_json::json!({"cleaned": "users.csv"}));
        assert_eq!(json["rule_help"][0]["rule"], name);
        assert!(json.get("jobs").is_none());
        assert_eq!(json["assumed"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn several_files_have_a_job_each() {
        let fixture = Fixture::new();
        let mut summary = fixture.summary();
        summary.files.push(summary.files[0].clone());
        let json = json(&Document::new(&summary, &fixture.schema));
        assert_eq!(json["jobs"].as_array().unwrap().len(), 2);
        assert_eq!(json["jobs"][1]["input"]["name"], "users.csv");
        json_schema::assert_holds(DOCUMENT_SCHEMA, &json);
    }

    #[test]
    fn the_document_holds_to_its_schema() {
        let fixture = Fixture::new();
        let summary = fixture.summary();
        let files = Files {
            parts: vec!["users-0001.csv".into()],
            manifest: Some("users.manifest.json".into()),
            ..Files::default()
        };
        let document = Document::new(&summary, &fixture.schema).with_files(files);
        json_schema::assert_holds(DOCUMENT_SCHEMA, &json(&document));
        let mut broken = json(&document);
        broken["prediction"]["Status"] = "Perhaps".into();
        assert!(json_schema::first_breach(DOCUMENT_SCHEMA, &broken).is_some());
    }

    #[test]
    fn nothing_is_assumed_where_everything_was_given() {
        use crate::schema::{CsvHeader, UserPool};

        let header = CsvHeader::parse(r#"["cognito:username","email"]"#).unwrap();
        let schema = Schema::new(Some(header), Some(UserPool::assumed())).unwrap();
        assert!(assumptions(&schema).is_empty());
        let schema = Schema::new(None, None).unwrap();
        assert_eq!(assumptions(&schema).len(), 2);
    }
}
