//! Judges a chunk of rows: split, look, repair, look again. Runs on many threads at once and keeps
//! nothing from one chunk to the next but its memory.

mod check;
mod clean;
mod fields;
mod marks;
mod names;
mod plain_fields;
mod record;
mod separators;
mod settle;
mod structure;

use std::borrow::Cow;

use crate::{
    dialect::{
        Dialect, Encoding,
        framing::{Frame, Framer, RecordBounds},
        rfc4180::Splitter,
    },
    prediction::{RepairMade, UserStatus, duplicates::OtherName},
    record::{Record, Span},
    rules::{Finding, Row},
    schema::{Schema, SignInName},
    values::white_space,
};

use super::{
    Mode,
    layout::Layout,
    plan::Plan,
    read::{Chunk, ChunkKind, RECORDS_AT_A_TIME},
};
pub(crate) use record::{RecordJudged, judge_record};

use fields::Fields;
use marks::Marks;
use plain_fields::FieldSpan;

/// What is the same for every row of one file.
#[derive(Debug)]
pub(crate) struct FileContext {
    pub(crate) dialect: Dialect,
    /// Whether nobody named the dialect.
    pub(crate) is_detected: bool,
    pub(crate) encoding: Encoding,
    pub(crate) framer: Framer,
    pub(crate) layout: Layout,
    /// Whether somebody wants to see the values of rows.
    pub(crate) keeps_values: bool,
}

/// One row as the judge leaves it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JudgedRow {
    /// Its username, where it has one.
    pub(crate) name: Option<SignInName>,
    /// Where it begins in its chunk.
    pub(crate) start: u32,
    /// Where its line end begins.
    pub(crate) content_end: u32,
    /// Where its line end ends.
    pub(crate) end: u32,
    /// How many line ends of the chunk precede it.
    pub(crate) line: u32,
    /// How many records of the chunk precede it, blank lines included.
    pub(crate) record: u32,
    /// The status its user will have.
    pub(crate) user_status: UserStatus,
    /// Its place in [`Judged::details`], where anything is to be told.
    pub(crate) detail: Option<u32>,
    /// Where its line ends in [`Judged::cleaned`].
    pub(crate) cleaned_end: u32,
}

/// What is to be told about one row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowDetail {
    pub(crate) findings: (u32, u32),
    pub(crate) repairs: (u32, u32),
    /// Where its values begin in [`Judged::spans`]: first as judged, then as written.
    pub(crate) spans: Option<u32>,
    /// Whether there is anything to tell beyond the values.
    pub(crate) is_told: bool,
}

/// The rows of one chunk, judged, in buffers that are used again.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) rows: Vec<JudgedRow>,
    pub(crate) details: Vec<RowDetail>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<RepairMade>,
    pub(crate) other_names: Vec<OtherName>,
    /// Lines in Cognito's dialect, of every row that may be imported.
    pub(crate) cleaned: Vec<u8>,
    pub(crate) values: String,
    pub(crate) spans: Vec<Span>,
    /// How many line ends the chunk holds.
    pub(crate) lines: u64,
    /// How many records the chunk holds, blank lines included.
    pub(crate) records: u64,
    /// Blank lines: kept as rows by a check, dropped by a cleaning.
    pub(crate) blank_lines: u64,
    /// Rows of which blank fields beyond the header were dropped.
    pub(crate) extra_fields_dropped: u64,
    /// Rows that stopped early and were completed.
    pub(crate) missing_fields_added: u64,
    /// Values that `--set` put in.
    pub(crate) values_set: u64,
    /// Blanks that were filled, by column.
    pub(crate) filled: Vec<u64>,
    /// Where the records begin that were not judged yet: a byte among lines, a place among records.
    rest: Option<usize>,
}

impl Judged {
    fn clear(&mut self, columns: usize) {
        self.rows.clear();
        self.details.clear();
        self.findings.clear();
        self.repairs.clear();
        self.other_names.clear();
        self.cleaned.clear();
        self.values.clear();
        self.spans.clear();
        self.lines = 0;
        self.records = 0;
        self.blank_lines = 0;
        self.extra_fields_dropped = 0;
        self.missing_fields_added = 0;
        self.values_set = 0;
        self.rest = None;
        self.filled.clear();
        self.filled.resize(columns, 0);
    }

    /// Begins a row for a record, and counts the record.
    fn next_row(&mut self, record: &RecordBounds) -> JudgedRow {
        let row = JudgedRow {
            name: None,
            start: record.start,
            content_end: record.content_end,
            end: record.end,
            line: u32::try_from(self.lines).unwrap_or(u32::MAX),
            record: u32::try_from(self.records).unwrap_or(u32::MAX),
            user_status: UserStatus::ResetRequired,
            detail: None,
            cleaned_end: 0,
        };
        self.lines += u64::from(record.lines);
        self.records += 1;
        row
    }

    /// What is to be told about a row.
    pub(crate) fn detail(&self, row: &JudgedRow) -> RowDetail {
        row.detail
            .and_then(|place| self.details.get(place as usize))
            .copied()
            .unwrap_or_default()
    }

    /// The findings of a row.
    pub(crate) fn findings(&self, detail: &RowDetail) -> &[Finding] {
        let (from, to) = detail.findings;
        self.findings
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// The repairs of a row.
    pub(crate) fn repairs(&self, detail: &RowDetail) -> &[RepairMade] {
        let (from, to) = detail.repairs;
        self.repairs
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    /// The values of a row at `spans`, of which each half has this many columns.
    pub(crate) fn record(&self, spans: Option<u32>, half: usize, columns: usize) -> Record<'_> {
        let spans = spans.map_or(&[][..], |start| {
            let start = start as usize + half * columns;
            self.spans.get(start..start + columns).unwrap_or_default()
        });
        Record::from_spans(&self.values, spans)
    }
}

/// A judge with its buffers.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    plan: &'a Plan,
    file: &'a FileContext,
    /// For records that are not as simple as most, and made when the first of them comes: making one
    /// takes longer than judging a small file.
    splitter: Option<Splitter>,
    spans: Vec<FieldSpan>,
    marks: Marks,
}

/// How many fields a row has, beside its values.
#[derive(Debug, Clone, Copy)]
struct RowShape {
    field_count: u32,
    header_count: u32,
    extra_fields_are_blank: bool,
}

impl RowShape {
    fn of(layout: &Layout, fields: &[Cow<'_, str>]) -> Self {
        let is_blank = |field: &Cow<'_, str>| white_space::is_blank(field);
        let extra = fields.get(layout.len()..).unwrap_or_default();
        let mut unnamed = layout.unnamed.iter().filter_map(|place| fields.get(*place));
        let unnamed_are_blank = unnamed.all(is_blank);
        // A value without a name is one more than the header has.
        let without_name = if unnamed_are_blank {
            0
        } else {
            layout.unnamed.len()
        };
        Self {
            field_count: narrow(fields.len()),
            header_count: narrow(layout.len() - without_name),
            extra_fields_are_blank: unnamed_are_blank && extra.iter().all(is_blank),
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
            splitter: None,
            spans: Vec::new(),
            marks: Marks::default(),
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
        // Once for all lines is several times as fast as for each of them. Where the chunk is not
        // UTF-8 as a whole, each line is looked at.
        let text = (self.file.encoding == Encoding::UTF_8)
            .then(|| simdutf8::basic::from_utf8(&chunk.bytes).ok())
            .flatten();
        match &chunk.kind {
            ChunkKind::Empty | ChunkKind::Piece { .. } => {}
            ChunkKind::Lines if self.plan.options.mode == Mode::Check => {
                self.check_lines(&chunk.bytes, text, from, judged);
            }
            ChunkKind::Lines => {
                let mut start = from;
                while start < chunk.bytes.len() {
                    if judged.records == RECORDS_AT_A_TIME as u64 {
                        judged.rest = Some(start);
                        break;
                    }
                    let Frame::Record(record) =
                        self.file.framer.frame(&chunk.bytes, start, true, true)
                    else {
                        break;
                    };
                    start = record.end as usize;
                    self.clean_record(&chunk.bytes, text, &record, judged);
                }
            }
            ChunkKind::Records(records) => {
                for (place, record) in records.iter().enumerate().skip(from) {
                    if judged.records == RECORDS_AT_A_TIME as u64 {
                        judged.rest = Some(place);
                        break;
                    }
                    self.clean_record(&chunk.bytes, text, record, judged);
                }
            }
        }
    }

    fn clean_record(
        &mut self,
        bytes: &[u8],
        text: Option<&str>,
        record: &RecordBounds,
        judged: &mut Judged,
    ) {
        let place_of_content = record.start as usize..record.content_end as usize;
        let text = text.and_then(|text| text.get(place_of_content.clone()));
        let content = bytes.get(place_of_content).unwrap_or_default();
        let mut row = judged.next_row(record);
        if self.clean(content, text, record, &mut row, judged) {
            row.cleaned_end = narrow(judged.cleaned.len());
            judged.rows.push(row);
        }
    }

    /// Says in which column the field of this number stands, counted from 1.
    fn name_column(&self, field: usize, findings: &mut [Finding]) {
        let column = self.file.layout.fields.get(field - 1).copied().flatten();
        for finding in findings {
            finding.column = finding.column.or(column);
        }
    }

    /// The fields by the columns of the CSVHeader.
    fn by_column<'b>(&self, fields: &Fields<'b>) -> Values<'b> {
        let layout = &self.file.layout;
        layout
            .by_column
            .iter()
            .map(|place| {
                place.map(|place| {
                    fields
                        .fields
                        .get(place)
                        .cloned()
                        .unwrap_or(Cow::Borrowed(""))
                })
            })
            .collect()
    }
    /// Keeps what is to be told about a row.
    fn tell(
        &self,
        row: &mut JudgedRow,
        findings: &[Finding],
        repairs: &[RepairMade],
        values: &[Option<Cow<'_, str>>],
        written: &[Option<Cow<'_, str>>],
        judged: &mut Judged,
    ) {
        let first_finding = narrow(judged.findings.len());
        judged.findings.extend_from_slice(findings);
        let first_repair = narrow(judged.repairs.len());
        judged.repairs.extend_from_slice(repairs);
        let mut detail = RowDetail {
            findings: (first_finding, narrow(judged.findings.len())),
            repairs: (first_repair, narrow(judged.repairs.len())),
            spans: None,
            is_told: !findings.is_empty() || !repairs.is_empty(),
        };
        if self.file.keeps_values {
            detail.spans = Some(narrow(judged.spans.len()));
            for half in [values, written] {
                for place in 0..self.plan.schema.columns().len() {
                    let span = match half.get(place) {
                        Some(Some(value)) => {
                            let start = narrow(judged.values.len());
                            judged.values.push_str(value);
                            Span::new(start, narrow(judged.values.len()))
                        }
                        _ => Span::ABSENT,
                    };
                    judged.spans.push(span);
                }
            }
        }
        row.detail = Some(narrow(judged.details.len()));
        judged.details.push(detail);
    }
}
/// Whether a line holds nothing but white space that the service trims.
fn is_blank(content: &[u8]) -> bool {
    content
        .iter()
        .all(|byte| matches!(byte, b'\t'..=b'\r' | b' '))
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
