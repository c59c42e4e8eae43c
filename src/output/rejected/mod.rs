//! The rejected rows in their own bytes, each followed by what is wrong with it.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    dialect::{
        Dialect, Encoding,
        guards::{formula_cells, with_guards, without_guards},
        raw_fields::{Escape, FieldScanner, RawDialect},
    },
    engine::{FileStart, FileStatement, Interest, Sink, Summary},
    outcome::Outcome,
    prediction::Verdict,
    rules::Finding,
};

use super::{
    buffered::Buffered,
    preflight_columns::{PREFLIGHT_COLUMNS, PreviousRunColumns, RawHeader},
    rejected_json,
};

/// How many bytes of a record that comes in pieces are kept back, so that the columns of a previous
/// run can be cut off its end. They are far shorter than this.
const KEPT_BACK: usize = 16 * 1024;

/// How many missing fields a row is given. A row that lacks more is not a row of this table, and must
/// not grow to the length of an absurd header.
const MOST_FIELDS_ADDED: usize = 255;

/// Writes each row that will not be imported in the input's own bytes, encoding, delimiter and line
/// end, so that a person can correct it there and clean the file again.
///
/// A JSON record is written as one line, with the same three as further members.
///
/// Four columns follow the input's own: [`PREFLIGHT_COLUMNS`], and one without values whose name is a
/// [`FileStatement`]: it says how the file is read, so that the next cleaning need not guess from the
/// few rows that are left. Where the input is such a file itself, they replace the old ones. A row with
/// fewer fields than the header is given empty ones, so that
/// what follows is under its name: a spreadsheet, or the next cleaning, would otherwise take the line
/// number for a value.
///
/// Cells that a spreadsheet would take for formulas are counted, and with
/// [`Rejected::guard_formulas`] they are guarded. The statement says that, and the next cleaning takes
/// off these guards and no others. Where the input is such a file, its
/// guards do not come into the new one but for those that this run sets.
///
/// The header is written even if no row is. Of several input files it is the first one's; a row of
/// a file that has another header or is read in another way is an error, because it would be read
/// wrongly under this one.
#[derive(Debug)]
pub struct Rejected<W: Write> {
    out: Buffered<W>,
    dialect: RawDialect,
    line_end: Vec<u8>,
    /// The first file's own names, and what is said of that file.
    header: Option<(Vec<u8>, FileStatement)>,
    /// Whether the rows of this file belong under that header.
    fits_header: bool,
    /// How many fields of the header are the input's own.
    fields: usize,
    previous: PreviousRunColumns,
    /// Whether each record is a JSON object.
    is_json: bool,
    /// A record that comes in pieces, as far as it has come.
    pieces: Option<Pieces>,
    /// The new columns of one row.
    line: String,
    reasons: String,
    names: Vec<&'static str>,
    rows: u64,
    guards_formulas: bool,
    formula_cells: FormulaCells,
}

/// How many cells of a rejected file a spreadsheet would take for formulas.
///
/// It goes on counting while the file is written.
#[derive(Debug, Clone, Default)]
pub struct FormulaCells(Arc<AtomicU64>);

impl FormulaCells {
    /// The number so far. Guarded cells are not counted.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug)]
struct Pieces {
    scanner: FieldScanner,
    /// The end of the record, which is not written yet.
    kept_back: Vec<u8>,
}

impl<W: Write> Rejected<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            dialect: RawDialect::new(Dialect::Cognito, Encoding::UTF_8),
            line_end: Vec::new(),
            header: None,
            fits_header: true,
            fields: 0,
            previous: PreviousRunColumns::default(),
            is_json: false,
            pieces: None,
            line: String::new(),
            reasons: String::new(),
            names: Vec::new(),
            rows: 0,
            guards_formulas: false,
            formula_cells: FormulaCells::default(),
        }
    }

    /// Puts an apostrophe before each cell that a spreadsheet would take for a formula: one that begins
    /// with `=`, `@` or a tab, or with `+` or `-` and is neither a number nor a phone number. A record
    /// longer than 1 MiB stays as it is.
    #[must_use]
    pub const fn guard_formulas(mut self, guards: bool) -> Self {
        self.guards_formulas = guards;
        self
    }

    /// Counts the cells that a spreadsheet would take for formulas.
    pub fn formula_cells(&self) -> FormulaCells {
        self.formula_cells.clone()
    }

    /// How many rows there are so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn refuse_other_header(&self) -> io::Result<()> {
        if self.fits_header {
            return Ok(());
        }
        Err(io::Error::other(
            "the files have other columns or are read in other ways; clean each of them by itself",
        ))
    }

    fn end_of_line(&mut self, own: &[u8]) {
        let bytes = self.out.bytes();
        if !own.is_empty() {
            bytes.extend_from_slice(own);
        } else if self.line_end.is_empty() {
            self.dialect.push_ascii("\n", bytes);
        } else {
            bytes.extend_from_slice(&self.line_end);
        }
    }

    /// A header's or a row's own bytes as this file has them: with its guards, and without those of a
    /// previous run.
    fn own<'a>(&self, own: &'a [u8]) -> Cow<'a, [u8]> {
        let dialect = self.dialect;
        let bare = if self.previous.are_guarded {
            without_guards(own, dialect)
        } else {
            Cow::Borrowed(own)
        };
        if self.guards_formulas {
            if let Cow::Owned(guarded) = with_guards(&bare, dialect) {
                return Cow::Owned(guarded);
            }
            return bare;
        }
        let formulas = formula_cells(&bare, dialect);
        self.formula_cells.0.fetch_add(formulas, Ordering::Relaxed);
        bare
    }

    /// Writes a header of these names after what precedes them.
    fn write_header(&mut self, start: &[u8], names: &[u8], statement: &FileStatement) {
        let dialect = self.dialect;
        let own = self.own(names);
        let statement = FileStatement {
            guards_formulas: self.guards_formulas,
            ..statement.clone()
        };
        let statement = statement.name(self.between_words());
        let bytes = self.out.bytes();
        bytes.extend_from_slice(start);
        push_own(&own, dialect, bytes);
        let columns = PREFLIGHT_COLUMNS.into_iter().chain([statement.as_str()]);
        for (place, name) in columns.enumerate() {
            if place > 0 || self.fields > 0 {
                dialect.push_delimiter(bytes);
            }
            dialect.push_field(name, bytes);
        }
        self.end_of_line(&[]);
    }

    /// What separates the words in a column: never the delimiter.
    const fn between_words(&self) -> char {
        if self.dialect.delimiter == b' ' {
            '+'
        } else {
            ' '
        }
    }

    /// Writes what follows a row's own bytes, which have this many fields.
    fn write_columns(&mut self, fields: usize, is_in_quotes: bool, verdict: &Verdict<'_>) {
        self.describe(verdict);
        let dialect = self.dialect;
        let missing = self.fields.saturating_sub(fields);
        // After a quotation mark that never closes nothing is a field.
        let added = if is_in_quotes || missing > MOST_FIELDS_ADDED {
            0
        } else {
            missing
        };
        let bytes = self.out.bytes();
        for _ in 0..=added {
            dialect.push_delimiter(bytes);
        }
        dialect.push_field(&self.line, bytes);
        dialect.push_delimiter(bytes);
        dialect.push_field(verdict.judgement.outcome.as_str(), bytes);
        dialect.push_delimiter(bytes);
        dialect.push_field(&self.reasons, bytes);
        // The last column says everything in its name.
        dialect.push_delimiter(bytes);
        self.end_of_line(verdict.line_end);
    }

    /// Writes the line and the reasons into their buffers.
    fn describe(&mut self, verdict: &Verdict<'_>) {
        self.line.clear();
        // Writing into a string cannot fail.
        let _ = write!(self.line, "{}", verdict.position.line);
        self.names.clear();
        let deciding = verdict.findings.iter().filter(|finding| decides(finding));
        add_names(deciding, &mut self.names);
        if self.names.is_empty() {
            add_names(verdict.findings.iter(), &mut self.names);
        }
        self.reasons.clear();
        let between = self.between_words();
        for (place, name) in self.names.iter().enumerate() {
            if place > 0 {
                self.reasons.push(between);
            }
            self.reasons.push_str(name);
        }
    }
}

impl<W: Write + Send> Sink for Rejected<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the rejected rows")
    }

    fn interest(&self) -> Interest {
        Interest::NOTABLE_ROWS.only_when_cleaning()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.is_json = start.input.dialect == Dialect::Json;
        if self.is_json {
            return Ok(());
        }
        self.dialect = RawDialect::new(start.input.dialect, start.input.encoding);
        self.line_end = start.line_end.to_vec();
        self.pieces = None;
        let header = RawHeader::divide(start.raw_header, self.dialect);
        self.fields = header.fields;
        self.previous = header.previous;
        if let Some((names, statement)) = &self.header {
            self.fits_header = *names == *header.own && statement == start.statement;
        } else {
            self.write_header(header.start, &header.own, start.statement);
            self.header = Some((header.own.into_owned(), start.statement.clone()));
        }
        self.out.write_full_block()
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.refuse_other_header()?;
        let pieces = self.pieces.get_or_insert_with(|| Pieces {
            scanner: FieldScanner::new(self.dialect),
            kept_back: Vec::new(),
        });
        pieces.scanner.scan(bytes);
        pieces.kept_back.extend_from_slice(bytes);
        // Units of text stay whole.
        let done = pieces.kept_back.len().saturating_sub(KEPT_BACK) & !1;
        self.out
            .append(pieces.kept_back.get(..done).unwrap_or_default())?;
        pieces.kept_back.drain(..done);
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let dialect = self.dialect;
        if self.is_json {
            if verdict.judgement.outcome == Outcome::Imported && !verdict.is_held_back() {
                return Ok(());
            }
            self.describe(verdict);
            let outcome = verdict.judgement.outcome.as_str();
            let values = [self.line.as_str(), outcome, self.reasons.as_str()];
            rejected_json::push_record(verdict.raw, values, self.out.bytes());
        } else if let Some(pieces) = self.pieces.take() {
            let own = self.previous.cut_off(&pieces.kept_back, dialect);
            let is_cut = own.len() < pieces.kept_back.len();
            push_own(own, dialect, self.out.bytes());
            let previous = if is_cut { self.previous.last() } else { 0 };
            let fields = pieces.scanner.fields().saturating_sub(previous);
            self.write_columns(fields, pieces.scanner.is_in_quotes(), verdict);
        } else if verdict.judgement.outcome == Outcome::Imported && !verdict.is_held_back() {
            return Ok(());
        } else {
            self.refuse_other_header()?;
            let own = self.previous.cut_out(verdict.raw, dialect);
            let own = self.own(&own);
            push_own(&own, dialect, self.out.bytes());
            let mut scanner = FieldScanner::new(dialect);
            scanner.scan(&own);
            self.write_columns(scanner.fields(), scanner.is_in_quotes(), verdict);
        }
        self.rows += 1;
        self.out.write_full_block()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}

/// Writes a header's or a row's own bytes so that a delimiter can follow.
pub(super) fn push_own(own: &[u8], dialect: RawDialect, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(own);
    if dialect.encoding.unit() == 2 && own.len() % 2 == 1 {
        // Half a unit would shift all that follows. Completed by a zero it could become a character
        // that is not in the input, so half of a surrogate pair makes sure that the row is not taken for
        // text.
        bytes.push(0);
        bytes.extend_from_slice(if dialect.encoding == Encoding::UTF_16LE {
            &[0x00, 0xD8]
        } else {
            &[0xD8, 0x00]
        });
    } else if dialect.escape != Escape::Nothing && dialect.ends_in(own, b'\\') {
        // The backslash would escape the comma that follows. White space around a value means
        // nothing to the importer.
        dialect.push_ascii(" ", bytes);
    }
}

/// Whether a finding is a reason for the row's outcome rather than a remark.
fn decides(finding: &Finding) -> bool {
    finding.rule.rule().decides()
}

fn add_names<'a>(findings: impl Iterator<Item = &'a Finding>, names: &mut Vec<&'static str>) {
    for finding in findings {
        let name = finding.rule.rule().name;
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

#[cfg(test)]
mod tests;
