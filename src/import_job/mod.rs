//! The user import job as a service: pools, jobs, uploads, users and logs, without any socket.
//!
//! [`ImportService`] answers the six import-job operations and the few around them that a rehearsal
//! needs, by typed methods or as a client sends them ([`ImportService::call`]). Jobs run on a thread
//! of their own with the engine of this crate as the importer, so that what `check` predicts and what
//! a job does are the same code. What a job does where the real service's behaviour is not known is decided in [`Behaviour`].
//!
//! # Example
//!
//! ```
//! use cognito_preflight::import_job::{ImportService, JobKey, JobStatus, wire};
//!
//! let service = ImportService::in_memory()?;
//! let pool = service.create_user_pool(&wire::CreateUserPoolRequest {
//!     pool_name: Some("shop".into()),
//!     auto_verified_attributes: Some(vec!["email".into()]),
//!     ..Default::default()
//! })?;
//! let pool_id = pool.id;
//! let job = service.create_user_import_job(&wire::CreateUserImportJobRequest {
//!     job_name: Some("first".into()),
//!     user_pool_id: Some(pool_id.clone()),
//!     cloud_watch_logs_role_arn: Some("arn:aws:iam::123456789012:role/import".into()),
//!     ..Default::default()
//! })?;
//! let key = JobKey::new(&pool_id, &job.job_id);
//! let header = service.csv_header(&pool_id)?.join(",");
//! let row = header.split(',').map(|name| match name {
//!     "email" => "ana@example.com",
//!     "email_verified" => "true",
//!     "cognito:mfa_enabled" => "false",
//!     "cognito:username" => "ana",
//!     _ => "",
//! });
//! let row = row.collect::<Vec<_>>().join(",");
//! service.upload(&key, format!("{header}\n{row}\n").as_bytes())?;
//! service.start(&key)?;
//! let job = service.wait(&key)?;
//! assert_eq!(job.status, JobStatus::Succeeded);
//! assert_eq!(job.imported_users, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attributes;
mod behaviour;
mod client;
mod clock;
mod constraints;
mod error;
#[doc(hidden)]
pub mod faults;
mod importer;
mod job;
mod model;
mod names;
mod operations;
mod pool;
mod random;
mod rehearsed;
mod service;
mod settings;
mod sign_in;
mod status;
mod store;
mod uploads;
mod user;
pub mod wire;

pub use self::{
    behaviour::{Behaviour, HeaderOrder, Share, UnknownAssumption},
    clock::{Clock, Moment, OutOfRange},
    error::{ApiError, ErrorKind},
    job::{
        Counts, EXPIRED, EXPIRES_AFTER, FIRST_LOG_TEXT, JOBS_PER_POOL, Job, JobKey, STOPPED,
        UPLOAD_SECONDS, Upload,
    },
    operations::OPERATIONS,
    rehearsed::{RehearsedFailure, UnknownFailure},
    service::{ImportService, LoadError, ServiceError, UploadAddress},
    settings::Settings,
    sign_in::Message,
    status::{Event, JobStatus},
    store::{
        Changed, Factor, FactorStore, Factors, Group, GroupStore, IdentityStore, Linked, LogEvent,
        NewUser, Pool, Row, SignIn, SignInKeys, SignInStore, SqliteStore, Store, StoreError,
        StoredClient, StoredKey, StoredKeys, Totp,
    },
    uploads::{LARGEST_UPLOAD, UploadError, UploadWriter, Uploads},
    user::{AccountStatus, Attributes, PasswordVerifier, User, UserNumber},
};
#[cfg(feature = "serve")]
pub(crate) use self::{
    operations::{is_slow, is_unsigned},
    uploads::sync_folder,
};
