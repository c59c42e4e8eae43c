//! A job at work: the engine's verdicts become users, log lines and counts.

use std::{
    io::{self, BufRead, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{
    ApiError, Behaviour, Counts, Job, JobKey, Moment, Row, Settings, Store, StoreError, UserNumber,
    error::with_causes, names::Users, uploads::Uploads,
};
use crate::{
    engine::{Error, FileStart, Interest, Options, Preflight, Run, Sink},
    outcome::Outcome,
    prediction::{COMPLETED, JobPrediction, SKIPPED, SUCCEEDED, TOO_MANY, Verdict},
    rules::Finding,
    schema::{CsvHeader, ExistingUser, PASSWORD_HASH, Schema, UserPool, limits},
};

/// How a message about a job may be at most long (BOTO).
const MESSAGE_CHARACTERS: usize = 128;
/// How many existing users are read at a time.
const USERS_AT_A_TIME: usize = 1_000;
/// How far the end of the first line is looked for.
const FIRST_LINE_BYTES: u64 = 1024 * 1024;
/// What a job says whose file is gone or cannot be read.
const UNREADABLE: &str = "The uploaded file could not be read.";

/// What a job says that could not work at all.
pub(super) const NOT_RUN: &str = "The job could not be run.";

/// How a job ended that was not stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    pub(super) succeeded: bool,
    pub(super) message: String,
    /// What broke the job, for the server's own log.
    pub(super) cause: Option<String>,
}

impl Ending {
    /// The job could not work at all.
    pub(super) fn broken(error: &ApiError) -> Self {
        let cause = error.cause().unwrap_or(error.message());
        Self::failed(NOT_RUN).because(cause.to_owned())
    }

    fn because(mut self, cause: String) -> Self {
        self.cause = Some(cause);
        self
    }

    fn failed(message: &str) -> Self {
        let message: String = message.chars().take(MESSAGE_CHARACTERS).collect();
        Self {
            succeeded: false,
            message,
            cause: None,
        }
    }
}

/// What a job needs for its work.
pub(super) struct Import<'a> {
    pub(super) store: &'a dyn Store,
    pub(super) uploads: &'a Uploads,
    pub(super) settings: &'a Settings,
    pub(super) pool: UserPool,
    pub(super) header: CsvHeader,
    pub(super) job: Job,
    /// Ends the work soon after it is set.
    pub(super) interrupt: Arc<AtomicBool>,
}

impl Import<'_> {
    /// Imports the file of the job, from the first row that the store does not have yet. `None`
    /// where it was interrupted: what was written stays.
    pub(super) fn run(self) -> Option<Ending> {
        match self.import() {
            Ok(ending) => Some(ending),
            Err(Error::Interrupted) => None,
            // A write that waited for space is given up then.
            Err(_) if self.interrupt.load(Ordering::Acquire) => None,
            Err(error) => {
                let message = match &error {
                    Error::Read { .. } => UNREADABLE.to_owned(),
                    error => error.to_string(),
                };
                Some(Ending::failed(&message).because(with_causes(&error)))
            }
        }
    }

    fn import(&self) -> Result<Ending, Error> {
        let read = |source| Error::Read {
            name: self.job.key.job_id.clone(),
            byte: 0,
            source,
        };
        let header = self.header_for_job().map_err(read)?;
        let schema = Schema::new(Some(header), Some(self.pool.clone()))?
            .with_password_hashing_algorithm(self.job.algorithm);
        let options = Options {
            threads: Some(
                self.settings
                    .threads
                    .unwrap_or_else(threads_beside_the_server),
            ),
            interrupt: Some(Arc::clone(&self.interrupt)),
            ..Options::default()
        };
        let preflight = Preflight::new(schema, options)?;
        let failure = if self.may_pass_a_limit() {
            self.failure_as_a_whole(&preflight)?
        } else {
            None
        };
        let mut run = preflight.run();
        if self.job.last_user_before > 0 {
            let (pool_id, last) = (&self.job.key.pool_id, self.job.last_user_before);
            add_existing_users(&mut run, self.store, pool_id, last)
                .map_err(|error| read(error.into()))?;
        }
        let mut rows = Rows::new(self, preflight.schema());
        rows.failure = failure;
        let file = self.uploads.open(&self.job.key).map_err(read)?;
        run.file(&self.job.key.job_id, file, &mut [&mut rows])?;
        run.finish(&mut [&mut rows])?;
        let failure = rows.failure;
        let job = self.store.job(&self.job.key).map_err(io::Error::from);
        let Some(job) = job.map_err(read)? else {
            return Ok(Ending::failed("The user pool was deleted."));
        };
        Ok(self.ending(job.counts, failure))
    }

    /// Whether the file is so long that the job might refuse it as a whole.
    fn may_pass_a_limit(&self) -> bool {
        self.job.upload.is_some_and(|upload| {
            // The header has a line as well.
            upload.bytes > limits::FILE_BYTES || upload.line_feeds > limits::USERS + 1
        })
    }

    /// Why the job refuses the whole file, if it does. Such a job imports no user, so that has to be
    /// known before the first row is.
    fn failure_as_a_whole(&self, preflight: &Preflight) -> Result<Option<&'static str>, Error> {
        let file = self
            .uploads
            .open(&self.job.key)
            .map_err(|source| Error::Read {
                name: self.job.key.job_id.clone(),
                byte: 0,
                source,
            })?;
        let mut failure = Failure::default();
        let mut run = preflight.run();
        run.file(&self.job.key.job_id, file, &mut [&mut failure])?;
        Ok(failure.0)
    }

    fn ending(&self, counts: Counts, failure: Option<&'static str>) -> Ending {
        if let Some(message) = failure {
            return Ending::failed(message);
        }
        let succeeded = self.settings.behaviour.succeeds(counts);
        Ending {
            succeeded,
            message: if succeeded { COMPLETED } else { TOO_MANY }.to_owned(),
            cause: None,
        }
    }

    /// The columns by which the file is judged. See [`Behaviour::password_hash_column_required`].
    fn header_for_job(&self) -> io::Result<CsvHeader> {
        let is_optional =
            self.job.algorithm.is_none() && !self.settings.behaviour.password_hash_column_required;
        if !is_optional || self.names_password_hash()? {
            return Ok(self.header.clone());
        }
        let names = self.header.names().iter();
        let names = names.filter(|name| *name != PASSWORD_HASH).cloned();
        CsvHeader::new(names.collect()).map_err(io::Error::other)
    }

    /// Whether the file's first line names the column of the password hashes in any spelling.
    fn names_password_hash(&self) -> io::Result<bool> {
        let file = self.uploads.open(&self.job.key)?;
        let mut line = Vec::new();
        BufReader::new(file)
            .take(FIRST_LINE_BYTES)
            .read_until(b'\n', &mut line)?;
        let line = String::from_utf8_lossy(&line).to_lowercase();
        Ok(line.contains(PASSWORD_HASH))
    }
}

/// One thread less than there are cores, so that requests meanwhile are answered at once.
fn threads_beside_the_server() -> usize {
    thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1))
}

/// What among these findings fails the job whatever its rows do.
fn failure_among(findings: &[Finding]) -> Option<&'static str> {
    findings
        .iter()
        .map(|finding| finding.rule.rule())
        .find(|rule| rule.fails_the_job())
        .map(|rule| rule.summary)
}

/// Looks only for what fails the job as a whole.
#[derive(Default)]
struct Failure(Option<&'static str>);

impl Sink for Failure {
    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        self.0 = failure_among(findings);
        Ok(())
    }
}

/// Writes rows to the store, many at a time.
struct Rows<'a> {
    store: &'a dyn Store,
    behaviour: &'a Behaviour,
    key: &'a JobKey,
    settings: &'a Settings,
    interrupt: &'a AtomicBool,
    users: Users<'a>,
    waiting: Vec<Row>,
    /// How many rows the store has from before a restart.
    to_skip: u64,
    now: Moment,
    /// Why the job fails whatever its rows do.
    failure: Option<&'static str>,
}

impl<'a> Rows<'a> {
    fn new(import: &'a Import<'_>, schema: &'a Schema) -> Self {
        Self {
            store: import.store,
            behaviour: &import.settings.behaviour,
            key: &import.job.key,
            settings: import.settings,
            interrupt: &import.interrupt,
            users: Users::new(schema),
            waiting: Vec::with_capacity(import.settings.rows_at_a_time),
            to_skip: import.job.rows_done,
            now: import.settings.clock.now(),
            failure: None,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut is_waiting = false;
        while let Err(error) = self
            .store
            .add_rows(self.key, &self.waiting, self.now, SKIPPED)
        {
            if !error.is_out_of_space() || self.interrupt.load(Ordering::Acquire) {
                return Err(error.into());
            }
            if !is_waiting {
                let (job, cause) = (self.key.job_id.as_str(), with_causes(&error));
                tracing::error!(job, cause, "the job waits for space");
                is_waiting = true;
            }
            thread::sleep(self.settings.retry_after);
        }
        self.waiting.clear();
        self.now = self.settings.clock.now();
        Ok(())
    }

    /// The text after the line number: the service's where it is known, otherwise the rule's own,
    /// which holds no value.
    fn text(&self, verdict: &Verdict<'_>, outcome: Outcome) -> &'static str {
        match outcome {
            Outcome::Imported | Outcome::NotCounted => SUCCEEDED,
            Outcome::Skipped => SKIPPED,
            Outcome::Failed if self.failure.is_some() => self.failure.unwrap_or_default(),
            Outcome::Failed => verdict
                .findings
                .iter()
                .filter(|finding| self.behaviour.outcome_of(**finding) == Outcome::Failed)
                .map(|finding| finding.rule.rule())
                .max_by_key(|rule| rule.log_line.is_some())
                .map_or("The row failed.", |rule| {
                    rule.log_line.map_or(rule.summary, |line| line.text)
                }),
        }
    }
}

impl Sink for Rows<'_> {
    fn interest(&self) -> Interest {
        Interest::EVERY_ROW.with_values()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.failure = self.failure.or(failure_among(start.findings));
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let outcome = match self.failure {
            Some(_) => Outcome::Failed,
            None => self.behaviour.outcome(verdict),
        };
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return Ok(());
        }
        if self.failure.is_some() && !self.behaviour.failed_job_counts_rows {
            return Ok(());
        }
        let user = if outcome == Outcome::Imported {
            let user = self
                .users
                .make(&verdict.record, verdict.user_status, self.now)?;
            Some(Box::new(user))
        } else {
            None
        };
        self.waiting.push(Row {
            line: verdict.position.line,
            outcome,
            text: self.text(verdict, outcome),
            user,
        });
        if self.waiting.len() >= self.settings.rows_at_a_time {
            self.flush()?;
        }
        Ok(())
    }

    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        self.failure = self.failure.or(failure_among(findings));
        self.flush()
    }
}

/// Adds the users of a pool, up to one of them, to those that exist already.
pub(super) fn add_existing_users(
    run: &mut Run<'_>,
    store: &dyn Store,
    pool_id: &str,
    last: UserNumber,
) -> Result<(), StoreError> {
    let mut after = 0;
    while after < last {
        let users = store.users(pool_id, after, USERS_AT_A_TIME)?;
        let Some((number, _)) = users.last() else {
            break;
        };
        after = *number;
        for (_, user) in users.into_iter().take_while(|(number, _)| *number <= last) {
            let mut existing = ExistingUser::new(user.username);
            for (name, value) in user.attributes.iter() {
                existing.set_attribute(name, value);
            }
            run.existing_user(&existing);
        }
    }
    Ok(())
}
