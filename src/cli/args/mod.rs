//! What can be typed.

#[cfg(feature = "aws")]
pub(super) mod aws;
pub(super) mod evidence;
pub(super) mod reconcile;
mod repairs;
#[cfg(feature = "serve")]
pub(super) mod serve;
mod source;
pub(super) mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    dialect::{Encoding, delimiter_of, detect::Quote},
    schema::{MfaConfiguration, VerifiableAttribute},
    values::password_hash::PasswordHashingAlgorithm,
};

pub(super) use self::source::{AlphabetChoice, SourceArguments};
use self::{
    repairs::RepairArguments,
    values::{Allowance, Color, Format, From},
};

/// The most threads that can be asked for. A machine has fewer cores, and a typing error should not
/// bring it down.
const MOST_THREADS: i64 = 1024;

/// The exit statuses, as `--help` ends with them.
const EXIT_STATUS: &str = "\
Exit status:
  0    Every row would be imported
  1    A row would be skipped or fail, the job would fail or not start, clean rejected a row, or
       the input is not a file of users
  2    Wrong usage, schema or configuration
  3    The run could not finish
  129, 130, 131, 143
       Interrupted by SIGHUP, SIGINT, SIGQUIT or SIGTERM; nothing was left behind";

/// Predicts what an Amazon Cognito user import job will do with each row of a CSV file, and writes a
/// file that passes.
#[derive(Debug, Parser)]
#[command(
    name = "cognito-preflight",
    version,
    propagate_version = true,
    after_help = EXIT_STATUS
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        value_name = "WHEN"
    )]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Predict what the import job will do with a file, and change nothing
    Check(CheckArguments),
    /// Repair a file: write the one to upload, and the rejected rows to another
    Clean(Box<CleanArguments>),
    /// Serve the import-job operations on a local port, for AWS's own clients
    #[cfg(feature = "serve")]
    Serve(Box<serve::ServeArguments>),
    /// Fetch what the other commands need of a pool: its header, its description and its users
    #[cfg(feature = "aws")]
    Fetch(aws::FetchArguments),
    /// Import a file: one job after another, each compared with its prediction
    #[cfg(feature = "aws")]
    Import(aws::ImportArguments),
    /// Compare a file that was imported with its job and the job's log
    Reconcile(Box<reconcile::ReconcileArguments>),
    /// Say what real jobs teach about the importer, and merge what they showed
    Evidence(evidence::EvidenceCommandArguments),
    /// Print the header that the file must begin with
    Header(HeaderArguments),
    /// Explain a rule, a repair or a decision, or list them all
    Explain(ExplainArguments),
    /// List the sources that a mapping ships for, or print the mapping of one
    Sources(SourcesArguments),
    /// Propose a mapping for a file, from its names and a sample of its values
    Map(MapArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page of the tool or of one command
    Man {
        /// The command
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The pool")]
pub(super) struct Documents {
    /// The folder of fetch, in place of --csv-header, --user-pool and --existing-users
    #[arg(long, value_name = "DIR", conflicts_with_all = ["csv_header", "user_pool"])]
    pub(super) pool: Option<PathBuf>,

    /// The output of get-csv-header, a JSON array of column names, or the header line of a CSV file
    #[arg(long, value_name = "FILE")]
    pub(super) csv_header: Option<PathBuf>,

    /// The output of describe-user-pool
    #[arg(long, value_name = "FILE")]
    pub(super) user_pool: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The pool")]
pub(super) struct SchemaArguments {
    #[command(flatten)]
    pub(super) documents: Documents,

    /// Without --user-pool: the attributes that the pool auto-verifies [default: email]
    #[arg(
        long,
        value_name = "ATTRIBUTE,…",
        value_delimiter = ',',
        conflicts_with_all = ["user_pool", "pool"]
    )]
    pub(super) auto_verified: Vec<VerifiableAttribute>,

    /// Without --user-pool: whether MFA is OFF, OPTIONAL or ON in the pool [default: OFF]
    #[arg(long, value_name = "MFA", conflicts_with_all = ["user_pool", "pool"])]
    pub(super) mfa: Option<MfaConfiguration>,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct RunArguments {
    /// The password hashing algorithm of the job
    #[arg(
        long,
        value_name = "ALGORITHM",
        help_heading = "The pool",
        help = "The password hashing algorithm of the job: BCRYPT, SCRYPT, ARGON2ID or PBKDF2_SHA256"
    )]
    pub(super) password_hashing_algorithm: Option<PasswordHashingAlgorithm>,

    /// Users that exist already: list-users JSON, one username a line, or a cleaned file; can be
    /// given again
    #[arg(long, value_name = "FILE", help_heading = "The pool")]
    pub(super) existing_users: Vec<PathBuf>,

    /// The pool has more users than those lists name, as where only some pages of list-users were
    /// kept: any row may then be skipped
    #[arg(long, requires = "existing_users", help_heading = "The pool")]
    pub(super) existing_users_incomplete: bool,

    #[command(flatten)]
    pub(super) evidence: evidence::EvidenceArguments,

    /// How to print the result
    #[arg(long, value_enum, default_value = "human", help_heading = "Results")]
    pub(super) format: Format,

    /// Write a record for each row with a finding, a repair or an uncertain outcome; the name ends
    /// in .jsonl or .csv
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(super) report: Option<PathBuf>,

    /// Write the report as one HTML page, without scripts and without values of users
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Results",
        help = "Write the report as one HTML page, without scripts; it shows values only with --show-values"
    )]
    pub(super) html: Option<PathBuf>,

    /// Write the findings as SARIF
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(super) sarif: Option<PathBuf>,

    /// Write the findings as the XML of `JUnit`
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Results",
        help = "Write the findings as JUnit XML"
    )]
    pub(super) junit: Option<PathBuf>,

    /// Print every finding, with its first places and what to do about it
    #[arg(long, help_heading = "Results")]
    pub(super) all: bool,

    /// Show values of users in the report and the summary, which is then printed as by --all; a
    /// password hash is never shown
    #[arg(long, help_heading = "Results")]
    pub(super) show_values: bool,

    /// Exit with 1 if the outcome of any row is uncertain
    #[arg(long, help_heading = "Results")]
    pub(super) strict: bool,

    /// Exit with 0 if at most N rows, or P percent of them, are not imported
    #[arg(long, value_name = "N|P%", help_heading = "Results")]
    pub(super) max_rejected: Option<Allowance>,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Results")]
    pub(super) force: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Results")]
    pub(super) no_progress: bool,

    /// Print neither a summary nor a progress bar; the exit status and the files stay the same
    #[arg(long, short, help_heading = "Results", conflicts_with = "format")]
    pub(super) quiet: bool,

    /// How many threads to use [default: one for each core]
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS),
        help_heading = "Running"
    )]
    pub(super) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The files, in the order of their jobs; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) schema: SchemaArguments,

    #[command(flatten)]
    pub(super) run: RunArguments,
}

#[derive(Debug, Args)]
pub(super) struct CleanArguments {
    /// The file to clean, as it is or compressed by gzip or Zstandard; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// Where to write the file to upload; - is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,

    /// Where to write the rejected rows [default: NAME.rejected.csv in the folder of an output that
    /// is an ordinary file]
    #[arg(long, value_name = "FILE")]
    pub(super) rejected: Option<PathBuf>,

    /// Write an apostrophe before each cell of the rejected file that a spreadsheet would take for a
    /// formula; the next clean takes it off
    #[arg(long)]
    pub(super) guard_formulas: bool,

    /// Write numbered parts that each keep the limits of one job, and a manifest
    #[arg(long)]
    pub(super) split: bool,

    /// The dialect of the file
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "DIALECT",
        help_heading = "Reading"
    )]
    pub(super) from: From,

    /// The delimiter between fields: one character, or tab [default: detected]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter_of, help_heading = "Reading")]
    pub(super) delimiter: Option<u8>,

    /// What encloses values: none or one character [default: detected]
    #[arg(long, value_name = "CHARACTER", help_heading = "Reading")]
    pub(super) quote: Option<Quote>,

    /// What escapes characters: backslash, as in the output of databases [default: detected]
    #[arg(
        long,
        value_enum,
        value_name = "CHARACTER",
        hide_possible_values = true,
        help_heading = "Reading"
    )]
    pub(super) escape: Option<values::Escape>,

    /// The names of the columns, in order, of a file that has no header
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        help_heading = "Reading"
    )]
    pub(super) columns: Vec<String>,

    /// Skip this many lines before the header
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Reading"
    )]
    pub(super) skip_lines: u64,

    /// Decode the rows that are not UTF-8 in this encoding, such as windows-1252
    #[arg(long, value_name = "NAME", value_parser = values::encoding, conflicts_with = "encoding", help_heading = "Reading")]
    pub(super) encoding_fallback: Option<Encoding>,

    /// The encoding of a file without byte order mark, such as windows-1252 [default: utf-8]
    #[arg(long, value_name = "NAME", value_parser = values::encoding, help_heading = "Reading")]
    pub(super) encoding: Option<Encoding>,

    #[command(flatten)]
    pub(super) repairs: RepairArguments,

    #[command(flatten)]
    pub(super) source: SourceArguments,

    #[command(flatten)]
    pub(super) schema: SchemaArguments,

    #[command(flatten)]
    pub(super) run: RunArguments,
}

#[derive(Debug, Args)]
pub(super) struct HeaderArguments {
    #[command(flatten)]
    pub(super) documents: Documents,
}

#[derive(Debug, Args)]
pub(super) struct SourcesArguments {
    /// The name of a source, whose mapping is printed; without it all are listed
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct MapArguments {
    /// The file: CSV, NDJSON or JSON, compressed or not; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) documents: Documents,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The name of a rule, a repair or a decision; without it all are listed
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value = "human")]
    pub(super) format: Format,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn pools_are_described_or_assumed_and_not_both() {
        let typed = |words: &[&str]| {
            let start = ["cognito-preflight", "check", "users.csv"];
            Arguments::try_parse_from(start.iter().chain(words)).is_ok()
        };
        assert!(typed(&[
            "--auto-verified",
            "email,phone_number",
            "--mfa",
            "OPTIONAL"
        ]));
        assert!(!typed(&["--auto-verified", "name"]));
        assert!(!typed(&["--user-pool", "pool.json", "--mfa", "ON"]));
        assert!(!typed(&["--threads", "0"]));
    }
}
