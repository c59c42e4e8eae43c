//! What is left to do after the import: groups, locked-out users, lost factors.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::engine::{Interest, Sink, Summary};

use super::buffered::Buffered;

/// Writes a line of JSON for each step that the import job cannot carry, for the users of the cleaned file:
///
/// ```json
/// {"operation":"AdminDisableUser","parameters":{"Username":"ana"},"reason":"The user is blocked in Auth0."}
/// ```
///
/// `operation` is the operation's name in the API, `parameters` its parameters but for `UserPoolId`.
#[derive(Debug)]
pub struct PlanFile<W: Write> {
    out: Buffered<W>,
}

impl<W: Write> PlanFile<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }
}

impl<W: Write + Send> Sink for PlanFile<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the plan")
    }

    fn interest(&self) -> Interest {
        Interest::NOTABLE_ROWS.only_when_cleaning()
    }

    fn planned(&mut self, lines: &[u8]) -> io::Result<()> {
        self.out.append(lines)
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}
