//! The lifecycle of a job: started, at work, stopped, expired, resumed.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, atomic::AtomicBool, atomic::Ordering},
    thread,
    time::Instant,
};

use super::{ImportService, Working, wire};
use crate::import_job::{
    ApiError, Event, FIRST_LOG_TEXT, Job, JobKey, JobStatus, StoreError, UploadError, UploadWriter,
    error::with_causes,
    importer::{Ending, Import, NOT_RUN},
};

/// Why an importer stopped working.
enum Stop {
    Ended(Ending),
    Interrupted,
}

impl ImportService {
    /// Starts a job whose file is there.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool or job, PreconditionNotMetException
    /// where the job cannot start: it was started before, it expired, it has no file, its pool
    /// verifies nothing by itself, or another job of the account is active.
    pub fn start(&self, key: &JobKey) -> Result<wire::UserImportJobType, ApiError> {
        let job_id = &key.job_id;
        let mut working = self.working();
        let (_, pool) = self.pool_settings(&key.pool_id)?;
        let mut job = self.fresh_job(key, &working)?;
        match job.status {
            JobStatus::Created => {}
            JobStatus::Expired => {
                return Err(ApiError::precondition(format!(
                    "The user import job {job_id} has expired. Create a new job."
                )));
            }
            status => {
                return Err(ApiError::precondition(format!(
                    "The user import job {job_id} cannot be started because its status is {status}."
                )));
            }
        }
        if job.upload.is_none() {
            return Err(ApiError::precondition(format!(
                "No csv file was uploaded for {job_id}"
            )));
        }
        if pool.auto_verified.is_empty() {
            return Err(ApiError::precondition(
                "The user pool has no auto-verified attribute, so no user could be imported.",
            ));
        }
        let unfinished = self.store().unfinished_jobs()?;
        if let Some(other) = unfinished.iter().find(|other| other.status.is_active()) {
            return Err(ApiError::precondition(format!(
                "Only one user import job can be active in an account. {} is {}.",
                other.key.job_id, other.status
            )));
        }
        self.apply(&mut job, Event::Start)?;
        if let Err(error) = self.spawn(&mut working, &job.key) {
            job.message = Some(NOT_RUN.to_owned());
            self.apply(&mut job, Event::Fail)?;
            return Err(error.into());
        }
        Ok(self.to_wire(&job))
    }

    /// Stops a job that is Pending or InProgress. What it has imported stays.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool or job, PreconditionNotMetException
    /// where the job is not active.
    pub fn stop(&self, key: &JobKey) -> Result<wire::UserImportJobType, ApiError> {
        let working = self.working();
        self.pool(&key.pool_id)?;
        let mut job = self.fresh_job(key, &working)?;
        if !job.apply(Event::Stop, self.inner.settings.clock.now()) {
            return Err(ApiError::precondition(format!(
                "The user import job {} cannot be stopped because its status is {}.",
                key.job_id, job.status
            )));
        }
        self.store().update_job(&job)?;
        if let Some(interrupt) = working.get(&job.key) {
            interrupt.store(true, Ordering::Release);
        }
        self.inner.moved.notify_all();
        Ok(self.to_wire(&job))
    }

    /// Waits until a job has ended, and shows it.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool or job.
    pub fn wait(&self, key: &JobKey) -> Result<wire::UserImportJobType, ApiError> {
        let mut working = self.working();
        loop {
            let job = self.fresh_job(key, &working)?;
            if job.status.is_final() || !working.contains_key(key) {
                return Ok(self.to_wire(&job));
            }
            working = self
                .inner
                .moved
                .wait(working)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes a file for a job, as an upload to its address would.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool or job, InvalidParameterException where
    /// the job takes no file any more or the file is too long.
    pub fn upload(&self, key: &JobKey, bytes: &[u8]) -> Result<(), ApiError> {
        self.fresh_job(key, &self.working())?;
        let refused = |error: UploadError| ApiError::invalid(error.to_string());
        let mut writer = self.begin_upload(key).map_err(refused)?;
        writer.write(bytes).map_err(refused)?;
        self.finish_upload(key, writer).map_err(refused)
    }

    /// Begins the upload of a file. Dropped unfinished, it leaves nothing.
    ///
    /// # Errors
    ///
    /// [`UploadError::NotTaken`] where there is no such job or it takes no file any more, or
    /// [`UploadError::Io`].
    pub fn begin_upload(&self, key: &JobKey) -> Result<UploadWriter, UploadError> {
        self.takes_file(key, &self.working())?;
        self.inner.uploads.begin()
    }

    /// Gives a whole file to its job, instead of an earlier one.
    ///
    /// # Errors
    ///
    /// As [`ImportService::begin_upload`].
    pub fn finish_upload(&self, key: &JobKey, writer: UploadWriter) -> Result<(), UploadError> {
        let working = self.working();
        let mut job = self.takes_file(key, &working)?;
        let failed = |error: StoreError| UploadError::Io(error.into());
        // The job must not have the length of a file that was replaced.
        if job.upload.take().is_some() {
            self.store().update_job(&job).map_err(failed)?;
        }
        job.upload = Some(self.inner.uploads.keep(key, writer)?);
        self.store().update_job(&job).map_err(failed)
    }

    fn takes_file(&self, key: &JobKey, working: &Working<'_>) -> Result<Job, UploadError> {
        match self.fresh_job(key, working) {
            Ok(job) if job.status == JobStatus::Created => Ok(job),
            _ => Err(UploadError::NotTaken),
        }
    }

    /// Lets every job expire that was not started in time.
    ///
    /// # Errors
    ///
    /// InternalErrorException where the store fails.
    pub fn expire_jobs(&self) -> Result<(), ApiError> {
        let working = self.working();
        for job in self.store().unfinished_jobs()? {
            self.expired(job, &working)?;
        }
        Ok(())
    }

    /// A job, expired where its time has come.
    pub(super) fn fresh_job(&self, key: &JobKey, working: &Working<'_>) -> Result<Job, ApiError> {
        let job = self
            .store()
            .job(key)?
            .ok_or_else(|| ApiError::no_job(&key.job_id))?;
        self.expired(job, working)
    }

    /// The job, expired if its time has come. The lock is that on all transitions.
    pub(super) fn expired(&self, mut job: Job, _: &Working<'_>) -> Result<Job, ApiError> {
        if job.is_due_to_expire(self.inner.settings.clock.now()) {
            self.apply(&mut job, Event::Expire)?;
            self.remove_upload(&job.key);
        }
        Ok(job)
    }

    fn apply(&self, job: &mut Job, event: Event) -> Result<(), StoreError> {
        if !job.apply(event, self.inner.settings.clock.now()) {
            return Err(StoreError::of("the job is in no status for this"));
        }
        if job.status.is_final() {
            job.upload = None;
        }
        self.store().update_job(job)
    }

    /// Removes the file of a job whose end is stored. One that stays is removed at the next start.
    fn remove_upload(&self, key: &JobKey) {
        if let Err(error) = self.inner.uploads.remove(key) {
            let (job, cause) = (key.job_id.as_str(), with_causes(&error));
            tracing::error!(job, cause, "the file of the job could not be removed");
        }
    }

    /// Goes on with the jobs that were at work when the store was last used.
    pub(super) fn resume(&self) -> Result<(), StoreError> {
        let mut working = self.working();
        let jobs = self.store().unfinished_jobs()?;
        if let Err(error) = self.inner.uploads.remove_all_but(&jobs) {
            let cause = with_causes(&error);
            tracing::error!(cause, "uploads of jobs that ended could not be removed");
        }
        for job in jobs {
            if job.status.is_active() {
                self.spawn(&mut working, &job.key)?;
            }
        }
        Ok(())
    }

    fn spawn(&self, working: &mut Working<'_>, key: &JobKey) -> Result<(), StoreError> {
        let interrupt = Arc::new(AtomicBool::new(false));
        working.insert(key.clone(), Arc::clone(&interrupt));
        let service = self.clone();
        let worked = key.clone();
        // What the job logs goes where the caller's log goes.
        let log = tracing::dispatcher::get_default(Clone::clone);
        let spawned = thread::Builder::new()
            .name("import-job".to_owned())
            .spawn(move || {
                tracing::dispatcher::with_default(&log, || service.work(&worked, &interrupt));
            });
        if let Err(error) = spawned {
            working.remove(key);
            return Err(StoreError::new("no thread can be started", error));
        }
        Ok(())
    }

    /// Takes a job from Pending to its end.
    fn work(&self, key: &JobKey, interrupt: &Arc<AtomicBool>) {
        self.wait_for_start(interrupt);
        let job = key.job_id.as_str();
        let import = AssertUnwindSafe(|| self.import(key, interrupt));
        let stop = catch_unwind(import).unwrap_or_else(|_| {
            let error = ApiError::internal_because("the importer panicked".to_owned());
            Stop::Ended(Ending::broken(&error))
        });
        if let Stop::Ended(Ending {
            cause: Some(cause), ..
        }) = &stop
        {
            tracing::error!(job, cause, "the job is broken");
        }
        let mut working = self.working();
        let mut logged = String::new();
        while let Err(error) = self.end_work(key, &stop) {
            let cause = with_causes(&error);
            if cause != logged {
                tracing::error!(job, cause, "the end of the job cannot be stored yet");
                logged = cause;
            }
            // The next service on the store goes on with the job.
            if self.is_shutting_down() {
                break;
            }
            working = self.pause(working);
        }
        working.remove(key);
        self.inner.moved.notify_all();
    }

    /// Imports the file of a job, as soon as the store has space for it.
    fn import(&self, key: &JobKey, interrupt: &Arc<AtomicBool>) -> Stop {
        loop {
            match self.begin_work(key) {
                Ok(Some(import)) => return import(interrupt),
                Ok(None) => return Stop::Interrupted,
                Err(error) if error.is_out_of_space() && !self.is_shutting_down() => {
                    let (job, cause) = (key.job_id.as_str(), error.cause());
                    tracing::error!(job, cause, "the job waits for space");
                    drop(self.pause(self.working()));
                }
                Err(error) => return Stop::Ended(Ending::broken(&error)),
            }
        }
    }

    /// Waits a little before something is tried again.
    fn pause<'a>(&self, working: Working<'a>) -> Working<'a> {
        self.inner
            .moved
            .wait_timeout(working, self.inner.settings.retry_after)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    /// Stays Pending as long as the settings say, unless it is interrupted.
    fn wait_for_start(&self, interrupt: &AtomicBool) {
        let begun = Instant::now();
        let delay = self.inner.settings.start_delay;
        let mut working = self.working();
        while !interrupt.load(Ordering::Acquire) {
            let Some(rest) = delay
                .checked_sub(begun.elapsed())
                .filter(|rest| !rest.is_zero())
            else {
                return;
            };
            working = self
                .inner
                .moved
                .wait_timeout(working, rest)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Moves a job to InProgress. `None` where it was stopped before, or the service shuts down.
    fn begin_work(
        &self,
        key: &JobKey,
    ) -> Result<Option<impl FnOnce(&Arc<AtomicBool>) -> Stop>, ApiError> {
        let _working = self.working();
        let mut job = self
            .store()
            .job(key)?
            .ok_or_else(|| ApiError::no_job(&key.job_id))?;
        if self.is_shutting_down() || job.status == JobStatus::Stopping {
            return Ok(None);
        }
        let (document, pool) = self.pool_settings(&key.pool_id)?;
        let header = self.header_of(&document, &pool)?;
        if job.status == JobStatus::Pending {
            job.last_user_before = self.store().last_user(&key.pool_id)?;
            if job.log_lines == 0 {
                let now = self.inner.settings.clock.now();
                self.store().add_log(key, &[FIRST_LOG_TEXT; 2], now)?;
            }
            self.apply(&mut job, Event::Begin)?;
        }
        let service = self.clone();
        Ok(Some(move |interrupt: &Arc<AtomicBool>| {
            let import = Import {
                store: service.store(),
                uploads: &service.inner.uploads,
                settings: &service.inner.settings,
                pool,
                header,
                job,
                interrupt: Arc::clone(interrupt),
            };
            import.run().map_or(Stop::Interrupted, Stop::Ended)
        }))
    }

    /// Ends a job, unless the service shuts down, after which another goes on with it.
    fn end_work(&self, key: &JobKey, stop: &Stop) -> Result<(), StoreError> {
        let Some(mut job) = self.store().job(key)? else {
            return Ok(());
        };
        let event = match (job.status, stop) {
            (JobStatus::Stopping, _) => Event::Halt,
            (_, Stop::Ended(ending)) => {
                job.message = Some(ending.message.clone());
                if ending.succeeded {
                    Event::Succeed
                } else {
                    Event::Fail
                }
            }
            (_, Stop::Interrupted) => return Ok(()),
        };
        self.apply(&mut job, event)?;
        self.remove_upload(key);
        Ok(())
    }
}
