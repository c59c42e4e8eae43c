//! Why a command could not do what it was asked to.

use std::{error::Error as _, fmt::Write as _, io};

use crate::{engine::Error, output::show::Escaped, schema::SchemaError};

/// A command that could not go on, with what to print and which status to end with.
#[derive(Debug)]
pub(super) enum Failure {
    /// Wrong usage, in words.
    Usage(String),
    /// Something could not be read or written, in words.
    Io(String),
    /// What the library says.
    Engine(Error),
    /// A signal of this number arrived.
    Signal(i32),
}

impl Failure {
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub(super) fn stdout(error: &io::Error) -> Self {
        Self::Io(format!("cannot write to standard output: {error}"))
    }

    pub(super) fn status(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Io(_) => 3,
            Self::Engine(Error::Interrupted) => 130,
            Self::Engine(error) => {
                if error.is_configuration() {
                    2
                } else {
                    3
                }
            }
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(130),
        }
    }

    /// Prints the failure to standard error, every cause on the same line, with nothing in it that
    /// could act on a terminal.
    pub(super) fn print(&self) {
        let message = match self {
            Self::Usage(message) | Self::Io(message) => message.clone(),
            Self::Engine(error) => {
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
            Self::Signal(_) => "interrupted; nothing was left behind".to_owned(),
        };
        anstream::eprintln!(
            "{}error:{} {}",
            super::human::ERROR.render(),
            super::human::ERROR.render_reset(),
            Escaped(&message)
        );
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<SchemaError> for Failure {
    fn from(error: SchemaError) -> Self {
        Self::Engine(error.into())
    }
}
