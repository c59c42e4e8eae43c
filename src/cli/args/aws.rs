//! What can be typed after `fetch` and `import`.

use std::{path::PathBuf, time::Duration};

use clap::Args;

use crate::values::password_hash::PasswordHashingAlgorithm;

/// Whose calls they are.
#[derive(Debug, Args)]
#[command(next_help_heading = "The account")]
pub(in crate::cli) struct AccountArguments {
    /// The profile of the AWS configuration
    #[arg(
        long,
        value_name = "NAME",
        help = "The profile of the AWS configuration [default: the environment's keys, or AWS_PROFILE]"
    )]
    pub(in crate::cli) profile: Option<String>,

    /// The region, which must be the one that the pool's id begins with
    #[arg(long, value_name = "REGION")]
    pub(in crate::cli) region: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct FetchArguments {
    /// The id of the pool, such as eu-west-1_Abc123XyZ
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) user_pool_id: String,

    /// The folder to write header.json, pool.json and existing.json into; only you can read it
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) to: PathBuf,

    /// Leave out the users, which are the longest part; clashes with them are then not found
    #[arg(long)]
    pub(in crate::cli) without_users: bool,

    /// Replace what was fetched before
    #[arg(long)]
    pub(in crate::cli) force: bool,

    #[command(flatten)]
    pub(in crate::cli) account: AccountArguments,
}

/// The exit statuses, as `import --help` ends with them.
const EXIT_STATUS: &str = "\
Exit status:
  0    Every row was imported, as predicted
  1    A row was not imported, a part came out otherwise than predicted, or the file would not pass
  2    Wrong usage, the file or the pool's header has changed, or the answer was no
  3    A job or its log could not be finished: the same command goes on";

#[derive(Debug, Args)]
#[command(after_help = EXIT_STATUS)]
pub(in crate::cli) struct ImportArguments {
    /// The file to import, or the manifest of its parts; its state, jobs and logs are kept beside it
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,

    /// The folder that fetch has written
    #[arg(long, value_name = "DIR", help_heading = "The pool")]
    pub(in crate::cli) pool: PathBuf,

    /// The role with which the service writes the log
    #[arg(long, value_name = "ARN", help_heading = "The pool")]
    pub(in crate::cli) role_arn: String,

    /// The password hashing algorithm of the job [default: the manifest's]
    #[arg(long, value_name = "ALGORITHM", help_heading = "The pool")]
    pub(in crate::cli) password_hashing_algorithm: Option<PasswordHashingAlgorithm>,

    /// Import without asking
    #[arg(long)]
    pub(in crate::cli) yes: bool,

    /// Go on with the next part although one came out otherwise than predicted
    #[arg(long)]
    pub(in crate::cli) keep_going: bool,

    /// Import although the prediction is that the job fails
    #[arg(long)]
    pub(in crate::cli) despite_prediction: bool,

    /// How long to wait for another import job of the account, such as 30m
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(in crate::cli) wait: Option<Duration>,

    #[command(flatten)]
    pub(in crate::cli) account: AccountArguments,
}

/// A time such as `90s`, `30m` or `2h`.
fn time(text: &str) -> Result<Duration, &'static str> {
    const EXPECTED: &str = "expected a time such as 90s, 30m or 2h";
    let (number, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .ok_or(EXPECTED)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => return Err(EXPECTED),
    };
    let number: u32 = number.parse().map_err(|_| EXPECTED)?;
    Ok(Duration::from_secs(u64::from(number) * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(time("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(time("30m"), Ok(Duration::from_secs(1800)));
        for wrong in ["", "m", "30", "-1m", "1d", "1.5h"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
