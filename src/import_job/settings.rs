//! How a service is set up.

use std::time::Duration;

use super::{Behaviour, Clock, RehearsedFailure};

/// How a service is set up. [`Default`] is a region and an account as examples have them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// The region in the ids and names that are given out.
    pub region: String,
    /// The account in the names that are given out.
    pub account: String,
    /// What happens where the real service's behaviour is not known.
    pub behaviour: Behaviour,
    /// Calls that fail on purpose.
    pub failures: Vec<RehearsedFailure>,
    /// What every code is that would be sent; random where it is absent.
    pub code: Option<String>,
    /// The clock of jobs and upload addresses.
    pub clock: Clock,
    /// How long a job stays Pending. The service was seen to take about two seconds (NOID11).
    pub start_delay: Duration,
    /// How many threads a job has for judging rows; by default one for each core but one, which is left
    /// to requests meanwhile.
    pub threads: Option<usize>,
    /// How long a job waits before it tries again to write to a full disk.
    pub retry_after: Duration,
    /// How many rows are written at a time. A database writes each page of its indexes once for all
    /// of them, so many rows at a time are much cheaper than few.
    pub rows_at_a_time: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            region: "us-east-1".to_owned(),
            account: "123456789012".to_owned(),
            behaviour: Behaviour::default(),
            failures: Vec::new(),
            code: None,
            clock: Clock::system(),
            start_delay: Duration::ZERO,
            threads: None,
            retry_after: Duration::from_secs(1),
            rows_at_a_time: 10_000,
        }
    }
}
