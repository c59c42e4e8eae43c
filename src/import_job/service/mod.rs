//! The service: what holds pools, jobs and users together.

mod check;
mod filter;
mod jobs;
mod lifecycle;
mod loading;
mod logs;
mod pools;
#[cfg(test)]
mod tests;
mod users;

use std::{
    collections::HashMap,
    fmt, io,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::Deserialize;

use super::{
    ApiError, Job, JobKey, Pool, Settings, SqliteStore, Store, StoreError, Uploads,
    error::with_causes, pool, sign_in::SignInState, wire,
};
use crate::schema::{CsvHeader, UserPool};

pub use self::loading::LoadError;
pub(super) use self::{
    jobs::key_of,
    users::{Account, number_of_token, token_of},
};

/// Where a pool's document keeps the CSVHeader that it was loaded with. No answer has it.
pub(super) const LOADED_HEADER: &str = "cognito-preflight:CSVHeader";
/// Where a pool's document keeps what SetUserPoolMfaConfig said, but for text messages. DescribeUserPool does
/// not have it.
pub(super) const MFA_CONFIG: &str = "cognito-preflight:MfaConfig";

/// Why a service could not begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// The folder of the uploads could not be made.
    #[error("cannot make a folder for the uploads")]
    Uploads(#[from] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Says where the file of a job is to be uploaded.
pub trait UploadAddress: Send + Sync {
    /// The pre-signed address for a job. It is the same whenever it is asked for: the service does
    /// not sign again (NOID11). `None` where there can be none; such a job is not made.
    fn address(&self, job: &Job) -> Option<String>;
}

/// Pools, jobs and users, and the import between them. Copies of it are one service.
///
/// Jobs run on threads of their own. [`ImportService::shut_down`] ends them in a way that lets the
/// next service on the same store go on where they were.
#[derive(Clone)]
pub struct ImportService {
    inner: Arc<Inner>,
}

impl fmt::Debug for ImportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportService")
            .field("store", &self.inner.store)
            .finish_non_exhaustive()
    }
}

struct Inner {
    store: Box<dyn Store>,
    uploads: Uploads,
    settings: Settings,
    address: OnceLock<Box<dyn UploadAddress>>,
    sign_in: SignInState,
    /// The jobs that are at work, with what interrupts each. A caller that moves a job from one status
    /// to another, or makes or changes a pool, holds this.
    working: Mutex<HashMap<JobKey, Arc<AtomicBool>>>,
    /// A job has moved.
    moved: Condvar,
    is_shutting_down: AtomicBool,
}

pub(in crate::import_job) type Working<'a> = MutexGuard<'a, HashMap<JobKey, Arc<AtomicBool>>>;

impl ImportService {
    /// A service that forgets everything with the process.
    ///
    /// # Errors
    ///
    /// [`ServiceError`] where the system has no temporary folder, or no memory for the database.
    pub fn in_memory() -> Result<Self, ServiceError> {
        Self::new(
            Box::new(SqliteStore::in_memory()?),
            Uploads::temporary()?,
            Settings::default(),
        )
    }

    /// A service on a store. Jobs that were at work when the store was last used go on.
    ///
    /// # Errors
    ///
    /// [`ServiceError::Store`] where the store cannot say which jobs those are.
    pub fn new(
        store: Box<dyn Store>,
        uploads: Uploads,
        settings: Settings,
    ) -> Result<Self, ServiceError> {
        let service = Self {
            inner: Arc::new(Inner {
                store,
                uploads,
                settings,
                address: OnceLock::new(),
                sign_in: SignInState::default(),
                working: Mutex::default(),
                moved: Condvar::new(),
                is_shutting_down: AtomicBool::new(false),
            }),
        };
        service.resume()?;
        Ok(service)
    }

    /// Names where files are uploaded. Without it jobs have no `PreSignedUrl`, and
    /// [`ImportService::upload`] is the way in. Only the first call counts.
    pub fn set_upload_address(&self, address: impl UploadAddress + 'static) {
        let _ = self.inner.address.set(Box::new(address));
    }

    /// How the service is set up.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Interrupts every job at work and waits until each has stopped. They stay as they are, and a
    /// service that begins on the same store goes on with them. No job starts any more.
    pub fn shut_down(&self) {
        self.inner.is_shutting_down.store(true, Ordering::Release);
        let mut working = self.working();
        for interrupt in working.values() {
            interrupt.store(true, Ordering::Release);
        }
        self.inner.moved.notify_all();
        while !working.is_empty() {
            working = self
                .inner
                .moved
                .wait(working)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if let Err(error) = self.store().checkpoint() {
            let cause = with_causes(&error);
            tracing::error!(cause, "the store was left as more than one file");
        }
    }

    fn is_shutting_down(&self) -> bool {
        self.inner.is_shutting_down.load(Ordering::Acquire)
    }

    pub(in crate::import_job) fn store(&self) -> &dyn Store {
        &*self.inner.store
    }

    pub(in crate::import_job) fn sign_in(&self) -> &SignInState {
        &self.inner.sign_in
    }

    /// A thread that panicked while it held the lock has left the store as it was.
    pub(in crate::import_job) fn working(&self) -> Working<'_> {
        self.inner
            .working
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::import_job) fn pool(&self, id: &str) -> Result<Pool, ApiError> {
        self.store().pool(id)?.ok_or_else(|| ApiError::no_pool(id))
    }

    /// A pool with its settings as the engine reads them.
    pub(in crate::import_job) fn pool_settings(
        &self,
        id: &str,
    ) -> Result<(Pool, UserPool), ApiError> {
        let pool = self.pool(id)?;
        let settings = pool::settings(&pool.document)?;
        Ok((pool, settings))
    }

    /// The columns of a pool's file: those that it was loaded with, or those that follow from its
    /// attributes.
    fn header_of(&self, pool: &Pool, settings: &UserPool) -> Result<CsvHeader, ApiError> {
        let names = if let Some(names) = pool.document.get(LOADED_HEADER) {
            Vec::deserialize(names).map_err(|_| ApiError::internal())?
        } else {
            let behaviour = &self.inner.settings.behaviour;
            pool::csv_header(
                settings,
                behaviour.header_order,
                behaviour.password_hash_column,
            )
        };
        CsvHeader::new(names).map_err(|error| ApiError::invalid(error.to_string()))
    }

    /// The names that GetCSVHeader answers for a pool.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool.
    pub fn csv_header(&self, pool_id: &str) -> Result<Vec<String>, ApiError> {
        let (pool, settings) = self.pool_settings(pool_id)?;
        Ok(self.header_of(&pool, &settings)?.names().to_vec())
    }
}
