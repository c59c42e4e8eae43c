//! Where verdicts go.

use std::{borrow::Cow, io};

use crate::{
    prediction::{JobPrediction, Verdict},
    rules::Finding,
    schema::Schema,
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{FileStatement, Input, Summary};

/// What a sink needs to see of a run.
///
/// A run hands on no more than its sinks ask for: rows without a finding or a repair cost less where
/// every sink passes over them, and so do rows whose values no sink reads.
///
/// ```
/// use cognito_preflight::engine::Interest;
///
/// let interest = Interest::EVERY_ROW.with_values();
/// assert!(interest.in_every_row() && interest.in_values());
/// assert!(!Interest::default().in_every_row());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Interest {
    every_row: bool,
    values: bool,
    only_when_cleaning: bool,
}

impl Interest {
    /// Only notable rows, those with a finding, a repair or an uncertain outcome, and no values.
    /// The other rows are counted in the [`Summary`].
    pub const NOTABLE_ROWS: Self = Self {
        every_row: false,
        values: false,
        only_when_cleaning: false,
    };

    /// Every row, and no values.
    pub const EVERY_ROW: Self = Self {
        every_row: true,
        ..Self::NOTABLE_ROWS
    };

    /// The same with values: without it, [`Verdict::record`] and [`Verdict::written`] may be empty.
    #[must_use]
    pub const fn with_values(mut self) -> Self {
        self.values = true;
        self
    }

    /// The same, of a sink whose output means something only in a run that cleans. In any other run
    /// it is an error, before anything is written.
    #[must_use]
    pub const fn only_when_cleaning(mut self) -> Self {
        self.only_when_cleaning = true;
        self
    }

    /// Whether rows are wanted that are not notable.
    pub const fn in_every_row(self) -> bool {
        self.every_row
    }

    /// Whether the values of a row are wanted.
    pub const fn in_values(self) -> bool {
        self.values
    }

    /// Whether the sink can be used only in a run that cleans.
    pub const fn is_only_for_cleaning(self) -> bool {
        self.only_when_cleaning
    }
}

/// What is known of a file before its first row.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FileStart<'a> {
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
    /// How the file is read, for a file that is written in the same way.
    pub statement: &'a FileStatement,
    /// The number of this file in the run, from 0.
    pub file: usize,
}

/// Rows of the cleaned file: whole lines in Cognito's dialect, each with its line end.
#[derive(Debug, Clone, Copy)]
pub struct CleanedLines<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    source_lines: &'a [u64],
    algorithms: &'a [Option<PasswordHashingAlgorithm>],
}

impl<'a> CleanedLines<'a> {
    /// The lines in `bytes`, of which each ends before the index in `ends` and comes from the line
    /// of the input in `source_lines` (1-based; the header counts).
    ///
    /// # Panics
    ///
    /// Where a line has no source line, or the ends do not rise up to the number of bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8], ends: &'a [usize], source_lines: &'a [u64]) -> Self {
        assert_eq!(
            ends.len(),
            source_lines.len(),
            "each line has a source line"
        );
        assert_eq!(
            ends.last().copied().unwrap_or(0),
            bytes.len(),
            "the last line ends where the bytes end"
        );
        debug_assert!(ends.is_sorted(), "lines follow one another");
        Self {
            bytes,
            ends,
            source_lines,
            algorithms: &[],
        }
    }

    /// The same with the algorithm of each line's password hash, as a mapping made it. Without a mapping they are not
    /// known.
    ///
    /// # Panics
    ///
    /// Where there are some and not one for each line.
    #[must_use]
    pub fn with_algorithms(self, algorithms: &'a [Option<PasswordHashingAlgorithm>]) -> Self {
        assert!(
            algorithms.is_empty() || algorithms.len() == self.ends.len(),
            "each line has an algorithm or none"
        );
        Self { algorithms, ..self }
    }

    /// The algorithm of the password hash of the line at this place, where it has one and a mapping made it.
    #[must_use]
    pub fn algorithm(&self, place: usize) -> Option<PasswordHashingAlgorithm> {
        self.algorithms.get(place).copied().flatten()
    }

    /// All lines in one piece.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no line.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// For each line, the index in [`CleanedLines::bytes`] before which it ends, and the line of the
    /// input that it comes from.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (usize, u64)> + use<'a> {
        self.ends
            .iter()
            .copied()
            .zip(self.source_lines.iter().copied())
    }
}

/// A closure as a [`Sink`]: it is called for each row with its values, in the order of the file, and
/// may end the run with an error.
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
///     lines.push((verdict.position.line, verdict.judgement.outcome));
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
    fn interest(&self) -> Interest {
        Interest::EVERY_ROW.with_values()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        (self.0)(verdict)
    }
}

/// Receives the verdicts of a run in the order of the file.
///
/// Every file of a run begins with [`Sink::begin`] and ends with [`Sink::end_of_file`]; the run ends
/// with [`Sink::finish`]. A sink that is dropped before must leave nothing that looks complete.
pub trait Sink: Send {
    /// What is written, for the message of an error: a file's name, say.
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the output")
    }

    /// What this sink needs to see; unless it says otherwise, notable rows without their values.
    fn interest(&self) -> Interest {
        Interest::default()
    }

    /// Begins a file.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        let _ = start;
        Ok(())
    }

    /// Receives one row.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let _ = verdict;
        Ok(())
    }

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

    /// Receives rows as they are written to the cleaned file. Only called when the run cleans.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn cleaned(&mut self, lines: &CleanedLines<'_>) -> io::Result<()> {
        let _ = lines;
        Ok(())
    }

    /// Receives what is to be done after the import for the users of the lines that [`Sink::cleaned`] had last: lines of
    /// JSON, each with its line end. Only called for a file that a mapping reads.
    ///
    /// # Errors
    ///
    /// Whatever prevents the sink from writing; the run ends.
    fn planned(&mut self, lines: &[u8]) -> io::Result<()> {
        let _ = lines;
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
