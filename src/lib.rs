//! Says beforehand what an Amazon Cognito user import job will say afterwards, row by row, and writes a CSV
//! file that passes.
//!
//! A [`Schema`] made of the CSVHeader and the user pool goes into a [`Preflight`]; files or single records
//! follow, and each row ends in a [`Verdict`]:
//!
//! ```
//! use cognito_preflight::{CsvHeader, Options, Preflight, Schema, UserPool};
//!
//! let header = CsvHeader::parse("email,email_verified,cognito:mfa_enabled,cognito:username")?;
//! let pool = UserPool::parse(r#"{"AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF"}"#)?;
//! let preflight = Preflight::new(Schema::new(Some(header), Some(pool))?, Options::default())?;
//!
//! let users = "\
//! email,email_verified,cognito:mfa_enabled,cognito:username
//! ana@example.com,true,false,ana
//! bo@example.com,false,false,bo
//! ";
//! let mut run = preflight.run();
//! run.file("users.csv", users.as_bytes(), &mut [])?;
//! let summary = run.finish(&mut [])?;
//!
//! assert_eq!(summary.prediction.imported_users, Some(1));
//! assert_eq!(summary.prediction.failed_users, Some(1));
//! for (rule, count) in &summary.counts.rules {
//!     let rule = rule.rule();
//!     println!("{} × {}: {} {}", count.findings, rule.name, rule.summary, count.advice);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The types that a user meets
//!
//! | Type | What it is |
//! |---|---|
//! | [`Schema`] | the columns of a file and the settings of the pool, from a [`CsvHeader`] (GetCSVHeader), a [`UserPool`] (DescribeUserPool) or both |
//! | [`Options`] | whether to check or to clean, how the file is written, what may be repaired, how many threads |
//! | [`Preflight`] | the two joined, ready for any number of files, and for single records by [`Preflight::record`] |
//! | [`Run`] | one run over one or several files, after the users that the pool already has |
//! | [`Sink`] | receives what a run finds; the outputs in [`output`] are sinks |
//! | [`Verdict`] | what happens to one row: its [`Outcome`], the findings, the repairs, the line in the job's log |
//! | [`Finding`] | one rule that applies to the row, its column and its numbers, and never a value |
//! | [`Summary`] | the counts of a run and the job's prediction |
//!
//! An [`Error`] means that the run itself cannot go on. A bad row is never an error.
//!
//! # Features
//!
//! | Feature | What it adds |
//! |---|---|
//! | `cli` (default) | the command line; a library user leaves it out with `default-features = false` |
//! | `import-job` | [`import_job`]: pools, jobs and users as a value, for tests without a socket |
//! | `aws` | [`aws`]: signed calls of the service, and the commands `fetch` and `import` |
//! | `serve` | `import-job`, and the server that answers the import-job operations on a local port |
//!
//! # More to read
//!
//! `examples/` has a program for each entry: a file that is checked, a file that is cleaned, one record at a
//! time, a sink of one's own. [`_documentation`] has the README, the architecture and the changelog.
#![forbid(unsafe_code)]

#[cfg(any(doc, doctest))]
pub mod _documentation;
#[cfg(feature = "aws")]
pub mod aws;
mod bug;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod dialect;
pub mod engine;
pub mod evidence;
#[cfg(feature = "import-job")]
pub mod import_job;
pub mod mapping;
pub mod outcome;
pub mod output;
pub mod position;
pub mod prediction;
pub mod reconcile;
pub mod record;
pub mod repairs;
pub mod rules;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod values;

pub use self::{
    engine::{DialectChoice, Error, Mode, Options, Preflight, RecordVerdict, Run, Sink, Summary},
    outcome::Outcome,
    prediction::Verdict,
    record::Record,
    rules::Finding,
    schema::{CsvHeader, Schema, SchemaError, UserPool},
};
