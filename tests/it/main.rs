//! Tests of the whole: everything that needs more than one module.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::format_push_string,
    clippy::cast_possible_truncation,
    reason = "a test says what is wrong by stopping, and its helpers are tests too"
)]

mod automaton;
mod beginnings;
mod cases;
mod cleaned;
#[cfg(feature = "cli")]
mod cli;
mod detected;
mod examples;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod faults;
mod generated;
mod house;
mod import_job;
mod judges;
mod names;
mod password_hashes;
mod promises;
mod properties;
mod run;
#[cfg(feature = "cli")]
mod secrets;
#[cfg(feature = "serve")]
mod serve;
