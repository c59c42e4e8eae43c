//! The rows of the tables, and the values in them.

use rusqlite::{
    CachedStatement, Connection, OptionalExtension, Row as SqlRow, Transaction, params,
};

use super::{
    LogEvent, NewUser, Pool, Sql,
    layout::{number_at, place},
    log_text,
    sign_in::write_user,
};
use crate::{
    import_job::{
        Attributes, Counts, Job, JobKey, Moment, PasswordVerifier, StoreError, Upload, User,
        UserNumber,
    },
    outcome::Outcome,
    prediction::{SKIPPED, SUCCEEDED},
};

pub(super) const JOB: &str = "number, pool_id, job_id, name, role_arn, algorithm, status, created, started, \
     completed, message, upload_bytes, upload_line_feeds, last_user_before, imported, skipped, \
     failed, rows_done, log_lines";
pub(super) const USER: &str = "place, username, sub, attributes, status, enabled, mfa_enabled, \
     password_hash, created, modified, salt, verifier, password_set";

pub(super) const fn signed(number: u64) -> i64 {
    // Numbers here are counts of what has been stored; none comes near the sign.
    number.cast_signed()
}

pub(super) const fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}

pub(super) fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(super) fn pool_of(row: &SqlRow<'_>) -> Sql<Pool> {
    let document: String = row.get(2)?;
    Ok(Pool {
        id: row.get(0)?,
        name: row.get(1)?,
        document: serde_json::from_str(&document).map_err(|error| broken(2, error))?,
    })
}

pub(super) fn broken(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}

pub(super) fn unknown(column: usize) -> rusqlite::Error {
    broken(column, StoreError::of("a name in the store is not known"))
}

pub(super) fn job_of(row: &SqlRow<'_>) -> Sql<Job> {
    let moment = |column| Ok::<_, rusqlite::Error>(Moment::of_millis(row.get(column)?));
    let may_be = |column| {
        Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Moment::of_millis))
    };
    let number = |column| Ok::<_, rusqlite::Error>(unsigned(row.get(column)?));
    let algorithm: Option<String> = row.get(5)?;
    let status: String = row.get(6)?;
    let bytes: Option<i64> = row.get(11)?;
    let line_feeds: Option<i64> = row.get(12)?;
    Ok(Job {
        number: number(0)?,
        key: JobKey {
            pool_id: row.get(1)?,
            job_id: row.get(2)?,
        },
        name: row.get(3)?,
        role_arn: row.get(4)?,
        algorithm: algorithm
            .map(|name| name.parse().map_err(|_| unknown(5)))
            .transpose()?,
        status: status.parse().map_err(|_| unknown(6))?,
        created: moment(7)?,
        started: may_be(8)?,
        completed: may_be(9)?,
        message: row.get(10)?,
        upload: bytes.zip(line_feeds).map(|(bytes, line_feeds)| Upload {
            bytes: unsigned(bytes),
            line_feeds: unsigned(line_feeds),
        }),
        last_user_before: number(13)?,
        counts: Counts {
            imported: number(14)?,
            skipped: number(15)?,
            failed: number(16)?,
        },
        rows_done: number(17)?,
        log_lines: number(18)?,
    })
}

pub(super) fn user_of(row: &SqlRow<'_>) -> Sql<(UserNumber, User)> {
    let sub: Vec<u8> = row.get(2)?;
    let sub: [u8; 16] = sub.try_into().map_err(|_| unknown(2))?;
    let attributes: String = row.get(3)?;
    let status: String = row.get(4)?;
    let hash: Option<String> = row.get(7)?;
    let username: String = row.get(1)?;
    let verifier = match (row.get(10)?, row.get(11)?, row.get(12)?) {
        (Some(salt), Some(verifier), Some(set)) => {
            let salt: Vec<u8> = salt;
            let verifier: Vec<u8> = verifier;
            Some(Box::new(PasswordVerifier {
                salt: salt.try_into().map_err(|_| unknown(10))?,
                verifier: verifier.into(),
                set: Moment::of_millis(set),
            }))
        }
        _ => None,
    };
    let user = User {
        username: username.into(),
        sub: u128::from_be_bytes(sub),
        attributes: Attributes::of_packed(attributes),
        status: status.parse().map_err(|_| unknown(4))?,
        enabled: row.get(5)?,
        mfa_enabled: row.get(6)?,
        password_hash: hash.map(Into::into),
        created: Moment::of_millis(row.get(8)?),
        modified: Moment::of_millis(row.get(9)?),
        verifier,
    };
    Ok((unsigned(number_at(row.get(0)?)), user))
}

/// The number of a pool, 0 where there is none.
pub(super) fn pool_number(connection: &Connection, id: &str) -> Sql<i64> {
    connection
        .prepare_cached("SELECT number FROM pools WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()
        .map(Option::unwrap_or_default)
}

/// Makes users of one pool.
pub(super) struct Inserter<'t> {
    transaction: &'t Transaction<'t>,
    pool: i64,
    last_user: i64,
    made: i64,
    find: CachedStatement<'t>,
    name: CachedStatement<'t>,
    alias: CachedStatement<'t>,
    user: CachedStatement<'t>,
}

impl<'t> Inserter<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>, pool_id: &str) -> Sql<Self> {
        let (pool, last_user) = transaction
            .prepare_cached("SELECT number, last_user FROM pools WHERE id = ?1")?
            .query_row([pool_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            transaction,
            pool,
            last_user,
            made: 0,
            find: transaction
                .prepare_cached("SELECT 1 FROM names WHERE pool = ?1 AND kind = 0 AND name = ?2")?,
            name: transaction.prepare_cached(
                "INSERT OR IGNORE INTO names (pool, kind, name, user) VALUES (?1, 0, ?2, ?3)",
            )?,
            alias: transaction.prepare_cached(
                "INSERT OR REPLACE INTO names (pool, kind, name, user) VALUES (?1, 1, ?2, ?3)",
            )?,
            user: transaction.prepare_cached(
                "INSERT INTO users (place, username, sub, attributes, status, enabled, \
                 mfa_enabled, password_hash, created, modified) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?,
        })
    }

    /// Makes a user; says whether every username was free.
    pub(super) fn insert(&mut self, new: &NewUser) -> Sql<bool> {
        let NewUser { user, names } = new;
        let number = self.last_user + 1;
        // One name needs no question first: it is written or it is not.
        if names.usernames.len() > 1 {
            for name in &names.usernames {
                if self.find.exists(params![self.pool, &**name])? {
                    return Ok(false);
                }
            }
        }
        for name in &names.usernames {
            let written = self.name.execute(params![self.pool, &**name, number])?;
            if written == 0 && names.usernames.len() == 1 {
                return Ok(false);
            }
        }
        for name in &names.aliases {
            self.alias.execute(params![self.pool, &**name, number])?;
        }
        self.user.execute(params![
            place(self.pool, number),
            &*user.username,
            &user.sub.to_be_bytes()[..],
            user.attributes.packed(),
            user.status.as_str(),
            user.enabled,
            user.mfa_enabled,
            user.password_hash.as_deref(),
            user.created.millis(),
            user.modified.millis(),
        ])?;
        if user.verifier.is_some() {
            write_user(self.transaction, place(self.pool, number), user)?;
        }
        self.last_user = number;
        self.made += 1;
        Ok(true)
    }

    /// Notes how far the pool is.
    pub(super) fn finish(self, transaction: &Transaction<'_>) -> Sql<i64> {
        let Self {
            pool,
            last_user,
            made,
            ..
        } = self;
        transaction
            .prepare_cached(
                "UPDATE pools SET last_user = ?2, users = users + ?3 WHERE number = ?1",
            )?
            .execute(params![pool, last_user, made])?;
        Ok(made)
    }
}

pub(super) const fn number_of(outcome: Outcome) -> i64 {
    match outcome {
        Outcome::Imported => 0,
        Outcome::Skipped => 1,
        Outcome::Failed => 2,
        Outcome::NotCounted => 3,
    }
}

pub(super) fn event_of(row: &SqlRow<'_>) -> Sql<LogEvent> {
    let at = Moment::of_millis(row.get(0)?);
    let line: Option<i64> = row.get(1)?;
    let outcome: Option<i64> = row.get(2)?;
    let text: Option<String> = row.get(3)?;
    let message = match line.zip(outcome) {
        None => text.unwrap_or_default(),
        Some((line, outcome)) => {
            let (outcome, usual) = match outcome {
                0 => (Outcome::Imported, SUCCEEDED),
                1 => (Outcome::Skipped, SKIPPED),
                _ => (Outcome::Failed, ""),
            };
            log_text(outcome, unsigned(line), text.as_deref().unwrap_or(usual))
        }
    };
    Ok(LogEvent { at, message })
}

/// Writes what the life of a job changes.
pub(super) fn update_job(transaction: &Transaction<'_>, job: &Job) -> Sql<()> {
    transaction
        .prepare_cached(
            "UPDATE jobs SET status = ?2, started = ?3, completed = ?4, message = ?5, \
             upload_bytes = ?6, upload_line_feeds = ?7, last_user_before = ?8 WHERE job_id = ?1",
        )?
        .execute(params![
            job.key.job_id,
            job.status.as_str(),
            job.started.map(Moment::millis),
            job.completed.map(Moment::millis),
            job.message,
            job.upload.map(|upload| signed(upload.bytes)),
            job.upload.map(|upload| signed(upload.line_feeds)),
            signed(job.last_user_before),
        ])?;
    Ok(())
}
