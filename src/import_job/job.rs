//! A job as the store keeps it.

use std::time::Duration;

use super::{Event, JobStatus, Moment, UserNumber};
use crate::values::password_hash::PasswordHashingAlgorithm;

/// How long a job waits for its start: the guide says 24 to 48 hours, a sample shows 24.5 (GUIDE).
pub const EXPIRES_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the address for the upload is valid (GUIDE): the service signs it for 899 seconds.
pub const UPLOAD_SECONDS: u64 = 899;
/// How many jobs a pool may have (QUOTA).
pub const JOBS_PER_POOL: u64 = 1000;
/// The service's text for a job that was not started in time (CLI).
pub const EXPIRED: &str = "The user import job has expired.";
/// The service's text for a job that was stopped (GUIDE).
pub const STOPPED: &str = "The Import Job was stopped by the developer.";

/// What the log of a job begins with, twice (LOG2020).
pub const FIRST_LOG_TEXT: &str = "Cognito User Pools Import - Test Log";

/// The three counts of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "the API has these three (BOTO)")]
pub struct Counts {
    /// Users imported.
    pub imported: u64,
    /// Users skipped.
    pub skipped: u64,
    /// Users failed.
    pub failed: u64,
}

impl Counts {
    /// How many rows were counted.
    pub const fn rows(self) -> u64 {
        self.imported
            .saturating_add(self.skipped)
            .saturating_add(self.failed)
    }
}

/// Which job: its pool and its id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a job is named by nothing else")]
pub struct JobKey {
    /// The pool's id.
    pub pool_id: String,
    /// The job's id.
    pub job_id: String,
}

impl JobKey {
    /// The job of this id in the pool of that one.
    pub fn new(pool_id: impl Into<String>, job_id: impl Into<String>) -> Self {
        Self {
            pool_id: pool_id.into(),
            job_id: job_id.into(),
        }
    }
}

/// The file that was uploaded for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Upload {
    /// Its length in bytes.
    pub bytes: u64,
    /// How many line feeds it has.
    pub line_feeds: u64,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Job {
    /// Rises from job to job, over all pools.
    pub number: u64,
    /// Its pool and its id.
    pub key: JobKey,
    /// Its name.
    pub name: String,
    /// The role that it was created with. Nothing is done with it here.
    pub role_arn: String,
    /// The algorithm of the file's password hashes.
    pub algorithm: Option<PasswordHashingAlgorithm>,
    /// Where it is in its life.
    pub status: JobStatus,
    /// When it was created.
    pub created: Moment,
    /// When it was started.
    pub started: Option<Moment>,
    /// When it ended.
    pub completed: Option<Moment>,
    /// How it ended, in words.
    pub message: Option<String>,
    /// The file, where one was uploaded.
    pub upload: Option<Upload>,
    /// The last user that existed when the job began: the users that its file can clash with.
    pub last_user_before: UserNumber,
    /// What was counted so far.
    pub counts: Counts,
    /// How many rows of the file are in the store already, those that count nowhere included.
    pub rows_done: u64,
    /// How many lines its log has.
    pub log_lines: u64,
}

impl Job {
    /// Whether the job should expire by now.
    pub(crate) fn is_due_to_expire(&self, now: Moment) -> bool {
        self.status == JobStatus::Created && now >= self.created.after(EXPIRES_AFTER)
    }

    /// Moves the job along; says whether the event can happen to it.
    #[must_use]
    pub(crate) fn apply(&mut self, event: Event, now: Moment) -> bool {
        let Some(status) = self.status.after(event) else {
            return false;
        };
        self.status = status;
        match event {
            Event::Start | Event::Begin => self.started = Some(now),
            Event::Expire => {
                self.completed = Some(self.created.after(EXPIRES_AFTER));
                self.message = Some(EXPIRED.to_owned());
            }
            Event::Halt => {
                self.completed = Some(now);
                self.message = Some(STOPPED.to_owned());
            }
            Event::Succeed | Event::Fail => self.completed = Some(now),
            Event::Stop => {}
        }
        true
    }

    /// The name of the job's log stream (GUIDE).
    pub(crate) fn log_stream(&self) -> String {
        format!("{}/{}", self.key.job_id, self.name)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A job that was just created.
    pub(crate) fn job(pool_id: &str, job_id: &str) -> Job {
        Job {
            number: 0,
            key: JobKey::new(pool_id, job_id),
            name: "first".into(),
            role_arn: "arn:aws:iam::123456789012:role/import".into(),
            algorithm: None,
            status: JobStatus::Created,
            created: Moment::of_millis(1_000),
            started: None,
            completed: None,
            message: None,
            upload: None,
            last_user_before: 0,
            counts: Counts::default(),
            rows_done: 0,
            log_lines: 0,
        }
    }

    #[test]
    fn a_job_expires_a_day_after_its_creation_unless_it_was_started() {
        let mut job = job("p_1", "import-1");
        let due = job.created.after(EXPIRES_AFTER);
        assert!(!job.is_due_to_expire(Moment::of_millis(due.millis() - 1)));
        assert!(job.is_due_to_expire(due));
        assert!(job.apply(Event::Expire, due.after(EXPIRES_AFTER)));
        assert_eq!(job.completed, Some(due));
        assert_eq!(job.message.as_deref(), Some(EXPIRED));
        job.status = JobStatus::Pending;
        assert!(!job.is_due_to_expire(due));
    }

    #[test]
    fn an_event_that_cannot_happen_changes_nothing() {
        let mut job = job("p_1", "import-1");
        let before = job.clone();
        assert!(!job.apply(Event::Stop, Moment::of_millis(9)));
        assert_eq!(job, before);
        assert!(job.apply(Event::Start, Moment::of_millis(9)));
        assert_eq!(job.started, Some(Moment::of_millis(9)));
    }
}
