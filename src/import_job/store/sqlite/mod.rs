//! A store in a SQLite database: in one file, or in memory.
//!
//! In a file one connection writes and others read, which in SQLite's write-ahead log never wait for
//! it: a description of a job is answered at once while the job imports. In memory there is one
//! connection for both, and a reader waits for a transaction of some milliseconds. Half a million
//! users would take 200 MB there, so what does not fit into the cache is in a temporary file, which
//! has no name and no other process can open.

mod factors;
mod groups;
mod identities;
mod layout;
mod open;
mod rows;
mod sign_in;

use std::{
    fmt,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};

use super::{LogEvent, NewUser, Pool, Row, Store, StoreError, count, log_text};
use crate::{
    import_job::{Counts, Job, JobKey, Moment, User, UserNumber},
    outcome::Outcome,
    prediction::{SKIPPED, SUCCEEDED},
    values::password_hash::PasswordHashingAlgorithm,
};

use layout::{last_place, place, place_from};
use rows::{
    Inserter, JOB, USER, broken, event_of, job_of, limited, number_of, pool_number, pool_of,
    signed, unsigned, update_job, user_of,
};

/// How many connections that only read are kept open.
const READERS: usize = 4;

/// A store in a SQLite database.
pub struct SqliteStore {
    writer: Mutex<Connection>,
    /// None for a temporary store, where the connection that writes reads as well.
    file: Option<DatabaseFile>,
}

/// The file of a store that is not in memory.
struct DatabaseFile {
    path: PathBuf,
    readers: Mutex<Vec<Connection>>,
    /// Held as long as the store is open: a file beside the database, locked for good.
    _owner: Mutex<Connection>,
}

impl DatabaseFile {
    fn readers(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore")
            .field("path", &self.file.as_ref().map(|file| &file.path))
            .finish_non_exhaustive()
    }
}

type Sql<T> = rusqlite::Result<T>;

impl SqliteStore {
    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, on a connection that no other thread uses meanwhile.
    fn read<T>(
        &self,
        action: &'static str,
        read: impl FnOnce(&Connection) -> Sql<T>,
    ) -> Result<T, StoreError> {
        let Some(file) = &self.file else {
            return read(&self.writer()).map_err(|error| failed(action, error));
        };
        let ready = file.readers().pop();
        let answer = ready
            .map_or_else(
                || {
                    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                    Connection::open_with_flags(&file.path, flags)
                },
                Ok,
            )
            .and_then(|connection| {
                let answer = read(&connection)?;
                let mut readers = file.readers();
                if readers.len() < READERS {
                    readers.push(connection);
                }
                Ok(answer)
            });
        answer.map_err(|error| failed(action, error))
    }

    /// Writes, all or nothing.
    fn write<T>(
        &self,
        action: &'static str,
        write: impl FnOnce(&Transaction<'_>) -> Sql<T>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer();
        writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                let answer = write(&transaction)?;
                transaction.commit()?;
                Ok(answer)
            })
            .map_err(|error| failed(action, error))
    }
}

/// What failed, without the statement's values, which SQLite's messages do not have either.
fn failed(action: &'static str, error: rusqlite::Error) -> StoreError {
    StoreError::new(action, error)
}

impl Store for SqliteStore {
    fn pools(&self, after: Option<&str>, limit: usize) -> Result<Vec<Pool>, StoreError> {
        self.read("pools cannot be read", |connection| {
            let after = match after {
                None => 0,
                // After a pool that is not there comes none.
                Some(id) => match pool_number(connection, id)? {
                    0 => i64::MAX,
                    number => number,
                },
            };
            connection
                .prepare_cached(
                    "SELECT id, name, document FROM pools WHERE number > ?1 \
                     ORDER BY number LIMIT ?2",
                )?
                .query_map(params![after, limited(limit)], pool_of)?
                .collect()
        })
    }

    fn pool(&self, id: &str) -> Result<Option<Pool>, StoreError> {
        self.read("a pool cannot be read", |connection| {
            connection
                .prepare_cached("SELECT id, name, document FROM pools WHERE id = ?1")?
                .query_row([id], pool_of)
                .optional()
        })
    }

    fn insert_pool(&self, pool: &Pool) -> Result<bool, StoreError> {
        self.write("a pool cannot be written", |transaction| {
            let document = serde_json::to_string(&pool.document).map_err(|e| broken(2, e))?;
            let written = transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO pools (id, name, document) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![pool.id, pool.name, document])?;
            Ok(written > 0)
        })
    }

    fn update_pool(&self, pool: &Pool) -> Result<(), StoreError> {
        self.write("a pool cannot be written", |transaction| {
            let document = serde_json::to_string(&pool.document).map_err(|e| broken(2, e))?;
            transaction
                .prepare_cached("UPDATE pools SET name = ?2, document = ?3 WHERE id = ?1")?
                .execute(params![pool.id, pool.name, document])
                .and_then(|written| {
                    if written == 0 {
                        Err(rusqlite::Error::QueryReturnedNoRows)
                    } else {
                        Ok(())
                    }
                })
        })
    }

    fn delete_pool(&self, id: &str) -> Result<(), StoreError> {
        self.write("a pool cannot be removed", |transaction| {
            let pool = pool_number(transaction, id)?;
            let jobs: Vec<i64> = transaction
                .prepare_cached("SELECT number FROM jobs WHERE pool_id = ?1")?
                .query_map([id], |row| row.get(0))?
                .collect::<Sql<_>>()?;
            for job in jobs {
                let places = params![place(job, 0), last_place(job)];
                transaction.execute("DELETE FROM log WHERE place BETWEEN ?1 AND ?2", places)?;
            }
            transaction.execute("DELETE FROM jobs WHERE pool_id = ?1", [id])?;
            transaction.execute("DELETE FROM names WHERE pool = ?1", [pool])?;
            let places = params![place(pool, 0), last_place(pool)];
            transaction.execute("DELETE FROM users WHERE place BETWEEN ?1 AND ?2", places)?;
            sign_in::forget_pool(transaction, pool)?;
            groups::forget_pool(transaction, pool)?;
            identities::forget_pool(transaction, pool)?;
            factors::forget_pool(transaction, pool)?;
            transaction.execute("DELETE FROM pools WHERE number = ?1", [pool])?;
            Ok(())
        })
    }

    fn insert_job(&self, job: &Job) -> Result<Option<Job>, StoreError> {
        self.write("a job cannot be written", |transaction| {
            let written = transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO jobs \
                     (pool_id, job_id, name, role_arn, algorithm, status, created) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    job.key.pool_id,
                    job.key.job_id,
                    job.name,
                    job.role_arn,
                    job.algorithm.map(PasswordHashingAlgorithm::as_str),
                    job.status.as_str(),
                    job.created.millis(),
                ])?;
            if written == 0 {
                return Ok(None);
            }
            let number = unsigned(transaction.last_insert_rowid());
            update_job(transaction, job)?;
            Ok(Some(Job {
                number,
                ..job.clone()
            }))
        })
    }

    fn update_job(&self, job: &Job) -> Result<(), StoreError> {
        self.write("a job cannot be written", |transaction| {
            update_job(transaction, job)
        })
    }

    fn job(&self, key: &JobKey) -> Result<Option<Job>, StoreError> {
        self.read("a job cannot be read", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {JOB} FROM jobs WHERE job_id = ?1 AND pool_id = ?2"
                ))?
                .query_row([&key.job_id, &key.pool_id], job_of)
                .optional()
        })
    }

    fn jobs(
        &self,
        pool_id: &str,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Job>, StoreError> {
        self.read("jobs cannot be read", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {JOB} FROM jobs WHERE pool_id = ?1 AND number < ?2 \
                     ORDER BY number DESC LIMIT ?3"
                ))?
                .query_map(
                    params![pool_id, before.map_or(i64::MAX, signed), limited(limit)],
                    job_of,
                )?
                .collect()
        })
    }

    fn count_jobs(&self, pool_id: &str) -> Result<u64, StoreError> {
        self.read("jobs cannot be counted", |connection| {
            connection
                .prepare_cached("SELECT count(*) FROM jobs WHERE pool_id = ?1")?
                .query_row([pool_id], |row| row.get(0))
                .map(unsigned)
        })
    }

    fn unfinished_jobs(&self) -> Result<Vec<Job>, StoreError> {
        self.read("jobs cannot be read", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {JOB} FROM jobs WHERE status NOT IN \
                     ('Expired', 'Stopped', 'Failed', 'Succeeded') ORDER BY number"
                ))?
                .query_map([], job_of)?
                .collect()
        })
    }

    fn add_rows(
        &self,
        key: &JobKey,
        rows: &[Row],
        at: Moment,
        skipped: &'static str,
    ) -> Result<(), StoreError> {
        self.write("rows cannot be written", |transaction| {
            let (job, mut line, mut counts) = transaction
                .prepare_cached(
                    "SELECT number, log_lines, imported, skipped, failed FROM jobs \
                     WHERE job_id = ?1 AND pool_id = ?2",
                )?
                .query_row([&key.job_id, &key.pool_id], |row| {
                    let counts = Counts {
                        imported: unsigned(row.get(2)?),
                        skipped: unsigned(row.get(3)?),
                        failed: unsigned(row.get(4)?),
                    };
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, counts))
                })?;
            let done = rows.len() as u64;
            let mut inserter = Inserter::new(transaction, &key.pool_id)?;
            let mut log = transaction.prepare_cached(
                "INSERT INTO log (place, at, row, outcome, text) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for row in rows {
                let is_made = match &row.user {
                    None => true,
                    Some(user) => inserter.insert(user)?,
                };
                let (outcome, text) = if is_made {
                    (row.outcome, row.text)
                } else {
                    (Outcome::Skipped, skipped)
                };
                count(&mut counts, outcome);
                let text = match outcome {
                    Outcome::NotCounted => continue,
                    // The two usual texts are not written half a million times.
                    Outcome::Imported if text == SUCCEEDED => None,
                    Outcome::Skipped if text == SKIPPED => None,
                    _ => Some(text),
                };
                log.execute(params![
                    place(job, line),
                    at.millis(),
                    signed(row.line),
                    number_of(outcome),
                    text
                ])?;
                line += 1;
            }
            inserter.finish(transaction)?;
            transaction
                .prepare_cached(
                    "UPDATE jobs SET log_lines = ?2, imported = ?3, skipped = ?4, failed = ?5, \
                     rows_done = rows_done + ?6 WHERE number = ?1",
                )?
                .execute(params![
                    job,
                    line,
                    signed(counts.imported),
                    signed(counts.skipped),
                    signed(counts.failed),
                    signed(done),
                ])?;
            Ok(())
        })
    }

    fn add_log(&self, key: &JobKey, lines: &[&str], at: Moment) -> Result<(), StoreError> {
        self.write("the log cannot be written", |transaction| {
            let (job, mut line): (i64, i64) = transaction.query_row(
                "SELECT number, log_lines FROM jobs WHERE job_id = ?1 AND pool_id = ?2",
                [&key.job_id, &key.pool_id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            for text in lines {
                transaction.execute(
                    "INSERT INTO log (place, at, text) VALUES (?1, ?2, ?3)",
                    params![place(job, line), at.millis(), text],
                )?;
                line += 1;
            }
            transaction.execute(
                "UPDATE jobs SET log_lines = ?2 WHERE number = ?1",
                params![job, line],
            )?;
            Ok(())
        })
    }

    fn log(&self, key: &JobKey, from: u64, limit: usize) -> Result<Vec<LogEvent>, StoreError> {
        self.read("the log cannot be read", |connection| {
            let job = connection
                .prepare_cached("SELECT number FROM jobs WHERE job_id = ?1 AND pool_id = ?2")?
                .query_row([&key.job_id, &key.pool_id], |row| row.get::<_, i64>(0))
                .optional()?;
            let Some(job) = job else {
                return Ok(Vec::new());
            };
            connection
                .prepare_cached(
                    "SELECT at, row, outcome, text FROM log WHERE place BETWEEN ?1 AND ?2 \
                     ORDER BY place LIMIT ?3",
                )?
                .query_map(
                    params![place_from(job, from), last_place(job), limited(limit)],
                    event_of,
                )?
                .collect()
        })
    }

    fn insert_users(&self, pool_id: &str, users: Vec<NewUser>) -> Result<u64, StoreError> {
        self.write("users cannot be written", |transaction| {
            let mut inserter = Inserter::new(transaction, pool_id)?;
            for user in &users {
                inserter.insert(user)?;
            }
            inserter.finish(transaction).map(unsigned)
        })
    }

    fn last_user(&self, pool_id: &str) -> Result<UserNumber, StoreError> {
        self.read("a pool cannot be read", |connection| {
            connection
                .prepare_cached("SELECT last_user FROM pools WHERE id = ?1")?
                .query_row([pool_id], |row| row.get(0))
                .optional()
                .map(|number| number.map_or(0, unsigned))
        })
    }

    fn users(
        &self,
        pool_id: &str,
        after: UserNumber,
        limit: usize,
    ) -> Result<Vec<(UserNumber, User)>, StoreError> {
        self.read("users cannot be read", |connection| {
            let pool = pool_number(connection, pool_id)?;
            connection
                .prepare_cached(&format!(
                    "SELECT {USER} FROM users WHERE place BETWEEN ?1 AND ?2 \
                     ORDER BY place LIMIT ?3"
                ))?
                .query_map(
                    params![
                        place_from(pool, after.saturating_add(1)),
                        last_place(pool),
                        limited(limit)
                    ],
                    user_of,
                )?
                .collect()
        })
    }

    fn count_users(&self, pool_id: &str) -> Result<u64, StoreError> {
        self.read("users cannot be counted", |connection| {
            connection
                .prepare_cached("SELECT users FROM pools WHERE id = ?1")?
                .query_row([pool_id], |row| row.get(0))
                .optional()
                .map(|number| number.map_or(0, unsigned))
        })
    }

    fn user_named(
        &self,
        pool_id: &str,
        name: &str,
    ) -> Result<Option<(UserNumber, User)>, StoreError> {
        self.read("a user cannot be read", |connection| {
            let pool = pool_number(connection, pool_id)?;
            connection
                .prepare_cached(&format!(
                    "SELECT {USER} FROM users WHERE place = ?3 | (SELECT user FROM names \
                     WHERE pool = ?1 AND kind IN (0, 1) AND name = ?2 ORDER BY kind LIMIT 1)"
                ))?
                .query_row(params![pool, name, place(pool, 0)], user_of)
                .optional()
        })
    }

    fn user_of_sub(
        &self,
        pool_id: &str,
        sub: u128,
    ) -> Result<Option<(UserNumber, User)>, StoreError> {
        self.read("a user cannot be read", |connection| {
            let pool = pool_number(connection, pool_id)?;
            connection
                .prepare_cached(&format!(
                    "SELECT {USER} FROM users WHERE sub = ?1 AND place BETWEEN ?2 AND ?3"
                ))?
                .query_row(
                    params![&sub.to_be_bytes()[..], place(pool, 0), last_place(pool)],
                    user_of,
                )
                .optional()
        })
    }

    fn checkpoint(&self) -> Result<(), StoreError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        // A connection that reads would keep the write-ahead log from being emptied.
        file.readers().clear();
        let is_busy: bool = self
            .writer()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| failed("the store cannot be completed", error))?;
        if is_busy {
            return Err(StoreError::of("the store is still being read"));
        }
        Ok(())
    }

    fn delete_user(&self, pool_id: &str, number: UserNumber) -> Result<(), StoreError> {
        self.write("a user cannot be removed", |transaction| {
            let pool = pool_number(transaction, pool_id)?;
            let number = signed(number);
            transaction.execute(
                "DELETE FROM names WHERE pool = ?1 AND user = ?2",
                params![pool, number],
            )?;
            sign_in::forget_user(transaction, place(pool, number))?;
            groups::forget_user(transaction, place(pool, number))?;
            identities::forget_user(transaction, place(pool, number))?;
            factors::forget_user(transaction, place(pool, number))?;
            let gone =
                transaction.execute("DELETE FROM users WHERE place = ?1", [place(pool, number)])?;
            transaction.execute(
                "UPDATE pools SET users = users - ?2 WHERE number = ?1",
                params![pool, limited(gone)],
            )?;
            Ok(())
        })
    }
}
