//! Rows that a line break without quotation marks cuts in pieces: what comes after a row decides about it.

use memchr::memmem;

use crate::{
    dialect::raw_fields::RawDialect,
    rules::{Detail, Finding, RuleId},
};

use super::{
    Error,
    commit::{Committer, FileState, Rows, Sinks},
    file_statement::preflight_column,
    judge::{Judged, JudgedRow, Place},
    read::Chunk,
};

/// What is said of each piece of such a row.
pub(crate) const FINDING: Finding = Finding {
    rule: RuleId::of("line-break-cuts-a-row"),
    column: None,
    detail: Detail::None,
};

/// The pieces of rows, as far as a file has been read.
///
/// A record with fewer fields than the header and without any value that looks like one of its column is
/// a piece (the judge says so of each record by itself). The row before it is cut. So is the row after
/// it where the piece is one field and the row before it cannot have lost it, because that one ends in
/// a blank field or there is none: then the first field of the row after it is cut. And so is a row with
/// an unpaired quotation mark after a record whose marks cannot be read: its value may begin there.
#[derive(Debug, Default)]
pub(crate) struct CutRows {
    /// The last row, as a chunk of its own, until it is known what follows it.
    pub(crate) last: LastRow,
    /// Whether the row before the pieces that were last may have lost them.
    has_beginning: bool,
    /// Whether the record before is a piece that belongs to the row after it.
    begins_next: bool,
    /// Whether the quotation marks before may have opened a value that the next row closes.
    is_in_value: bool,
}

/// A row that waits for the record after it.
#[derive(Debug, Default)]
pub(crate) struct LastRow {
    pub(crate) chunk: Chunk,
    pub(crate) judged: Judged,
    pub(crate) line: u64,
    pub(crate) record: u64,
}

/// How many columns a file has of its own, before those that say why a row was rejected.
pub(crate) fn own_columns(names: &[String]) -> usize {
    let is_ours = |name: &String| preflight_column(name).is_some();
    names.iter().position(is_ours).unwrap_or(names.len())
}

/// How the records of a file are divided into fields, and whether it says of each why it was rejected.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    dialect: RawDialect,
    own_columns: usize,
    says_why: bool,
}

impl Layout {
    pub(crate) fn new(dialect: RawDialect, names: &[String]) -> Self {
        let own_columns = own_columns(names);
        Self {
            dialect,
            own_columns,
            says_why: own_columns < names.len(),
        }
    }

    /// Whether a record was rejected as a piece of a row.
    fn says_cut(self, raw: &[u8]) -> bool {
        let mut reason = Vec::new();
        let name = FINDING.rule.rule().name;
        self.dialect.push_ascii(name, &mut reason);
        memmem::find(raw, &reason).is_some()
    }

    /// Whether a record has a quotation mark without another one.
    fn has_unpaired(self, raw: &[u8]) -> bool {
        let marks = |quote| memchr::memchr_iter(quote, raw).count();
        self.dialect
            .quote
            .is_some_and(|quote| marks(quote) % 2 == 1)
    }

    /// Whether nothing is in the last field of a record.
    fn ends_in_blank(self, raw: &[u8]) -> bool {
        let mut fields = self.dialect.fields(raw);
        fields.truncate(self.own_columns);
        let last = fields.pop().unwrap_or_default();
        let field = raw.get(last).unwrap_or_default();
        field
            .iter()
            .all(|byte| matches!(byte, 0 | b' ' | b'\t' | b'"'))
    }
}

impl CutRows {
    /// Whether any of these rows may be cut, or the one after them.
    pub(crate) fn concern(&self, rows: &Rows<'_>, after: Option<Place>) -> bool {
        self.begins_next
            || self.is_in_value
            || rows.judged.has_pieces
            || after == Some(Place::Piece)
    }

    /// Whether a row is cut, which no judge could see; and remembers what follows from it.
    pub(crate) fn is_cut(
        &mut self,
        rows: &Rows<'_>,
        row: &JudgedRow,
        next: Option<Place>,
        layout: Layout,
    ) -> bool {
        let raw = rows.raw(row);
        match row.place {
            Place::NoRow => {
                // What was before a blank line may have lost the piece after it.
                self.has_beginning = true;
                self.begins_next = false;
                false
            }
            Place::BrokenQuotes => {
                self.begins_next = false;
                self.has_beginning = true;
                self.is_in_value = true;
                false
            }
            Place::Row => {
                let is_followed = next == Some(Place::Piece);
                let closes = std::mem::take(&mut self.is_in_value) && layout.has_unpaired(raw);
                let is_end = std::mem::take(&mut self.begins_next) || closes;
                // Rejected rows that are beside each other need not have been so in their file.
                let may_be_cut = !layout.says_why || layout.says_cut(raw);
                self.has_beginning = may_be_cut && is_followed && !layout.ends_in_blank(raw);
                may_be_cut && (is_followed || is_end)
            }
            Place::Piece => {
                let is_field = || layout.says_why || layout.dialect.fields(raw).len() == 1;
                self.begins_next = !self.has_beginning && is_field();
                // The judge has said so.
                false
            }
        }
    }
}

impl Committer<'_> {
    /// Commits the last row of a file.
    pub(crate) fn end(
        &mut self,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        self.commit_last(None, file, sinks)
    }

    /// Commits the row before a chunk, and those of the chunk but for the last: what follows it
    /// decides about it, too.
    pub(super) fn commit_records(
        &mut self,
        chunk: &Chunk,
        judged: &Judged,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let rows = Rows {
            chunk,
            judged,
            line: file.line,
            record: file.record,
        };
        if let (Some(first), Some(last)) = (judged.rows.first(), judged.rows.last()) {
            self.commit_last(Some(first.place), file, sinks)?;
            self.commit_rows(rows, judged.rows.len() - 1, None, file, sinks)?;
            let waiting = &mut file.cut_rows.last;
            judged.copy_last(chunk, (&mut waiting.chunk, &mut waiting.judged));
            let position = rows.position(last);
            (waiting.line, waiting.record) = (position.line, position.record);
        }
        file.line += judged.lines;
        file.record += judged.records;
        file.records += judged.records;
        file.blank_lines += judged.blank_lines;
        file.counts.merge(&judged.counts);
        self.tally.add_repairs(self.plan, judged);
        Ok(())
    }

    /// Commits the row that waits for the record after it, if there is one.
    pub(super) fn commit_last(
        &mut self,
        next: Option<Place>,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let mut last = std::mem::take(&mut file.cut_rows.last);
        let rows = Rows {
            chunk: &last.chunk,
            judged: &last.judged,
            line: last.line,
            record: last.record,
        };
        self.commit_rows(rows, last.judged.rows.len(), next, file, sinks)?;
        last.judged.rows.clear();
        file.cut_rows.last = last;
        Ok(())
    }
}
