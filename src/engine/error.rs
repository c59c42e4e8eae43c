//! Why a run cannot go on. Never a bad row: rows are data.

use std::{fmt, io, path::PathBuf};

use thiserror::Error;

use crate::schema::SchemaError;

use super::{ColumnReadings, HashCounts};

/// Why a run cannot go on.
///
/// A message says what is wrong in terms of the library. How a caller names the option that would
/// help is for the caller to add.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema, the header or the existing users could not be read.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A value is to be set in a column that the CSVHeader does not have.
    #[error("the CSVHeader has no column {column} in which a value could be set")]
    UnknownSetColumn {
        /// The column that was named.
        column: String,
    },
    /// A column is to be renamed, and the input has neither its old nor its new name: mistyped, it
    /// would leave a column of the pool blank.
    #[error(
        "cannot clean {name}: no column has the name {old}, which is to be renamed, and none has the \
         new name already"
    )]
    RenameWithoutColumn {
        /// The input's name.
        name: String,
        /// The old name that no column has.
        old: String,
    },
    /// Rows are chosen by a column that the input does not have.
    #[error("cannot clean {name}: no column has the name {column}, by which rows are chosen")]
    ChoiceWithoutColumn {
        /// The input's name.
        name: String,
        /// The name that no column has.
        column: String,
    },
    /// A column is to be used a second time, and the input does not have it.
    #[error("cannot clean {name}: no column has the name {old}, which is to be copied")]
    CopyWithoutColumn {
        /// The input's name.
        name: String,
        /// The name that no column has.
        old: String,
    },
    /// A column is to be filled with another one, and the input has it already.
    #[error(
        "cannot clean {name}: it has the column {column} already, so that nothing can be copied into it"
    )]
    CopyOverColumn {
        /// The input's name.
        name: String,
        /// The column.
        column: String,
    },
    /// Birthdates are said to be day first, and the input was detected to be in Cognito's dialect, in
    /// which they are month first.
    #[error(
        "cannot clean {name}: its birthdates are said to be day first, but it looks like Cognito's \
         dialect, in which they are month first"
    )]
    AmbiguousDateOrder {
        /// The input's name.
        name: String,
    },
    /// The end of the input shows that its columns are to be read otherwise than its beginning showed.
    /// Nothing that was written is of use: read the input again with
    /// [`Options::column_readings`](super::Options::column_readings).
    #[error(
        "the end of {name} shows that its columns are to be read otherwise than its beginning showed"
    )]
    ReadAgain {
        /// The input's name.
        name: String,
        /// How they are to be read.
        readings: Box<ColumnReadings>,
    },
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
    /// The input has no header that can be read, so its columns are not known.
    #[error("cannot clean {name}: line {line}: {problem}")]
    Header {
        /// The input's name.
        name: String,
        /// The line of the header, or the one where it should be; the first line is 1.
        line: u64,
        /// What is wrong.
        problem: HeaderProblem,
    },
    /// The input is something else than text in columns.
    #[error("{name} is not a file of users: {looks_like}")]
    OtherContent {
        /// The input's name.
        name: String,
        /// What it looks like.
        looks_like: &'static str,
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
    /// An output exists already and is to be kept.
    #[error("{} exists already", path.display())]
    OutputExists {
        /// The output's path.
        path: PathBuf,
    },
    /// A path cannot be an output of this run.
    #[error("{} {problem}", path.display())]
    UnusableOutput {
        /// The output's path.
        path: PathBuf,
        /// Why not.
        problem: OutputProblem,
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
    /// The users of one file have password hashes of several algorithms, and a job takes those of one.
    #[error(
        "a job takes the password hashes of one algorithm, and these users have several: {}",
        Shares(counts)
    )]
    MixedHashes {
        /// How many users have which.
        counts: HashCounts,
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
            Self::Schema(_)
                | Self::NeedsCleaning { .. }
                | Self::UnknownSetColumn { .. }
                | Self::RenameWithoutColumn { .. }
                | Self::AmbiguousDateOrder { .. }
                | Self::ChoiceWithoutColumn { .. }
                | Self::CopyWithoutColumn { .. }
                | Self::CopyOverColumn { .. }
                | Self::OtherContent { .. }
                | Self::MixedHashes { .. }
                | Self::OutputExists { .. }
                | Self::UnusableOutput { .. }
        )
    }
}

/// `BCRYPT 3, SCRYPT 2, none 1`.
struct Shares<'a>(&'a HashCounts);

impl fmt::Display for Shares<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (algorithm, count) in &self.0.of {
            write!(f, "{algorithm} {count}, ")?;
        }
        write!(f, "none {}", self.0.none)
    }
}

/// Why a header cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderProblem {
    /// The first line is longer than 1 MiB.
    TooLong,
    /// The first line is not text in the encoding of the file.
    InvalidEncoding,
    /// The file holds rejected rows, and the column whose name says how they are read is missing or
    /// not understood.
    ReadingNotStated,
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "it is longer than 1 MiB, so it is not a header",
            Self::InvalidEncoding => "the header is not text in this encoding",
            Self::ReadingNotStated => {
                "it holds rejected rows, and its header does not say in which dialect they are"
            }
        })
    }
}

/// Why a path cannot be an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputProblem {
    /// It is a directory.
    Directory,
    /// It is something else than a file, a pipe or a character device.
    Device,
    /// It is one of the inputs, under this name or another.
    Input,
    /// Another output has the same path.
    NamedTwice,
}

impl fmt::Display for OutputProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "is a directory; an output must be a file",
            Self::Device => "is neither a file nor a pipe",
            Self::Input => "is read by this run and cannot be written over",
            Self::NamedTwice => "is named for two outputs",
        })
    }
}
