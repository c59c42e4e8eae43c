//! What cannot be compared, and what to do about it.

use std::io;

use thiserror::Error;

/// Why a job, its log and its file cannot be compared.
///
/// No message holds a value of a user, or an address that a job was given for its upload.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// A document could not be read.
    #[error("cannot read {name}")]
    Read {
        /// Which one.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The log is not what it looks like.
    #[error("{name} cannot be read as a log: {problem}")]
    Log {
        /// Which file.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The description of the job is not the JSON of the service.
    #[error("{name} is not the JSON of describe-user-import-job: {problem}")]
    Job {
        /// Which file.
        name: String,
        /// What it is instead.
        problem: &'static str,
    },
    /// The job is not among those that are described.
    #[error("{name} describes {count} jobs, of which none is the one whose log this is")]
    NoSuchJob {
        /// Which file.
        name: String,
        /// How many jobs it has.
        count: usize,
    },
    /// The jobs that are described are not as many as the files.
    #[error("{jobs} jobs are described for {files} files")]
    JobsAndFiles {
        /// How many jobs.
        jobs: usize,
        /// How many files.
        files: usize,
    },
    /// Two different lines of the log are about the same row.
    #[error(
        "the log has two different lines of the number {line}: it is the log of more than one job"
    )]
    MixedLog {
        /// The number.
        line: u32,
    },
    /// The streams of the log are those of other jobs.
    #[error("the log is that of {}{}", of(found), wanted.as_deref().map(|id| format!(", and not of {id}")).unwrap_or_default())]
    LogOfAnotherJob {
        /// The jobs whose streams it has.
        found: Vec<String>,
        /// The job that is described.
        wanted: Option<String>,
    },
    /// The log has a line that the file does not have.
    #[error(
        "the log has a line of the number {line}, and no row of {file} begins there: another file was imported"
    )]
    AnotherFile {
        /// The file.
        file: String,
        /// The number.
        line: u32,
    },
    /// The job counts more users than the file has.
    #[error("the job counts {counted} users, and {file} has {rows}: another file was imported")]
    MoreUsers {
        /// The file.
        file: String,
        /// How many the job counts.
        counted: u64,
        /// How many the file has.
        rows: u64,
    },
    /// The log has more rows of a kind than the job counts.
    #[error(
        "the log has {logged} lines of {prefix}, and the job counts {counted}: the log is that of another job, or the \
         job was described before it ended"
    )]
    AnotherLog {
        /// What is in brackets.
        prefix: &'static str,
        /// How many the log has.
        logged: u64,
        /// How many the job counts.
        counted: u64,
    },
    /// The manifest cannot be read.
    #[error("{name} is not the manifest of a split file")]
    Manifest {
        /// Which file.
        name: String,
    },
    /// The manifest does not have the file.
    #[error("{name} has no part {part}")]
    NotInManifest {
        /// The manifest.
        name: String,
        /// The file.
        part: String,
    },
    /// Evidence cannot be read.
    #[error("{name} is not evidence that this version reads: {problem}")]
    Evidence {
        /// Which file.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A job gives no evidence.
    #[error("no evidence can be written of the job {job}: {lacks}")]
    NoEvidence {
        /// Its id.
        job: String,
        /// What it lacks.
        lacks: &'static str,
    },
}

/// Jobs, for a sentence.
fn of(jobs: &[String]) -> String {
    match jobs {
        [job] => job.clone(),
        [first, rest @ ..] => format!("{first} and {} more jobs", rest.len()),
        [] => "no job".to_owned(),
    }
}
