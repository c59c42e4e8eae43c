//! Why a run cannot go on. Never a bad row: rows are data.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::schema::SchemaError;

/// Why a run cannot go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema, the header or the existing users could not be read.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The options do not fit one another or the schema.
    #[error("{0}")]
    Options(String),
    /// The input could not be read to its end.
    #[error("cannot read {name} at byte {byte}")]
    Read {
        /// The input's name.
        name: String,
        /// How many bytes had been read.
        byte: u64,
        /// The cause.
        source: io::Error,
    },
    /// The file's columns cannot be told.
    #[error("cannot clean {name}: line {line}: {problem}")]
    Header {
        /// The input's name.
        name: String,
        /// The line on which the names stand or should stand.
        line: u64,
        /// What is wrong, and what to do.
        problem: &'static str,
    },
    /// An output could not be written.
    #[error("cannot write {name}")]
    Write {
        /// The output's name.
        name: String,
        /// The cause.
        source: io::Error,
    },
    /// A sink was given to a check that writes what only a cleaning has.
    #[error("{output} can only be written by a run in Mode::Clean")]
    NeedsCleaning {
        /// The output's name.
        output: String,
    },
    /// An output exists already.
    #[error("{} exists already; use --force to replace it", path.display())]
    Exists {
        /// The output's path.
        path: PathBuf,
    },
    /// The rows written and the rows read do not add up; nothing was completed.
    #[error(
        "{input} rows were read, but {cleaned} cleaned and {rejected} rejected; no output was completed"
    )]
    RowsLost {
        /// Rows read.
        input: u64,
        /// Rows cleaned.
        cleaned: u64,
        /// Rows rejected.
        rejected: u64,
    },
    /// The run was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The threads could not be started.
    #[error("cannot start the worker threads: {0}")]
    Threads(String),
}

impl Error {
    /// Whether the fault lies in what the caller gave: schema, header or options.
    pub const fn is_configuration(&self) -> bool {
        matches!(
            self,
            Self::Schema(_) | Self::Options(_) | Self::NeedsCleaning { .. } | Self::Exists { .. }
        )
    }
}
