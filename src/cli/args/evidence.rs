//! What can be typed about evidence.

use std::path::PathBuf;

use clap::Args;

use crate::values::password_hash::PasswordHashingAlgorithm;

use super::Documents;

/// What jobs have shown, and what is assumed beside it.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is not known")]
pub(in crate::cli) struct EvidenceArguments {
    /// What real jobs showed, as reconcile --evidence-out writes it: it answers open questions; can be
    /// given again
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) evidence: Vec<PathBuf>,

    /// Pass over jobs before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "evidence")]
    pub(in crate::cli) evidence_since: Option<String>,

    /// Assume an outcome that a rule leaves open, as RULE=IMPORTED; it stays uncertain
    #[arg(long, value_name = "RULE=OUTCOME")]
    pub(in crate::cli) assume: Vec<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EvidenceCommandArguments {
    /// The files that reconcile --evidence-out has written
    #[arg(required = true, value_name = "FILE")]
    pub(in crate::cli) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) documents: Documents,

    /// The password hashing algorithm of the next job
    #[arg(long, value_name = "ALGORITHM", help_heading = "The pool")]
    pub(in crate::cli) password_hashing_algorithm: Option<PasswordHashingAlgorithm>,

    /// Pass over jobs before this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(in crate::cli) evidence_since: Option<String>,

    /// Write all jobs of the files to one file, each once
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,

    /// Leave out of that file by what its owner knows a pool again
    #[arg(long, requires = "output")]
    pub(in crate::cli) without_pools: bool,

    /// Replace an output that exists
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

fn day(text: &str) -> Result<String, &'static str> {
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day {
        Ok(text.to_owned())
    } else {
        Err("expected a day such as 2026-11-27")
    }
}
