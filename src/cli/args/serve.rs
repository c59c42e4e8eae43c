//! What can be typed after `serve`.

use std::{net::IpAddr, path::PathBuf};

use clap::{Args, ValueEnum};

use crate::{
    import_job::{Moment, RehearsedFailure, Share},
    values::epoch,
};

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(crate) struct ServeArguments {
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 9230)]
    pub(crate) port: u16,

    /// The address to listen on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,

    /// Where pools, jobs and users are kept, in a folder cognito-preflight inside [default: in
    /// memory, until the server stops]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// A pool to begin with, as describe-user-pool answered it; can be given again
    #[arg(long, value_name = "FILE", help_heading = "Pools")]
    pub(crate) user_pool: Vec<PathBuf>,

    /// The columns of such a pool, as get-csv-header answered it; can be given again
    #[arg(long, value_name = "FILE", help_heading = "Pools")]
    pub(crate) csv_header: Vec<PathBuf>,

    /// Users of such a pool, as list-users answered it; can be given again
    #[arg(long, value_name = "[POOL_ID=]FILE", help_heading = "Pools")]
    pub(crate) existing_users: Vec<String>,

    /// The region in ids and names
    #[arg(long, default_value = "us-east-1", help_heading = "Pools")]
    pub(crate) region: String,

    /// The account in names
    #[arg(long, default_value = "123456789012", value_parser = account, help_heading = "Pools")]
    pub(crate) account: String,

    /// Let other machines connect
    #[arg(
        long,
        help_heading = "Access",
        help = "Let other machines connect; every request must then be signed with the credentials \
                of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or of --credentials-file"
    )]
    pub(crate) allow_remote: bool,

    /// A credentials file as AWS's clients have it
    #[arg(
        long,
        value_name = "FILE",
        requires = "allow_remote",
        help_heading = "Access"
    )]
    pub(crate) credentials_file: Option<PathBuf>,

    /// Another name under which clients reach the server, as in a container; can be given again
    #[arg(long, value_name = "NAME", help_heading = "Access")]
    pub(crate) allow_host: Vec<String>,

    /// The origin of a web application that may call operations
    #[arg(
        long,
        value_name = "ORIGIN",
        help_heading = "Access",
        help = "The origin of a web application that may call operations, such as \
                http://localhost:3000; can be given again"
    )]
    pub(crate) allow_origin: Vec<String>,

    /// How the addresses for uploads begin [default: http:// and where it listens]
    #[arg(long, value_name = "URL", help_heading = "Access")]
    pub(crate) public_url: Option<String>,

    /// Which issuer the tokens name
    #[arg(
        long,
        value_enum,
        value_name = "ISSUER",
        default_value = "aws",
        help_heading = "Sign-in"
    )]
    pub(crate) issuer: TokenIssuer,

    /// What every code is that would be sent [default: random]
    #[arg(
        long,
        value_name = "DIGITS",
        value_parser = code,
        help_heading = "Sign-in",
        help = "What every code is that would be sent by e-mail or text message, six digits [default: \
                random; GET /_messages and the page show them]"
    )]
    pub(crate) code: Option<String>,

    /// How many codes a user may ask for within an hour
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Sign-in")]
    pub(crate) codes_per_hour: u16,

    /// How many wrong codes may be tried
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..), help_heading = "Sign-in")]
    pub(crate) wrong_codes: u16,

    /// Refuse USER_SRP_AUTH of users who must reset the password
    #[arg(
        long,
        help_heading = "Sign-in",
        help = "Refuse USER_SRP_AUTH of users who must reset the password with \
                InvalidParameterException, as was seen in 2020"
    )]
    pub(crate) srp_reset_is_invalid: bool,

    /// Answer USER_SRP_AUTH of users with an imported hash by a challenge
    #[arg(
        long,
        help_heading = "Sign-in",
        help = "Answer USER_SRP_AUTH of users with an imported hash by a challenge that no answer meets, \
                and do not refuse it at once"
    )]
    pub(crate) srp_challenges_imported: bool,

    /// The time to begin with, by which jobs and addresses expire: 2026-01-31T00:00:00Z or seconds
    /// since 1970
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = "Behaviour")]
    pub(crate) clock: Option<Moment>,

    /// How many seconds a job stays Pending; the service takes about two
    #[arg(long, value_name = "SECONDS", default_value_t = 0.0, value_parser = seconds, help_heading = "Behaviour")]
    pub(crate) start_delay: f64,

    /// The share of skipped and failed rows that fails a job; 0/1 means any
    #[arg(long, value_name = "N/M", default_value = "32/46", value_parser = share, help_heading = "Behaviour")]
    pub(crate) too_many: Share,

    /// The outcome of rows where it is not known, such as alias-already-taken=IMPORTED; can be
    /// given again
    #[arg(long, value_name = "RULE=OUTCOME", help_heading = "Behaviour")]
    pub(crate) assume: Vec<String>,

    /// Let a job whose file has no user succeed
    #[arg(long, help_heading = "Behaviour")]
    pub(crate) empty_file_succeeds: bool,

    /// Let calls fail, to rehearse retries
    #[arg(
        long,
        value_name = "OPERATION=EXCEPTION[:N]",
        help_heading = "Behaviour",
        help = "Let calls fail, to rehearse retries: all calls of an operation or the first N, with \
                TooManyRequests, NotAuthorized or InternalError; can be given again"
    )]
    pub(crate) fail: Vec<RehearsedFailure>,

    /// Let a job that fails as a whole, as for its header, count no row
    #[arg(long, help_heading = "Behaviour")]
    pub(crate) failed_job_counts_nothing: bool,

    /// The order of GetCSVHeader's columns
    #[arg(
        long,
        value_enum,
        value_name = "ORDER",
        default_value = "older",
        help_heading = "Behaviour"
    )]
    pub(crate) header_order: Order,

    /// Leave the column of the hashes out
    #[arg(
        long,
        help_heading = "Behaviour",
        help = "Leave password_hash out of GetCSVHeader, as for pools that take no hashes"
    )]
    pub(crate) no_password_hash_column: bool,

    /// How many threads judge rows [default: one for each core but one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,

    /// Log nothing to standard error
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// As older pools have it, custom attributes after the standard ones
    Older,
    /// As pools of 2025 have it, custom attributes after zoneinfo
    Newer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenIssuer {
    /// The service, as some libraries demand, which are then given the keys by hand
    Aws,
    /// This server, where libraries fetch the keys
    Local,
}

fn account(text: &str) -> Result<String, String> {
    let is_account = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_account
        .then(|| text.to_owned())
        .ok_or_else(|| "an account has twelve digits".to_owned())
}

fn code(text: &str) -> Result<String, String> {
    let is_code = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_code
        .then(|| text.to_owned())
        .ok_or_else(|| "a code has six digits".to_owned())
}

fn moment(text: &str) -> Result<Moment, String> {
    text.parse()
        .ok()
        .or_else(|| epoch::from_iso_timestamp(text))
        .map(|seconds: i64| Moment::of_millis(seconds.saturating_mul(1000)))
        .ok_or_else(|| "give 2026-01-31T00:00:00Z or seconds since 1970".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|seconds: &f64| (0.0..=86_400.0).contains(seconds))
        .ok_or_else(|| "give seconds from 0 to 86400".to_owned())
}

fn share(text: &str) -> Result<Share, String> {
    text.split_once('/')
        .and_then(|(of, all)| Some((of.parse().ok()?, all.parse().ok()?)))
        .filter(|(of, all): &(u64, u64)| *all > 0 && of <= all)
        .map(|(of, all)| Share::new(of, all))
        .ok_or_else(|| "give a share such as 32/46".to_owned())
}
