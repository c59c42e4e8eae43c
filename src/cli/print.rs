//! Printing to standard output and standard error.

use std::io::{self, Write};

use crate::{
    engine::{Preflight, Summary},
    output::{Conclusion, Document, Files, redact::Escaped},
};

use super::{
    args::values::Format,
    closed::was_closed,
    examples::Examples,
    failure::Failure,
    human::{self, Extent},
    style::{ERROR, styled},
};

/// How a run prints its result.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    pub(super) format: Format,
    pub(super) quiet: bool,
    pub(super) extent: Extent,
    /// Whether standard output already holds one of the outputs.
    pub(super) stdout_is_taken: bool,
}

/// The result of a run, and what else a person has to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunResult<'a> {
    pub(super) preflight: &'a Preflight,
    pub(super) summary: &'a Summary,
    pub(super) files: &'a Files,
    pub(super) notes: &'a [String],
    pub(super) examples: &'a Examples,
    pub(super) conclusion: &'a Conclusion,
}

impl Printer {
    /// Prints the result as a document or, unless nothing is to be printed, as a summary.
    pub(super) fn print(self, result: &RunResult<'_>) -> Result<(), Failure> {
        match self.format {
            Format::Json => {
                let document = Document::new(result.summary, result.preflight.schema())
                    .with_files(result.files.clone())
                    .concluding(result.conclusion)
                    .assuming(result.notes.iter().cloned());
                unless_pipe_is_closed(document.write(io::stdout().lock()))
            }
            Format::Human if self.quiet => Ok(()),
            Format::Human => {
                let text = human::render(result, self.extent, self.stdout_is_taken);
                if self.stdout_is_taken {
                    // The outputs are complete; a summary that cannot be shown does not change that.
                    to_stderr(&text);
                    Ok(())
                } else {
                    to_styled_stdout(&text)
                }
            }
        }
    }
}

/// Refuses a closed standard output: what is written to it would be lost in silence.
pub(super) fn refuse_closed_stdout() -> Result<(), Failure> {
    if was_closed(&io::stdout()) {
        return Err(Failure::Io(
            "cannot write to standard output: it is closed".to_owned(),
        ));
    }
    Ok(())
}

/// Prints text with colours to standard output.
pub(super) fn to_styled_stdout(text: &str) -> Result<(), Failure> {
    unless_pipe_is_closed(write(anstream::stdout().lock(), text.as_bytes()))
}

/// Prints to standard output.
pub(super) fn to_stdout(text: &[u8]) -> Result<(), Failure> {
    refuse_closed_stdout()?;
    unless_pipe_is_closed(write(io::stdout().lock(), text))
}

/// Prints an error to standard error, on one line and with nothing in it that could act on a
/// terminal.
pub(super) fn error(message: &str) {
    to_stderr(&format!(
        "{} {}\n",
        styled(ERROR, "error:"),
        Escaped(message)
    ));
}

/// The same for what a person should know although nothing failed.
pub(super) fn note(message: &str) {
    to_stderr(&format!("note: {}\n", Escaped(message)));
}

/// Prints to standard error. Where that is impossible, no other place is left to report it: the exit
/// status still tells how the command ended.
pub(super) fn to_stderr(text: &str) {
    let _ = write(anstream::stderr().lock(), text.as_bytes());
}

fn write(mut out: impl Write, text: &[u8]) -> io::Result<()> {
    out.write_all(text)?;
    out.flush()
}

/// A reader that closes the pipe has seen enough; everything else is a failure.
pub(super) fn unless_pipe_is_closed(printed: io::Result<()>) -> Result<(), Failure> {
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::stdout(&error)),
        _ => Ok(()),
    }
}
