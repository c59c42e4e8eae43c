//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    dialect::Encoding,
    schema::{MfaConfiguration, VerifiableAttribute},
    values::{birthdate::DateOrder, password_hash::PasswordHashingAlgorithm, phone_number::Region},
};

use super::values::{self, Allowance, Color, Format, From};

/// The most threads that can be asked for. A machine has fewer cores, and a typing error should not
/// bring it down.
const MOST_THREADS: i64 = 1024;

/// Says beforehand what an Amazon Cognito user import job will say afterwards, row by row, and
/// writes a CSV file that passes.
#[derive(Debug, Parser)]
#[command(
    name = "cognito-preflight",
    version,
    propagate_version = true,
    after_help = "Exit status: 0 every row would be imported; 1 a row would be skipped or fail, the job \
                  would fail or not start, clean set a row aside, or what it read is no file of users; \
                  2 wrong usage, schema or configuration; 3 the run could not finish; 130 or 143 \
                  interrupted."
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
    /// Repair a file, write the one to upload, and set aside the rows that would not be imported
    Clean(Box<CleanArguments>),
    /// Serve the import-job operations on a local port, for AWS's own clients
    #[cfg(feature = "serve")]
    Serve(Box<super::serve::ServeArguments>),
    /// Print the line of column names that the file must begin with
    Header(HeaderArguments),
    /// Explain a rule or a repair, or list them all
    Explain(ExplainArguments),
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
    /// The answer of get-csv-header, a JSON array of names, or a CSV template line
    #[arg(long, value_name = "FILE")]
    pub(super) csv_header: Option<PathBuf>,

    /// The answer of describe-user-pool
    #[arg(long, value_name = "FILE")]
    pub(super) user_pool: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "The pool")]
pub(super) struct SchemaArguments {
    #[command(flatten)]
    pub(super) documents: Documents,

    /// Without --user-pool: the attributes that the pool verifies [default: email]
    #[arg(
        long,
        value_name = "ATTRIBUTE,…",
        value_delimiter = ',',
        conflicts_with = "user_pool"
    )]
    pub(super) auto_verified: Vec<VerifiableAttribute>,

    /// Without --user-pool: OFF, OPTIONAL or ON [default: OFF]
    #[arg(long, value_name = "MFA", conflicts_with = "user_pool")]
    pub(super) mfa: Option<MfaConfiguration>,

    /// The algorithm that the job names
    #[arg(
        long,
        value_name = "ALGORITHM",
        help = "The algorithm that the job names: BCRYPT, SCRYPT, ARGON2ID or PBKDF2_SHA256"
    )]
    pub(super) password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct RunArguments {
    /// Users that exist already: list-users JSON, usernames one a line, or a cleaned file
    #[arg(long, value_name = "FILE", help_heading = "The pool")]
    pub(super) existing_users: Vec<PathBuf>,

    /// How the result is printed
    #[arg(long, value_enum, default_value = "human", help_heading = "Results")]
    pub(super) format: Format,

    /// A record for each row that is not plainly imported, as .jsonl or .csv by the ending
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(super) report: Option<PathBuf>,

    /// The findings in SARIF
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(super) sarif: Option<PathBuf>,

    /// The findings in the XML of `JUnit`
    #[arg(
        long,
        value_name = "FILE",
        help_heading = "Results",
        help = "The findings in JUnit's XML"
    )]
    pub(super) junit: Option<PathBuf>,

    /// Show values of users in the report and the summary; never a password hash
    #[arg(long, help_heading = "Results")]
    pub(super) show_values: bool,

    /// Exit with 1 where any outcome is uncertain
    #[arg(long, help_heading = "Results")]
    pub(super) strict: bool,

    /// Exit with 0 as long as at most this many rows are not imported
    #[arg(long, value_name = "N|P%", help_heading = "Results")]
    pub(super) max_rejected: Option<Allowance>,

    /// Replace outputs that exist
    #[arg(long, help_heading = "Results")]
    pub(super) force: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Results")]
    pub(super) no_progress: bool,

    /// Print neither the summary nor a progress bar; the exit status and the files remain
    #[arg(long, short, help_heading = "Results", conflicts_with = "format")]
    pub(super) quiet: bool,

    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_THREADS))]
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(super) struct CleanArguments {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The file to upload; - is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,

    /// The rows that were set aside [default: beside an output that is a file, as NAME.rejected.csv]
    #[arg(long, value_name = "FILE")]
    pub(super) rejected: Option<PathBuf>,

    /// Write numbered parts that each keep within the limits of a job, and a manifest
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

    /// What stands between fields: one character, or tab [default: detected]
    #[arg(long, value_name = "CHARACTER", value_parser = values::delimiter, help_heading = "Reading")]
    pub(super) delimiter: Option<u8>,

    /// The encoding of a file without byte order mark, such as windows-1252 [default: utf-8]
    #[arg(long, value_name = "NAME", value_parser = values::encoding, help_heading = "Reading")]
    pub(super) encoding: Option<Encoding>,

    /// Rename a column of the file that has one of these names; can be given again
    #[arg(long, value_name = "OLD=NEW", value_parser = values::pair, help_heading = "Repairs")]
    pub(super) rename: Vec<(String, String)>,

    /// Leave out columns that the pool does not have
    #[arg(long, help_heading = "Repairs")]
    pub(super) drop_unknown_columns: bool,

    /// Put a value where a column is blank or absent; can be given again
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = values::pair, help_heading = "Repairs")]
    pub(super) set: Vec<(String, String)>,

    /// The country of national phone numbers, such as US
    #[arg(long, value_name = "REGION", help_heading = "Repairs")]
    pub(super) default_region: Option<Region>,

    /// How birthdates are written: dmy or mdy; dmy asks for --from where a file looks like Cognito's
    /// dialect
    #[arg(long, value_name = "ORDER", help_heading = "Repairs")]
    pub(super) date_order: Option<DateOrder>,

    /// Turn line breaks inside values into spaces
    #[arg(long, help_heading = "Repairs")]
    pub(super) newlines_to_space: bool,

    /// Turn backslashes that cannot be written into slashes
    #[arg(long, help_heading = "Repairs")]
    pub(super) backslash_to_slash: bool,

    /// Take quotation marks off the start of values
    #[arg(long, help_heading = "Repairs")]
    pub(super) strip_leading_quotes: bool,

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
pub(super) struct ExplainArguments {
    /// The name of a rule, a repair or a decision; without it all are listed
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,

    /// How it is printed
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
