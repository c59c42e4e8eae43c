//! What can be typed after `reconcile`.

use std::path::PathBuf;

use clap::Args;

use crate::values::password_hash::PasswordHashingAlgorithm;

use super::{MOST_THREADS, SchemaArguments, values::Format};

/// The exit statuses, as `reconcile --help` ends with them.
const EXIT_STATUS: &str = "\
Exit status:
  0    Every row was imported, as predicted
  1    A row was not imported, or a row or the job came out otherwise than predicted
  2    Wrong usage or schema, the log of another job, or another file than the one that was imported
  3    The job has not ended, the log lacks lines, or the run could not finish
  129, 130, 131, 143
       Interrupted by SIGHUP, SIGINT, SIGQUIT or SIGTERM; nothing was left behind";

#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUS)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(in crate::cli) struct ReconcileArguments {
    /// The file that was imported, or the manifest of its parts
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,

    /// The output of describe-user-import-job or list-user-import-jobs; of a manifest, the jobs of
    /// its parts in their order
    #[arg(long, required = true, value_name = "FILE")]
    pub(in crate::cli) job: Vec<PathBuf>,

    /// The job's log in any form: of the AWS CLI, the console, Logs Insights, an export to S3 or a
    /// subscription, compressed or not; can be given again
    #[arg(long, required = true, value_name = "FILE")]
    pub(in crate::cli) log: Vec<PathBuf>,

    /// Of several jobs in the description, the id of the one that imported the file
    #[arg(long, value_name = "JOB_ID")]
    pub(in crate::cli) job_id: Option<String>,

    /// The manifest of clean --split, where FILE is one of its parts: lines of the source are named
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) manifest: Option<PathBuf>,

    /// Write the rows that failed, have a line of an unknown kind or none, for clean to read
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(in crate::cli) retry: Option<PathBuf>,

    /// Write a line of JSON for each row that was not imported or not as predicted
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(in crate::cli) report: Option<PathBuf>,

    /// Write what the job shows of the importer, without anything of a user or a pool, for
    /// --evidence of check and clean; needs --pool, or --csv-header and --user-pool
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(in crate::cli) evidence_out: Option<PathBuf>,

    /// How to print the result
    #[arg(long, value_enum, default_value = "human", help_heading = "Results")]
    pub(in crate::cli) format: Format,

    /// Show values of users where a text of the log holds them
    #[arg(long, help_heading = "Results")]
    pub(in crate::cli) show_values: bool,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Results")]
    pub(in crate::cli) force: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Results")]
    pub(in crate::cli) no_progress: bool,

    /// Print neither a summary nor a progress bar; the exit status and the files stay the same
    #[arg(long, short, help_heading = "Results", conflicts_with = "format")]
    pub(in crate::cli) quiet: bool,

    #[command(flatten)]
    pub(in crate::cli) schema: SchemaArguments,

    /// The password hashing algorithm of the job [default: the description's or the manifest's]
    #[arg(long, value_name = "ALGORITHM", help_heading = "The pool")]
    pub(in crate::cli) password_hashing_algorithm: Option<PasswordHashingAlgorithm>,

    /// Users that existed before the job: list-users JSON, one username a line, or a cleaned file;
    /// can be given again
    #[arg(long, value_name = "FILE", help_heading = "The pool")]
    pub(in crate::cli) existing_users: Vec<PathBuf>,

    /// The pool had more users than those lists name
    #[arg(long, requires = "existing_users", help_heading = "The pool")]
    pub(in crate::cli) existing_users_incomplete: bool,

    /// How many threads to use [default: one for each core]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS),
        help_heading = "Running"
    )]
    pub(in crate::cli) threads: Option<u16>,
}
