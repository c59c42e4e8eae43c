//! Why a command could not do what it was asked to.

use std::{fmt::Write as _, io, path::Path};

use crate::{
    engine::{Error, HeaderProblem},
    reconcile::ReconcileError,
    schema::SchemaError,
};

use super::exit::Exit;

/// The number of the signal of Ctrl-C on every system.
const SIGINT: u8 = 2;

/// A command that could not go on, with what to print and which status to end with.
#[derive(Debug)]
pub(super) enum Failure {
    /// Wrong usage.
    Usage(String),
    /// Something could not be read or written.
    Io(String),
    /// The command did what it could, and the file would not pass.
    #[cfg(feature = "aws")]
    Rejected(String),
    /// An error of the library.
    Engine(Error),
    /// A signal arrived before the outputs were complete.
    Interrupted(Exit),
}

impl Failure {
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    #[cfg(feature = "aws")]
    pub(super) fn rejected(message: impl Into<String>) -> Self {
        Self::Rejected(message.into())
    }

    pub(super) fn stdout(error: &io::Error) -> Self {
        Self::Io(format!("cannot write to standard output: {error}"))
    }

    pub(super) fn open(path: &Path, error: &io::Error) -> Self {
        Self::Io(format!("cannot read {}: {error}", path.display()))
    }

    pub(super) const fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            #[cfg(feature = "aws")]
            Self::Rejected(_) => Exit::Rejected,
            Self::Io(_) => Exit::Unfinished,
            Self::Engine(Error::Interrupted) => Exit::Signal(SIGINT),
            // A file without a header is not a file of users; the run itself did not fail.
            Self::Engine(Error::Header { .. }) => Exit::Rejected,
            Self::Interrupted(exit) => *exit,
            Self::Engine(error) => {
                if error.is_configuration() {
                    Exit::Usage
                } else {
                    Exit::Unfinished
                }
            }
        }
    }

    /// The failure with every cause and the option that helps, on one line.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Usage(message) | Self::Io(message) => message.clone(),
            #[cfg(feature = "aws")]
            Self::Rejected(message) => message.clone(),
            Self::Engine(Error::Interrupted) | Self::Interrupted(_) => {
                "interrupted; nothing was left behind".to_owned()
            }
            Self::Engine(error) => {
                let mut message = with_causes(error);
                if let Some(hint) = hint(error) {
                    message.push_str("; ");
                    message.push_str(hint);
                }
                message
            }
        }
    }

    /// Whether the reader of an output has closed it: it needs no message about that.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Engine(Error::Write { source, .. })
            if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// An error and its causes on one line; a cause that the error names already is not repeated.
pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !message.contains(&text) {
            let _ = write!(message, ": {text}");
        }
        cause = error.source();
    }
    message
}

/// Which option helps. The library does not know the names of options, so only here can they be
/// named.
fn hint(error: &Error) -> Option<&'static str> {
    match error {
        Error::UnknownSetColumn { .. } => {
            Some("--set takes the names that `cognito-preflight header` prints")
        }
        Error::RenameWithoutColumn { .. } => Some("correct OLD in --rename OLD=NEW"),
        Error::AmbiguousDateOrder { .. } => Some(
            "leave out --date-order dmy, or name the dialect with --from rfc4180 or --from cognito",
        ),
        Error::Header {
            problem: HeaderProblem::InvalidEncoding,
            ..
        } => Some("name its encoding with --encoding"),
        Error::Header {
            problem: HeaderProblem::ReadingNotStated,
            ..
        } => Some("name it with --from cognito or --from rfc4180"),
        Error::OtherContent { looks_like, .. } if looks_like.contains("JSON") => Some(
            "name its source to `clean` with --source or --mapping; `cognito-preflight map FILE` proposes a mapping",
        ),
        Error::OutputExists { .. } => Some("use --force to replace it"),
        Error::MixedHashes { .. } => Some(
            "use --split, which writes files for a job of each, or --password-hashing-algorithm for one of them",
        ),
        _ => None,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<ReconcileError> for Failure {
    fn from(error: ReconcileError) -> Self {
        let message = with_causes(&error);
        match error {
            ReconcileError::Read { .. } => Self::Io(message),
            _ => Self::Usage(message),
        }
    }
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Self {
        Self::Engine(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_error(kind: io::ErrorKind) -> Failure {
        Failure::Engine(Error::Write {
            name: "users.csv".into(),
            source: io::Error::new(kind, "no room"),
        })
    }

    #[test]
    fn the_status_says_whose_fault_it_is() {
        assert_eq!(Failure::usage("").exit(), Exit::Usage);
        assert_eq!(
            Failure::from(Error::UnknownSetColumn { column: "x".into() }).exit(),
            Exit::Usage
        );
        assert_eq!(
            Failure::from(SchemaError::TooManyColumns).exit(),
            Exit::Usage
        );
        assert_eq!(
            write_error(io::ErrorKind::StorageFull).exit(),
            Exit::Unfinished
        );
        let missing = io::Error::from(io::ErrorKind::NotFound);
        assert_eq!(
            Failure::open(Path::new("a"), &missing).exit(),
            Exit::Unfinished
        );
        assert_eq!(Failure::Interrupted(Exit::Signal(15)).exit().code(), 143);
        assert_eq!(Failure::from(Error::Interrupted).exit().code(), 130);
    }

    #[test]
    fn a_cause_follows_its_failure_and_only_once() {
        assert_eq!(
            write_error(io::ErrorKind::StorageFull).message(),
            "cannot write users.csv: no room"
        );
        let repeated = Failure::Engine(Error::Write {
            name: "users.csv".into(),
            source: io::Error::other("users.csv"),
        });
        assert_eq!(repeated.message(), "cannot write users.csv");
    }

    #[test]
    fn the_option_that_helps_is_named() {
        let exists = Failure::Engine(Error::OutputExists {
            path: "users.csv".into(),
        });
        assert_eq!(
            exists.message(),
            "users.csv exists already; use --force to replace it"
        );
    }

    #[test]
    fn a_closed_pipe_needs_no_message() {
        assert!(write_error(io::ErrorKind::BrokenPipe).is_closed_pipe());
        assert!(!write_error(io::ErrorKind::StorageFull).is_closed_pipe());
        assert!(!Failure::Interrupted(Exit::Signal(2)).is_closed_pipe());
    }
}
