//! Where verdicts go.

use std::{borrow::Cow, io};

use crate::{
    finding::Finding,
    prediction::{JobPrediction, Verdict},
    schema::Schema,
};

use super::{Input, Summary};

/// Which rows a sink wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a row either has something to tell or not"
)]
pub enum Wants {
    /// Every row.
    EveryRow,
    /// Only rows of which something is to be told; the plain ones are counted in the summary.
    NotPlain,
}

/// What is known before the first row.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Beginning<'a> {
    /// The pool, its columns and its settings.
    pub schema: &'a Schema,
    /// How the input is read.
    pub input: &'a Input,
    /// What was found about the header.
    pub findings: &'a [Finding],
    /// The header's own bytes in the input, with the byte order mark before it where there is one,
    /// without its line end. Empty where the file has no header.
    pub raw_header: &'a [u8],
    /// The header's own line end, in the input's encoding; empty where it has none.
    pub line_end: &'a [u8],
    /// The number of this file in the run, from 0.
    pub file: usize,
}

/// A closure as a [`Sink`]: it is called for each row, in the order of the file, and may end the run
/// with an error.
///
/// ```
/// use cognito_preflight::engine::{EachRow, Options, Preflight};
/// # use cognito_preflight::schema::{CsvHeader, Schema};
///
/// # let header = CsvHeader::parse("email,email_verified,cognito:username")?;
/// # let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
/// let file = "email,email_verified,cognito:username\nana@example.com,true,ana\n";
/// let mut lines = Vec::new();
/// let mut each = EachRow(|verdict: &cognito_preflight::prediction::Verdict<'_>| {
///     lines.push((verdict.position.line, verdict.outcome));
///     Ok(())
/// });
/// preflight.run().file("users.csv", file.as_bytes(), &mut [&mut each])?;
/// assert_eq!(lines.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "it is a closure and nothing else"
)]
pub struct EachRow<F>(pub F);

impl<F> std::fmt::Debug for EachRow<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EachRow")
    }
}

impl<F: FnMut(&Verdict<'_>) -> io::Result<()> + Send> Sink for EachRow<F> {
    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        (self.0)(verdict)
    }
}

/// Receives the verdicts of a run in the order of the file.
///
/// Every file of a run begins with [`Sink::begin`] and ends with [`Sink::end_of_file`]; the run ends
/// with [`Sink::finish`]. A sink that is dropped before must leave nothing behind that looks
/// complete.
pub trait Sink: Send {
    /// What is written, for the message of an error: a file's name, say.
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the output")
    }

    /// Which rows this sink wants to see.
    fn wants(&self) -> Wants {
        Wants::EveryRow
    }

    /// Whether this sink looks at [`Verdict::record`] and [`Verdict::written`]. Where no sink does,
    /// both are empty, and rows that pass cost less.
    fn wants_values(&self) -> bool {
        true
    }

    /// Begins a file.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn begin(&mut self, beginning: &Beginning<'_>) -> io::Result<()> {
        let _ = beginning;
        Ok(())
    }

    /// Receives one row.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()>;

    /// Receives a piece of a record that is longer than the reader's bound, before its
    /// [`Sink::row`]. The pieces together are the record's own bytes, without its line end.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _ = bytes;
        Ok(())
    }

    /// Receives rows as they stand in the cleaned file: whole lines in Cognito's dialect, each with
    /// its line end. Only called when the run cleans. `source_lines` holds the line of the input
    /// that each row came from.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn cleaned(&mut self, lines: &[u8], ends: &[usize], source_lines: &[u64]) -> io::Result<()> {
        let _ = (lines, ends, source_lines);
        Ok(())
    }

    /// Ends a file, with its own job's prediction and what was found about the file as a whole.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn end_of_file(&mut self, job: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        let _ = (job, findings);
        Ok(())
    }

    /// Ends the run.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from completing its output.
    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let _ = summary;
        Ok(())
    }
}
