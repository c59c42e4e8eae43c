//! The form of evidence, member by member as in `docs/evidence.schema.json`.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::Certainty,
    outcome::Outcome,
    reconcile::ReconcileError,
    rules::{AttributeClass, FindingKey, OverBy, RuleId},
};

/// The number of this form.
const VERSION: u64 = 1;

/// What one or more jobs showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Evidence {
    #[serde(rename = "evidence")]
    version: u64,
    tool: String,
    /// The jobs.
    pub jobs: Vec<Job>,
}

/// Where a job ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::exhaustive_enums,
    reason = "a job is the service's or it is not"
)]
pub enum EvidenceSource {
    /// In the service.
    Service,
    /// Anywhere else: it teaches nothing.
    Rehearsal,
}

/// The order of the columns that GetCSVHeader answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum HeaderOrder {
    /// `name` comes first.
    Older,
    /// `profile` comes first.
    Newer,
    /// Another column does.
    Other,
}

/// The features of a pool that may matter to the importer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PoolFeatures {
    /// `UserPoolTier`.
    pub tier: Option<String>,
    /// `UsernameAttributes`, sorted.
    pub username_attributes: Vec<String>,
    /// `AliasAttributes`, sorted.
    pub alias_attributes: Vec<String>,
    /// `AutoVerifiedAttributes`, sorted.
    pub auto_verified: Vec<String>,
    /// `MfaConfiguration`.
    pub mfa: Option<String>,
    /// `UsernameConfiguration.CaseSensitive`.
    pub case_sensitive: Option<bool>,
    /// The order of the CSVHeader.
    pub header_order: HeaderOrder,
    /// Whether the CSVHeader has `password_hash`.
    pub password_hash_column: bool,
    /// The year in which the pool was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// A keyed hash of the pool's id, with a key that stays on the user's machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Job {
    /// Where it ran.
    pub source: EvidenceSource,
    /// The day, as `2026-11-27`.
    pub date: String,
    /// The region.
    pub region: String,
    /// The pool.
    pub pool: PoolFeatures,
    /// The file.
    pub file: File,
    /// The status.
    pub status: String,
    /// The message with which it ended.
    #[serde(default)]
    pub completion_message: Option<String>,
    /// The error with which it did not start.
    #[serde(default)]
    pub start_error: Option<StartError>,
    /// Its counts.
    pub counts: Counts,
    /// What was predicted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Predicted>,
    /// Its log.
    pub log: LogEntry,
    /// Rows with the same findings, prediction and result.
    pub rows: Vec<Group>,
}

/// The file of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct File {
    /// How many rows it has.
    pub rows: u64,
    /// Whether it has more bytes than the smaller of two readings of 100 MB.
    pub bytes_over_100_000_000: bool,
    /// How its lines end: `LF`, `CRLF`, `CR` or `mixed`.
    pub line_ends: String,
    /// The algorithm of its job.
    #[serde(default)]
    pub algorithm: Option<String>,
    /// Whether the users that existed before were known.
    #[serde(default)]
    pub existing_users_known: bool,
    /// What was found about its header and about the whole.
    pub findings: Vec<Key>,
}

/// An error of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StartError {
    /// Its code.
    pub code: String,
    /// Its message.
    pub message: String,
}

/// A job's counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Counts {
    /// Users imported.
    pub imported: u64,
    /// Users skipped.
    pub skipped: u64,
    /// Users that failed.
    pub failed: u64,
    /// The most rows after one another that were not imported.
    #[serde(default)]
    pub longest_run_not_imported: u64,
    /// After how many rows the job stopped, where it stopped before the last.
    #[serde(default)]
    pub rows_before_stop: Option<u64>,
}

/// What was predicted for a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Predicted {
    /// The status.
    pub status: String,
    /// Users imported.
    pub imported: u64,
    /// Users skipped.
    pub skipped: u64,
    /// Users that fail.
    pub failed: u64,
}

/// A job's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LogEntry {
    /// `whole`, `part` or `none`.
    pub mapped: String,
    /// Its lines about rows.
    pub lines: u64,
    /// Rows without a line.
    #[serde(default)]
    pub unseen: u64,
    /// Its other events.
    #[serde(default)]
    pub other: Vec<OtherText>,
    /// What is in brackets and is not known.
    #[serde(default)]
    pub unknown_prefixes: Vec<String>,
}

/// An event that is about no row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OtherText {
    /// Its text.
    pub text: String,
    /// How often it is there.
    pub count: u64,
}

/// What a finding asks of the importer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Key {
    /// The rule.
    pub rule: String,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// The class of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// The unit in which a length is over its limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over_by: Option<String>,
}

impl From<&FindingKey> for Key {
    fn from(key: &FindingKey) -> Self {
        Self {
            rule: key.rule.rule().name.to_owned(),
            because: key.because.clone(),
            parameter: key.parameter.clone(),
            attribute: key.attribute.map(|class| class.as_str().to_owned()),
            over_by: key.over_by.map(|unit| unit.as_str().to_owned()),
        }
    }
}

impl Key {
    /// The key of this version's rules; `None` where it is of a rule that this version does not have.
    pub(super) fn known(&self) -> Option<FindingKey> {
        let mut key = FindingKey::of_rule(RuleId::named(&self.rule)?);
        key.because.clone_from(&self.because);
        key.parameter.clone_from(&self.parameter);
        if let Some(class) = &self.attribute {
            key.attribute = Some(AttributeClass::named(class)?);
        }
        if let Some(unit) = &self.over_by {
            key.over_by = Some(OverBy::named(unit)?);
        }
        Some(key)
    }
}

/// Rows with the same findings, prediction and result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Group {
    /// What was found about each of them.
    pub findings: Vec<Key>,
    /// What was predicted.
    pub predicted: String,
    /// How sure that was.
    pub certainty: String,
    /// Every possible outcome, where it was not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<String>,
    /// What the log says.
    pub seen: String,
    /// The text of the log.
    pub text: Option<String>,
    /// How many rows there are.
    pub count: u64,
}

impl Evidence {
    /// Evidence of these jobs, written by this version.
    pub(super) fn new(jobs: Vec<Job>) -> Self {
        Self {
            version: VERSION,
            tool: concat!("cognito-preflight ", env!("CARGO_PKG_VERSION")).to_owned(),
            jobs,
        }
    }

    /// Reads evidence.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::Evidence`] where the document is none, of another version, or holds what evidence must not.
    pub fn read(name: &str, document: &[u8]) -> Result<Self, ReconcileError> {
        let refused = |problem: String| ReconcileError::Evidence {
            name: name.to_owned(),
            problem,
        };
        let evidence: Self =
            serde_json::from_slice(document).map_err(|error| refused(error.to_string()))?;
        if evidence.version != VERSION {
            return Err(refused(format!("it is of version {}", evidence.version)));
        }
        match evidence.jobs.iter().find_map(Job::problem) {
            Some(problem) => Err(refused(problem.to_owned())),
            None => Ok(evidence),
        }
    }

    /// The evidence of several files as one: each job once, in the order of their days.
    #[must_use]
    pub fn merged(files: impl IntoIterator<Item = Self>) -> Self {
        let mut jobs: Vec<Job> = Vec::new();
        for job in files.into_iter().flat_map(|file| file.jobs) {
            if !jobs.contains(&job) {
                jobs.push(job);
            }
        }
        jobs.sort_by(|one, two| one.date.cmp(&two.date));
        Self::new(jobs)
    }

    /// The evidence without what only its owner's machine can use, to be given to others.
    #[must_use]
    pub fn without_pools(mut self) -> Self {
        for job in &mut self.jobs {
            job.pool.schema = None;
        }
        self
    }
}

impl Job {
    /// What is wrong with it, where something is: words that are not those of the form, or texts that may hold data.
    fn problem(&self) -> Option<&'static str> {
        let is_outcome = |name: &String| Outcome::of_name(name).is_some();
        let texts = self
            .rows
            .iter()
            .filter_map(|group| group.text.as_ref())
            .chain(&self.completion_message)
            .chain(self.log.other.iter().map(|other| &other.text))
            .chain(self.start_error.iter().map(|error| &error.message));
        for text in texts {
            if !super::scrub::is_clean(text) {
                return Some("a text of it may hold a value of a user");
            }
        }
        let is_known = |group: &Group| {
            let seen = ["IMPORTED", "SKIPPED", "FAILED", "OTHER", "UNSEEN"];
            is_outcome(&group.predicted)
                && group.alternatives.iter().all(is_outcome)
                && certainty(&group.certainty).is_some()
                && seen.contains(&group.seen.as_str())
                && group.count > 0
        };
        if !self.rows.iter().all(is_known) {
            return Some("a row of it has a word that is not known");
        }
        if !["whole", "part", "none"].contains(&self.log.mapped.as_str()) {
            return Some("its log has a word that is not known");
        }
        None
    }
}

/// The certainty of this word.
pub(super) fn certainty(word: &str) -> Option<Certainty> {
    [
        Certainty::Documented,
        Certainty::Observed,
        Certainty::Inferred,
        Certainty::Unknown,
    ]
    .into_iter()
    .find(|certainty| certainty.as_str() == word)
}
