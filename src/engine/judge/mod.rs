//! Judges a chunk of rows: split, look, ask the rules, repair, ask again. Runs on many threads at once and
//! keeps nothing from one chunk to the next but its memory.

mod batch;
mod birthdates;
mod blank_invalid;
mod check;
mod choices;
mod clean;
mod columns;
mod mapped;
mod names;
mod quoted_spans;
mod readings;
mod record;
mod repair;
mod structural_index;
mod structure;

use std::borrow::Cow;

use crate::{
    bug::narrow,
    dialect::{
        Dialect, Encoding, RecordSplitter,
        framing::{Frame, Framer},
    },
    mapping::record::Names,
    record::{Record, Span},
    rules::{Finding, Row},
    schema::{ColumnId, Schema},
    values::white_space,
};

use super::{
    Mode,
    column_map::ColumnMap,
    column_readings::Readings,
    plan::Plan,
    read::{Chunk, ChunkKind, RECORDS_AT_A_TIME},
};
pub(crate) use batch::{Judged, JudgedRow, Place, WrittenHash};
pub(crate) use choices::Choice;
pub(crate) use record::{RecordJudged, judge_record};

use quoted_spans::{FieldSpan, QuotedSpans};
use structural_index::StructuralIndex;

/// What is the same for every row of one file.
#[derive(Debug)]
pub(crate) struct FileContext {
    pub(crate) dialect: Dialect,
    /// Whether the dialect was detected.
    pub(crate) is_detected: bool,
    pub(crate) encoding: Encoding,
    /// The encoding of rows that are not in that one.
    pub(crate) encoding_fallback: Option<Encoding>,
    /// The names of the file's own header.
    pub(crate) names: Vec<String>,
    pub(crate) framer: Framer,
    pub(crate) columns: ColumnMap,
    /// How the values of the columns are read, by what they show.
    pub(crate) readings: Readings,
    /// Whether an apostrophe is before each cell that a spreadsheet would take for a formula.
    pub(crate) has_guards: bool,
    /// The source's own columns, where a mapping makes the fields.
    pub(crate) source: Option<SourceColumns>,
    /// Which rows are wanted.
    pub(crate) choices: Vec<Choice>,
    /// Whether a sink wants to see the values of rows.
    pub(crate) keeps_values: bool,
}

/// The columns of a source whose records a mapping makes rows of.
#[derive(Debug)]
pub(crate) struct SourceColumns {
    pub(crate) names: Names,
    /// Its fields, none of which is a column of the pool by itself.
    pub(crate) fields: ColumnMap,
    /// How many fields each record has, where the mapping says so.
    pub(crate) count: Option<usize>,
}

impl SourceColumns {
    pub(crate) fn new(names: Vec<String>, count: Option<usize>, plan: &Plan) -> Self {
        let fields = vec![None; names.len()];
        Self {
            fields: ColumnMap::new(fields, Vec::new(), &plan.schema, &plan.fast_path),
            names: Names::new(names),
            count,
        }
    }
}

/// A judge with its buffers.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    plan: &'a Plan,
    file: &'a FileContext,
    scratch: Scratch,
}

/// Memory that is used again for each row.
#[derive(Debug, Default)]
struct Scratch {
    /// For records that are not as simple as most, and made when the first of them comes: making one
    /// takes longer than judging a small file.
    splitter: Option<RecordSplitter>,
    /// Where the fields of a record are.
    fields: Vec<FieldSpan>,
    /// The fields of a record one after the other, where they are not so in the record itself.
    joined: String,
    index: StructuralIndex,
    quoted_spans: QuotedSpans,
    /// The columns that the fast path left to the rules.
    uncleared: Vec<ColumnId>,
    /// The columns of which a blank was filled.
    filled: Vec<usize>,
    /// Where the values of a line are, by column.
    spans: Vec<Span>,
    findings: Vec<Finding>,
}

/// How many fields a row has, beside its values.
#[derive(Debug, Clone, Copy)]
struct RowShape {
    field_count: u32,
    header_count: u32,
    extra_fields_are_blank: bool,
}

impl RowShape {
    /// A row with as many fields as the header.
    fn of_header(fields: usize) -> Self {
        Self {
            field_count: narrow(fields),
            header_count: narrow(fields),
            extra_fields_are_blank: true,
        }
    }

    fn of(columns: &ColumnMap, fields: &[Cow<'_, str>]) -> Self {
        let is_blank = |field: &Cow<'_, str>| white_space::is_blank(field);
        let mut extra = fields.iter().skip(columns.len());
        let unnamed_fields = &columns.unnamed_fields;
        let mut unnamed = unnamed_fields.iter().filter_map(|place| fields.get(*place));
        let unnamed_are_blank = unnamed.all(is_blank);
        // A value without a name is one more than the header has.
        let without_name = if unnamed_are_blank {
            0
        } else {
            unnamed_fields.len()
        };
        Self {
            field_count: narrow(fields.len()),
            header_count: narrow(columns.len() - without_name),
            extra_fields_are_blank: unnamed_are_blank && extra.all(is_blank),
        }
    }

    const fn row<'a>(self, record: Record<'a>, schema: &'a Schema) -> Row<'a> {
        let mut row = Row::new(record, self.field_count, schema);
        row.header_count = self.header_count;
        row.extra_fields_are_blank = self.extra_fields_are_blank;
        row
    }
}

/// The values of one row by column, borrowed where nothing had to be changed.
type Values<'a> = Vec<Option<Cow<'a, str>>>;

impl<'a> Judge<'a> {
    pub(crate) fn new(plan: &'a Plan, file: &'a FileContext) -> Self {
        Self {
            plan,
            file,
            scratch: Scratch::default(),
        }
    }

    /// Judges the records of a chunk, as many of them as are kept at a time.
    pub(crate) fn judge(&mut self, chunk: &Chunk, judged: &mut Judged) {
        self.judge_from(chunk, 0, judged);
    }

    /// Judges further records of a chunk in place of those that have been; says whether there were any.
    pub(crate) fn judge_rest(&mut self, chunk: &Chunk, judged: &mut Judged) -> bool {
        let Some(from) = judged.rest.take() else {
            return false;
        };
        self.judge_from(chunk, from, judged);
        true
    }

    fn judge_from(&mut self, chunk: &Chunk, from: usize, judged: &mut Judged) {
        judged.clear(self.plan.schema.columns().len());
        let mut scratch = std::mem::take(&mut self.scratch);
        // Once for all lines is several times as fast as for each of them. Where the chunk is not
        // UTF-8 as a whole, each line is looked at.
        let text = (self.file.encoding == Encoding::UTF_8)
            .then(|| simdutf8::basic::from_utf8(&chunk.bytes).ok())
            .flatten();
        let is_full = |judged: &Judged| judged.records == RECORDS_AT_A_TIME as u64;
        match &chunk.kind {
            ChunkKind::Empty | ChunkKind::Piece { .. } => {}
            ChunkKind::Lines if self.plan.options.mode == Mode::Check => {
                self.check_lines(&chunk.bytes, text, from, &mut scratch, judged);
            }
            ChunkKind::Lines => {
                let mut start = from;
                while start < chunk.bytes.len() {
                    if is_full(judged) {
                        judged.rest = Some(start);
                        break;
                    }
                    let framer = &self.file.framer;
                    let Frame::Record(record) = framer.frame(&chunk.bytes, start, true, true)
                    else {
                        break;
                    };
                    start = record.end as usize;
                    self.clean(&chunk.bytes, text, &record, &mut scratch, judged);
                }
            }
            ChunkKind::Records(records) => {
                for (place, record) in records.iter().enumerate().skip(from) {
                    if is_full(judged) {
                        judged.rest = Some(place);
                        break;
                    }
                    self.clean(&chunk.bytes, text, record, &mut scratch, judged);
                }
            }
        }
        self.scratch = scratch;
    }

    /// Says in which column the field of this number is, counted from 1.
    fn name_column(&self, field: usize, findings: &mut [Finding]) {
        let column = field
            .checked_sub(1)
            .and_then(|place| self.file.columns.fields.get(place).copied())
            .flatten();
        for finding in findings {
            finding.column = finding.column.or(column);
        }
    }

    /// The fields by the columns of the CSVHeader; blank where a record has too few.
    fn by_column<'b>(&self, fields: &[Cow<'b, str>]) -> Values<'b> {
        self.file
            .columns
            .by_column
            .iter()
            .map(|place| place.map(|place| fields.get(place).cloned().unwrap_or_default()))
            .collect()
    }
}

/// The values of a row as a record borrows them.
fn borrowed<'v>(values: &'v Values<'_>) -> Vec<Option<&'v str>> {
    values.iter().map(Option::as_deref).collect()
}

/// Whether a line has nothing but white space that the service trims.
fn is_blank(content: &[u8]) -> bool {
    content
        .iter()
        .all(|byte| matches!(byte, b'\t'..=b'\r' | b' '))
}
