//! Says beforehand what an Amazon Cognito user import job will say afterwards.
//!
//! [`engine::Preflight`] is the entry: a [`schema::Schema`] made of the CSVHeader and the pool goes in, any
//! number of files or single records follow, and [`engine::Sink`]s receive a [`prediction::Verdict`] for each row.
//! `README.md` shows it in use, `ARCHITECTURE.md` how it works.
#![forbid(unsafe_code)]

#[cfg(feature = "cli")]
pub mod cli;
pub mod dialect;
pub mod engine;
pub mod evidence;
pub mod finding;
pub mod import_job;
pub mod output;
pub mod position;
pub mod prediction;
pub mod record;
pub mod repairs;
pub mod rules;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod values;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
