//! The comparison as one JSON document.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    outcome::Outcome,
    output::{guarded_json, wire::Prediction},
};

use super::{Difference, Log, PartResult, RowsSeen, advice};

/// The comparison as one JSON document. It holds no value of a user.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Document<'a> {
    /// Whether every row of every file was imported as predicted.
    pub is_as_predicted: bool,
    /// The rows of all files.
    pub rows: Rows,
    /// Each job with its file.
    pub jobs: Vec<JobEntry<'a>>,
    /// Events of the log that are about no row.
    pub other_events: &'a BTreeMap<String, u64>,
    /// The files that were written.
    pub files: Files,
    /// What had to be assumed, in sentences for a person.
    pub assumed: Vec<String>,
}

/// The files that were written.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Files {
    /// The rows to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry: Option<String>,
    /// A line for each row that was not imported or not as predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// Rows, counted.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct Rows {
    /// All rows.
    pub input: u64,
    /// By what the log says of them.
    pub imported: u64,
    /// Skipped.
    pub skipped: u64,
    /// Failed.
    pub failed: u64,
    /// With a line of a kind that is not known.
    pub other: u64,
    /// Without a line.
    pub unseen: u64,
    /// As predicted.
    pub as_predicted: u64,
    /// In another way that was possible.
    pub possible: u64,
    /// In a way that was not possible.
    pub otherwise: u64,
}

impl From<&RowsSeen> for Rows {
    fn from(rows: &RowsSeen) -> Self {
        Self {
            input: rows.all(),
            imported: rows.imported,
            skipped: rows.skipped,
            failed: rows.failed,
            other: rows.other,
            unseen: rows.unseen,
            as_predicted: rows.as_predicted,
            possible: rows.possible,
            otherwise: rows.otherwise,
        }
    }
}

/// A job with its file.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct JobEntry<'a> {
    /// The file.
    pub file: &'a str,
    /// The job, by the service's names.
    pub job: ServiceJob<'a>,
    /// What was predicted for it.
    pub predicted: Option<Prediction<'a>>,
    /// Whether it ended in a status that was not possible.
    pub status_is_otherwise: bool,
    /// Its rows.
    pub rows: Rows,
    /// Its log.
    pub log: LogEntry<'a>,
    /// Rows that were not imported or not as predicted.
    pub differences: Vec<DifferenceEntry<'a>>,
    /// What to do.
    pub advice: Vec<String>,
}

/// A job by the service's names.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ServiceJob<'a> {
    /// Its id.
    pub job_id: &'a str,
    /// Its name.
    pub job_name: Option<&'a str>,
    /// Its status.
    pub status: &'a str,
    /// How many users it imported.
    pub imported_users: u64,
    /// How many it skipped.
    pub skipped_users: u64,
    /// How many failed.
    pub failed_users: u64,
    /// Its message.
    pub completion_message: Option<&'a str>,
}

/// A job's log.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct LogEntry<'a> {
    /// Lines about rows.
    pub lines: u64,
    /// Lines that were read again.
    pub repeated: u64,
    /// Whether it is about the `whole` file, `part` of it or `none` of it.
    pub mapped: &'static str,
    /// Whether no line is missing.
    pub is_complete: bool,
    /// What is in brackets and is not known.
    pub unknown_prefixes: &'a [String],
}

/// Rows that were not imported or not as predicted.
#[derive(Debug, Serialize)]
#[non_exhaustive]
pub struct DifferenceEntry<'a> {
    /// What the log says.
    pub seen: &'static str,
    /// What was predicted.
    pub predicted: Outcome,
    /// `as-predicted`, `possible`, `otherwise` or `not-known`.
    pub agreement: &'static str,
    /// The rules that decide the prediction.
    pub rules: &'a [&'static str],
    /// What is in brackets in the log.
    pub prefix: Option<&'a str>,
    /// What follows the number there.
    pub text: Option<&'a str>,
    /// How many rows there are.
    pub rows: u64,
    /// The lines of the first of them in the file that was imported.
    pub lines: Vec<u64>,
    /// The same in the file that it was made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source_lines: Vec<u64>,
}

impl<'a> From<&'a Difference> for DifferenceEntry<'a> {
    fn from(difference: &'a Difference) -> Self {
        let first = &difference.first;
        Self {
            seen: difference.seen.as_str(),
            predicted: difference.predicted,
            agreement: difference.agreement.as_str(),
            rules: &difference.rules,
            prefix: difference.prefix.as_deref(),
            text: difference.text.as_deref(),
            rows: difference.rows,
            lines: first.iter().map(|place| place.line).collect(),
            source_lines: first.iter().filter_map(|place| place.source_line).collect(),
        }
    }
}

impl<'a> From<&'a PartResult> for JobEntry<'a> {
    fn from(result: &'a PartResult) -> Self {
        let job = &result.job;
        Self {
            file: &result.file,
            job: ServiceJob {
                job_id: &job.id,
                job_name: job.name.as_deref(),
                status: &job.status,
                imported_users: job.imported_users,
                skipped_users: job.skipped_users,
                failed_users: job.failed_users,
                completion_message: job.completion_message.as_deref(),
            },
            predicted: result.predicted.as_ref().map(Into::into),
            status_is_otherwise: result.status_is_otherwise(),
            rows: (&result.rows).into(),
            log: LogEntry {
                lines: result.log.rows,
                repeated: result.log.repeated,
                mapped: result.log.mapped.as_str(),
                is_complete: result.log.is_complete,
                unknown_prefixes: &result.log.unknown_prefixes,
            },
            differences: result.differences.iter().map(Into::into).collect(),
            advice: advice(result),
        }
    }
}

impl<'a> Document<'a> {
    /// The document of these jobs, whose log this is.
    #[must_use]
    pub fn new(results: &'a [PartResult], log: &'a Log) -> Self {
        let rows = results
            .iter()
            .fold(RowsSeen::default(), |sum, result| sum.and(&result.rows));
        Self {
            is_as_predicted: results.iter().all(PartResult::is_as_wanted),
            rows: (&rows).into(),
            jobs: results.iter().map(Into::into).collect(),
            other_events: log.other(),
            files: Files::default(),
            assumed: Vec::new(),
        }
    }

    /// Writes the document, indented, with a line end after it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, mut writer: impl Write) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self)?;
        writer.write_all(guarded_json(&text).as_bytes())?;
        writer.write_all(b"\n")?;
        writer.flush()
    }
}
