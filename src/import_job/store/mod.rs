//! Where pools, jobs, users and log lines are kept.

mod factors;
mod groups;
mod identities;
mod sign_in;
mod sqlite;
#[cfg(test)]
pub(crate) mod tests;

use std::{fmt, io};

use serde_json::{Map, Value};

use super::{Counts, Job, JobKey, Moment, User, UserNumber};
use crate::outcome::Outcome;

pub use self::{
    factors::{Factor, FactorStore, Factors, Totp},
    groups::{Group, GroupStore},
    identities::{IdentityStore, Linked},
    sign_in::{Changed, SignIn, SignInStore, StoredClient, StoredKey, StoredKeys},
    sqlite::SqliteStore,
};

/// Why a store could not do what it was asked to. It never holds anything of a user.
#[derive(Debug, thiserror::Error)]
#[error("{action}")]
pub struct StoreError {
    action: &'static str,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl StoreError {
    /// A failure of this action, with its cause.
    pub fn new(
        action: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            action,
            source: Some(source.into()),
        }
    }

    /// A failure that no other error caused.
    pub const fn of(action: &'static str) -> Self {
        Self {
            action,
            source: None,
        }
    }
}

impl StoreError {
    /// Whether the medium is full: the same may succeed when there is space.
    pub fn is_out_of_space(&self) -> bool {
        let Some(source) = &self.source else {
            return false;
        };
        if let Some(error) = source.downcast_ref::<io::Error>() {
            return matches!(
                error.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
            );
        }
        source
            .downcast_ref::<rusqlite::Error>()
            .and_then(rusqlite::Error::sqlite_error_code)
            == Some(rusqlite::ErrorCode::DiskFull)
    }
}

impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        Self::other(error)
    }
}

/// A pool: what DescribeUserPool answers, with the two members by which it is found.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Pool {
    /// The pool's id.
    pub id: String,
    /// The pool's name.
    pub name: String,
    /// The members of `UserPool` on the wire.
    pub document: Map<String, Value>,
}

/// The names by which a user is found, each as it is compared: folded where letter case does not
/// matter in the pool.
#[derive(Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct SignInKeys {
    /// Names that no other user may have: the username, and in a pool whose users sign in with
    /// an address that address.
    pub usernames: Vec<Box<str>>,
    /// Aliases: a user that had one before loses it.
    pub aliases: Vec<Box<str>>,
}

impl fmt::Debug for SignInKeys {
    /// Without the names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignInKeys").finish_non_exhaustive()
    }
}

/// A user that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct NewUser {
    /// The user.
    pub user: User,
    /// The names by which the user is found.
    pub names: SignInKeys,
}

/// One row of the file, as the importer judged it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Row {
    /// The line as the log counts it: the header is line 1 (LOG2020).
    pub line: u64,
    /// What happens to it.
    pub outcome: Outcome,
    /// What the log says after the line's number.
    pub text: &'static str,
    /// The user that it makes, where it is imported.
    pub user: Option<Box<NewUser>>,
}

/// One event of a job's log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct LogEvent {
    /// When it was written.
    pub at: Moment,
    /// Its text.
    pub message: String,
}

/// A log line as the service writes it, such as
/// `[SUCCEEDED] Line Number 2 - The import succeeded.`
pub(crate) fn log_text(outcome: Outcome, line: u64, text: &str) -> String {
    let prefix = match outcome {
        Outcome::Imported => "SUCCEEDED",
        Outcome::Skipped => "SKIPPED",
        Outcome::Failed | Outcome::NotCounted => "FAILED",
    };
    format!("[{prefix}] Line Number {line} - {text}")
}

/// Counts a row. A line that is not a user counts nowhere.
pub(crate) const fn count(counts: &mut Counts, outcome: Outcome) {
    match outcome {
        Outcome::Imported => counts.imported += 1,
        Outcome::Skipped => counts.skipped += 1,
        Outcome::Failed => counts.failed += 1,
        Outcome::NotCounted => {}
    }
}

/// Where pools, jobs, users and log lines are kept.
///
/// Each method is one transaction: it happens as a whole or not at all, also when the process is
/// killed in it. Methods may be called from several threads at once.
///
/// # Errors
///
/// Every method answers [`StoreError`] where the medium fails.
#[expect(
    clippy::missing_errors_doc,
    reason = "there is one error for all, and it is described above"
)]
pub trait Store:
    SignInStore + GroupStore + IdentityStore + FactorStore + Send + Sync + fmt::Debug
{
    /// The pools in the order of their making, after the pool of this id.
    fn pools(&self, after: Option<&str>, limit: usize) -> Result<Vec<Pool>, StoreError>;

    /// The pool of this id.
    fn pool(&self, id: &str) -> Result<Option<Pool>, StoreError>;

    /// Makes a pool; says whether its id was free.
    fn insert_pool(&self, pool: &Pool) -> Result<bool, StoreError>;

    /// Replaces a pool's document and name.
    fn update_pool(&self, pool: &Pool) -> Result<(), StoreError>;

    /// Removes a pool with its jobs, users and logs.
    fn delete_pool(&self, id: &str) -> Result<(), StoreError>;

    /// Makes a job and gives it its number; says `None` where the id is taken.
    fn insert_job(&self, job: &Job) -> Result<Option<Job>, StoreError>;

    /// Replaces what the job's life changes: status, moments, message, upload and
    /// `last_user_before`. Counts, rows and log lines are left as they are.
    fn update_job(&self, job: &Job) -> Result<(), StoreError>;

    /// One job.
    fn job(&self, key: &JobKey) -> Result<Option<Job>, StoreError>;

    /// The jobs of a pool, the newest first, from before the job of this number.
    fn jobs(
        &self,
        pool_id: &str,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Job>, StoreError>;

    /// How many jobs a pool has.
    fn count_jobs(&self, pool_id: &str) -> Result<u64, StoreError>;

    /// The jobs of all pools that have not ended, the oldest first.
    fn unfinished_jobs(&self) -> Result<Vec<Job>, StoreError>;

    /// Writes rows of a job: its users, its log lines, its counts and how far it is, as one
    /// transaction. A row whose user cannot be made because a name is taken is skipped instead.
    fn add_rows(
        &self,
        key: &JobKey,
        rows: &[Row],
        at: Moment,
        skipped: &'static str,
    ) -> Result<(), StoreError>;

    /// Writes lines to a job's log.
    fn add_log(&self, key: &JobKey, lines: &[&str], at: Moment) -> Result<(), StoreError>;

    /// Events of a job's log from this index on, at most `limit` of them.
    fn log(&self, key: &JobKey, from: u64, limit: usize) -> Result<Vec<LogEvent>, StoreError>;

    /// Makes users that no job imports; returns how many were made, names that are taken left out.
    fn insert_users(&self, pool_id: &str, users: Vec<NewUser>) -> Result<u64, StoreError>;

    /// The number of the last user of a pool, 0 where it never had one.
    fn last_user(&self, pool_id: &str) -> Result<UserNumber, StoreError>;

    /// The users of a pool in the order of their making, after the user of this number.
    fn users(
        &self,
        pool_id: &str,
        after: UserNumber,
        limit: usize,
    ) -> Result<Vec<(UserNumber, User)>, StoreError>;

    /// How many users a pool has.
    fn count_users(&self, pool_id: &str) -> Result<u64, StoreError>;

    /// The user with this name or this alias.
    fn user_named(
        &self,
        pool_id: &str,
        name: &str,
    ) -> Result<Option<(UserNumber, User)>, StoreError>;

    /// The user with this `sub`.
    fn user_of_sub(
        &self,
        pool_id: &str,
        sub: u128,
    ) -> Result<Option<(UserNumber, User)>, StoreError>;

    /// Makes one complete file of what was written, as at the end of the process. A store that is
    /// not in a file has nothing to do.
    fn checkpoint(&self) -> Result<(), StoreError>;

    /// Removes a user and the user's names.
    fn delete_user(&self, pool_id: &str, number: UserNumber) -> Result<(), StoreError>;
}
