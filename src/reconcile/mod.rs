//! After the job: what its log says of each row, beside what was predicted, and what the job teaches.
//!
//! The log has line numbers and nothing else. A [`Log`] is read in whichever shape it was fetched, a [`Job`] is what
//! the service says of it, and a [`Manifest`] says where the lines of a part come from. A [`Reconciler`] is the
//! [`Sink`](crate::engine::Sink) of a check of the same file that joins them.
//!
//! Nothing is called imported that no line says.
//!
//! # Example
//!
//! ```
//! use cognito_preflight::{
//!     engine::{Options, Preflight},
//!     reconcile::{Job, JobOfFile, Log, Reconciler},
//!     schema::{CsvHeader, Schema},
//! };
//!
//! let file = "email,email_verified,cognito:username\nana@example.com,true,ana\nbo@example.com,true,bo\n";
//! let log = "[SUCCEEDED] Line Number 2 - The import succeeded.\n[FAILED] Line Number 3 - No reason.\n";
//! let job = r#"{"JobId": "import-9sHxosU7BP", "Status": "Failed", "ImportedUsers": 1, "FailedUsers": 1}"#;
//!
//! let jobs = Job::read_all("job.json", job.as_bytes())?;
//! let mut lines = Log::default();
//! lines.read("log.txt", log.as_bytes())?;
//! let mut reconciler = Reconciler::new(vec![JobOfFile::new(&jobs[0], &lines, None)?]).retry(Some(Vec::new()));
//!
//! let header = CsvHeader::parse("email,email_verified,cognito:username")?;
//! let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
//! let mut run = preflight.run();
//! run.file("users.csv", file.as_bytes(), &mut [&mut reconciler])?;
//! run.finish(&mut [&mut reconciler])?;
//! assert_eq!(reconciler.rows_to_retry(), 1);
//! let results = reconciler.into_results();
//! assert_eq!((results[0].rows.imported, results[0].rows.otherwise), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod document;
mod error;
pub mod evidence;
mod job;
mod join;
mod log;
mod manifest;
mod result;
mod retry;
mod rows;

pub use self::{
    document::Document,
    error::ReconcileError,
    job::{Job, JobSource},
    join::{JobOfFile, Reconciler},
    log::{JobLog, Log, LogRow, TEST_EVENT},
    manifest::{Manifest, Part, SourceLine},
    result::{Difference, LogSeen, Mapped, PartResult, Place, RowsSeen, advice},
    retry::Retry,
    rows::{Agreement, Seen},
};
