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

#[cfg(feature = "cli")]
mod advice;
mod automaton;
#[cfg(all(feature = "aws", feature = "cli", feature = "serve"))]
mod aws;
mod broken;
mod broken_structure;
mod cases;
mod cleaned;
#[cfg(feature = "cli")]
mod cli;
mod collect;
#[cfg(feature = "cli")]
mod commands;
mod conformance;
mod detected;
mod dialects;
mod disk_faults;
#[cfg(feature = "cli")]
mod evidence;
mod examples;
#[cfg(feature = "cli")]
mod exports;
#[cfg(all(feature = "cli", target_os = "linux"))]
mod faults;
mod faulty_clean;
mod generated;
mod hash_formats;
mod hash_refusals;
mod header;
#[cfg(feature = "import-job")]
mod import_job;
mod password_hashes;
mod properties;
mod public_api;
#[cfg(feature = "cli")]
mod readme;
#[cfg(feature = "cli")]
mod reconcile;
mod records;
#[cfg(feature = "cli")]
mod sandbox;
mod second_round;
#[cfg(feature = "cli")]
mod secrets;
#[cfg(feature = "serve")]
mod serve;
mod sign_in_names;
#[cfg(feature = "cli")]
mod source_hashes;
#[cfg(feature = "cli")]
mod sources;
mod structure;
mod tidy;
mod transforms;
