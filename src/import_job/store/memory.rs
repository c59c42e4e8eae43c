//! A store that forgets everything with the process.

use std::{
    collections::HashMap,
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use super::{
    LogEvent, NewUser, Pool, Row, SignInKeys, Store, StoreError, count,
    kept::{KeptLog, KeptUsers},
};
use crate::{
    import_job::{Counts, Job, JobKey, Moment, User, UserNumber},
    outcome::Outcome,
};

/// For how many rows a reader may have to wait.
const ROWS_AT_A_TIME: usize = 1_000;

/// A store that forgets everything with the process.
///
/// Users and log lines have locks of their own, so that whoever asks for a job does not wait for the
/// rows that are being written.
#[derive(Default)]
pub struct MemoryStore {
    inner: RwLock<Inner>,
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

#[derive(Default)]
struct Inner {
    pools: Vec<InPool>,
    jobs: Vec<InJob>,
    last_job: u64,
}

struct InPool {
    pool: Pool,
    users: Arc<RwLock<InUsers>>,
}

#[derive(Default)]
struct InUsers {
    kept: KeptUsers,
    usernames: Names,
    aliases: Names,
}

struct InJob {
    job: Job,
    log: Arc<RwLock<KeptLog>>,
}

/// A thread that panicked while it held a lock has left what is behind it as it was.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// Names as keyed hashes, so that half a million of them stay small: 96 bits of a hash, by which no
/// two of them can be expected to meet, and a number of 32 bits come to 16 bytes.
#[derive(Default)]
struct Names {
    one: RandomState,
    two: RandomState,
    users: HashMap<[u8; 12], u32>,
}

impl Names {
    fn hash(&self, name: &str) -> [u8; 12] {
        let mut hash = [0; 12];
        let halves = [&self.one, &self.two].map(|state| state.hash_one(name).to_ne_bytes());
        for (byte, from) in hash.iter_mut().zip(halves.as_flattened()) {
            *byte = *from;
        }
        hash
    }

    fn get(&self, name: &str) -> Option<UserNumber> {
        self.users.get(&self.hash(name)).copied().map(u64::from)
    }

    fn insert(&mut self, name: &str, user: u32) {
        self.users.insert(self.hash(name), user);
    }
}

impl InUsers {
    /// Makes a user; says whether every username was free.
    fn insert(&mut self, new: &NewUser) -> Result<bool, StoreError> {
        let SignInKeys { usernames, aliases } = &new.names;
        if usernames
            .iter()
            .any(|name| self.usernames.get(name).is_some())
        {
            return Ok(false);
        }
        let number = u32::try_from(self.kept.last() + 1)
            .map_err(|error| StoreError::new("the pool is full", error))?;
        self.kept.push(&new.user);
        for name in usernames {
            self.usernames.insert(name, number);
        }
        for name in aliases {
            self.aliases.insert(name, number);
        }
        Ok(true)
    }
}

impl Inner {
    fn pool(&self, id: &str) -> Option<&InPool> {
        self.pools.iter().find(|pool| pool.pool.id == id)
    }

    fn pool_mut(&mut self, id: &str) -> Result<&mut InPool, StoreError> {
        self.pools
            .iter_mut()
            .find(|pool| pool.pool.id == id)
            .ok_or(StoreError::of("the pool is gone"))
    }

    fn job(&self, key: &JobKey) -> Option<&InJob> {
        self.jobs.iter().find(|job| job.job.key == *key)
    }

    fn job_mut(&mut self, key: &JobKey) -> Result<&mut InJob, StoreError> {
        self.jobs
            .iter_mut()
            .find(|job| job.job.key == *key)
            .ok_or(StoreError::of("the job is gone"))
    }
}

impl MemoryStore {
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        read(&self.inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        write(&self.inner)
    }

    fn users_of(&self, pool_id: &str) -> Option<Arc<RwLock<InUsers>>> {
        let inner = self.read();
        inner.pool(pool_id).map(|pool| Arc::clone(&pool.users))
    }

    fn log_of(&self, key: &JobKey) -> Option<Arc<RwLock<KeptLog>>> {
        self.read().job(key).map(|job| Arc::clone(&job.log))
    }

    /// Writes some rows: their users, then their log lines, and at last that they are there.
    fn add_some(
        &self,
        key: &JobKey,
        rows: impl Iterator<Item = Row>,
        at: Moment,
        skipped: &'static str,
    ) -> Result<(), StoreError> {
        let log = self.log_of(key).ok_or(StoreError::of("the job is gone"))?;
        let users = self
            .users_of(&key.pool_id)
            .ok_or(StoreError::of("the pool is gone"))?;
        let mut users = write(&users);
        let judged = rows
            .map(|row| {
                let is_made = row.user.map_or(Ok(true), |user| users.insert(&user))?;
                Ok(if is_made {
                    (row.line, row.outcome, row.text)
                } else {
                    (row.line, Outcome::Skipped, skipped)
                })
            })
            .collect::<Result<Vec<(u64, Outcome, &'static str)>, StoreError>>()?;
        drop(users);
        let mut counts = Counts::default();
        let mut log = write(&log);
        for (line, outcome, text) in &judged {
            count(&mut counts, *outcome);
            if *outcome != Outcome::NotCounted {
                log.push_row(at, *line, *outcome, text);
            }
        }
        let log_lines = log.len();
        drop(log);
        let mut inner = self.write();
        let job = &mut inner.job_mut(key)?.job;
        job.counts.imported += counts.imported;
        job.counts.skipped += counts.skipped;
        job.counts.failed += counts.failed;
        job.rows_done += judged.len() as u64;
        job.log_lines = log_lines;
        Ok(())
    }
}

impl Store for MemoryStore {
    fn pools(&self, after: Option<&str>, limit: usize) -> Result<Vec<Pool>, StoreError> {
        let inner = self.read();
        let start = after.map_or(0, |id| {
            inner
                .pools
                .iter()
                .position(|pool| pool.pool.id == id)
                .map_or(inner.pools.len(), |place| place + 1)
        });
        Ok(inner
            .pools
            .iter()
            .skip(start)
            .take(limit)
            .map(|pool| pool.pool.clone())
            .collect())
    }

    fn pool(&self, id: &str) -> Result<Option<Pool>, StoreError> {
        Ok(self.read().pool(id).map(|pool| pool.pool.clone()))
    }

    fn insert_pool(&self, pool: &Pool) -> Result<bool, StoreError> {
        let mut inner = self.write();
        if inner.pool(&pool.id).is_some() {
            return Ok(false);
        }
        inner.pools.push(InPool {
            pool: pool.clone(),
            users: Arc::default(),
        });
        Ok(true)
    }

    fn update_pool(&self, pool: &Pool) -> Result<(), StoreError> {
        self.write().pool_mut(&pool.id)?.pool = pool.clone();
        Ok(())
    }

    fn delete_pool(&self, id: &str) -> Result<(), StoreError> {
        let mut inner = self.write();
        inner.pools.retain(|pool| pool.pool.id != id);
        inner.jobs.retain(|job| job.job.key.pool_id != id);
        Ok(())
    }

    fn insert_job(&self, job: &Job) -> Result<Option<Job>, StoreError> {
        let mut inner = self.write();
        if inner
            .jobs
            .iter()
            .any(|other| other.job.key.job_id == job.key.job_id)
        {
            return Ok(None);
        }
        inner.last_job += 1;
        let job = Job {
            number: inner.last_job,
            ..job.clone()
        };
        inner.jobs.push(InJob {
            job: job.clone(),
            log: Arc::default(),
        });
        Ok(Some(job))
    }

    fn update_job(&self, job: &Job) -> Result<(), StoreError> {
        let mut inner = self.write();
        let kept = &mut inner.job_mut(&job.key)?.job;
        *kept = Job {
            counts: kept.counts,
            rows_done: kept.rows_done,
            log_lines: kept.log_lines,
            ..job.clone()
        };
        Ok(())
    }

    fn job(&self, key: &JobKey) -> Result<Option<Job>, StoreError> {
        Ok(self.read().job(key).map(|job| job.job.clone()))
    }

    fn jobs(
        &self,
        pool_id: &str,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Job>, StoreError> {
        Ok(self
            .read()
            .jobs
            .iter()
            .rev()
            .map(|job| &job.job)
            .filter(|job| job.key.pool_id == pool_id)
            .filter(|job| before.is_none_or(|number| job.number < number))
            .take(limit)
            .cloned()
            .collect())
    }

    fn count_jobs(&self, pool_id: &str) -> Result<u64, StoreError> {
        let inner = self.read();
        let of_pool = inner
            .jobs
            .iter()
            .filter(|job| job.job.key.pool_id == pool_id);
        Ok(of_pool.count() as u64)
    }

    fn unfinished_jobs(&self) -> Result<Vec<Job>, StoreError> {
        Ok(self
            .read()
            .jobs
            .iter()
            .map(|job| &job.job)
            .filter(|job| !job.status.is_final())
            .cloned()
            .collect())
    }

    fn add_rows(
        &self,
        key: &JobKey,
        rows: Vec<Row>,
        at: Moment,
        skipped: &'static str,
    ) -> Result<(), StoreError> {
        // Whoever reads users meanwhile waits for some rows, not for all.
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            self.add_some(key, rows.by_ref().take(ROWS_AT_A_TIME), at, skipped)?;
        }
        Ok(())
    }

    fn add_log(&self, key: &JobKey, lines: &[&str], at: Moment) -> Result<(), StoreError> {
        let mut inner = self.write();
        let InJob { job, log } = inner.job_mut(key)?;
        let mut log = write(log);
        for text in lines {
            log.push_text(at, text);
        }
        job.log_lines = log.len();
        Ok(())
    }

    fn log(&self, key: &JobKey, from: u64, limit: usize) -> Result<Vec<LogEvent>, StoreError> {
        let log = self.log_of(key);
        Ok(log.map_or_else(Vec::new, |log| read(&log).from(from).take(limit).collect()))
    }

    fn insert_users(&self, pool_id: &str, users: Vec<NewUser>) -> Result<u64, StoreError> {
        let kept = self
            .users_of(pool_id)
            .ok_or(StoreError::of("the pool is gone"))?;
        let mut kept = write(&kept);
        users
            .iter()
            .try_fold(0, |made, user| Ok(made + u64::from(kept.insert(user)?)))
    }

    fn last_user(&self, pool_id: &str) -> Result<UserNumber, StoreError> {
        let users = self.users_of(pool_id);
        Ok(users.map_or(0, |users| read(&users).kept.last()))
    }

    fn users(
        &self,
        pool_id: &str,
        after: UserNumber,
        limit: usize,
    ) -> Result<Vec<(UserNumber, User)>, StoreError> {
        let users = self.users_of(pool_id);
        Ok(users.map_or_else(Vec::new, |users| {
            read(&users).kept.after(after).take(limit).collect()
        }))
    }

    fn count_users(&self, pool_id: &str) -> Result<u64, StoreError> {
        let users = self.users_of(pool_id);
        Ok(users.map_or(0, |users| read(&users).kept.count()))
    }

    fn user_named(
        &self,
        pool_id: &str,
        name: &str,
    ) -> Result<Option<(UserNumber, User)>, StoreError> {
        Ok(self.users_of(pool_id).and_then(|users| {
            let users = read(&users);
            let number = users
                .usernames
                .get(name)
                .or_else(|| users.aliases.get(name))?;
            Some((number, users.kept.get(number)?))
        }))
    }

    fn user_of_sub(
        &self,
        pool_id: &str,
        sub: u128,
    ) -> Result<Option<(UserNumber, User)>, StoreError> {
        let users = self.users_of(pool_id);
        Ok(users.and_then(|users| read(&users).kept.of_sub(sub)))
    }

    fn delete_user(&self, pool_id: &str, number: UserNumber) -> Result<(), StoreError> {
        let users = self
            .users_of(pool_id)
            .ok_or(StoreError::of("the pool is gone"))?;
        let mut users = write(&users);
        users.kept.remove(number);
        let InUsers {
            usernames, aliases, ..
        } = &mut *users;
        for names in [usernames, aliases] {
            names.users.retain(|_, user| u64::from(*user) != number);
        }
        Ok(())
    }
}
