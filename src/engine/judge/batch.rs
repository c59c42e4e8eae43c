//! The rows of one chunk, judged, in buffers that are used again.

use crate::{
    bug,
    dialect::framing::RecordBounds,
    engine::{column_readings::ColumnCounts, read::Chunk},
    prediction::{RepairMade, UserStatus, duplicates::OtherName},
    record::{Record, Span},
    rules::Finding,
    schema::SignInName,
    values::password_hash::PasswordHashingAlgorithm,
};

/// What a record is beside those before and after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Place {
    /// A row, or the first piece of one.
    #[default]
    Row,
    /// By its look what follows a line break in the middle of a row.
    Piece,
    /// A row whose quotation marks cannot be read, so that what they open may go on after it.
    BrokenQuotes,
    /// No row at all, such as a blank line.
    NoRow,
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
    pub(crate) place: Place,
    /// Its place in [`Judged::details`], where there is anything to report.
    pub(crate) detail: Option<u32>,
    /// Where its line ends in [`Judged::cleaned`].
    pub(crate) cleaned_end: u32,
}

/// What a row's password hash is to its job, as a mapping made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum WrittenHash {
    /// It has none.
    #[default]
    None,
    /// One of this algorithm.
    Of {
        /// The algorithm that the job has to be created with.
        algorithm: PasswordHashingAlgorithm,
        /// The two alphabets of PBKDF2 write it differently.
        alphabet_matters: bool,
    },
    /// One that could be imported, but no column takes it.
    WithoutColumn,
}

impl WrittenHash {
    /// The algorithm that the job has to be created with.
    pub(crate) const fn algorithm(self) -> Option<PasswordHashingAlgorithm> {
        match self {
            Self::Of { algorithm, .. } => Some(algorithm),
            Self::None | Self::WithoutColumn => None,
        }
    }
}

/// What a mapping says about one row beside its values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MappedRow {
    /// Its password hash.
    pub(crate) hash: WrittenHash,
    /// Whether the source has locked the user out, who can sign in after the import.
    pub(crate) is_locked_out: bool,
    /// Where its lines end in [`Judged::plan`].
    pub(crate) plan_end: usize,
}

/// What there is to report about one row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowDetail {
    pub(crate) findings: (u32, u32),
    pub(crate) repairs: (u32, u32),
    /// Where its values begin in [`Judged::spans`]: first as judged, then as written.
    pub(crate) spans: Option<u32>,
}

impl RowDetail {
    /// Whether there is anything to report beyond the values.
    pub(crate) const fn is_notable(&self) -> bool {
        self.findings.0 != self.findings.1 || self.repairs.0 != self.repairs.1
    }
}

/// The rows of one chunk, judged.
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
    /// What a mapping says about each row beside its values; empty without a mapping.
    pub(crate) mapped: Vec<MappedRow>,
    /// Lines of JSON: what is to be done for rows after the import.
    pub(crate) plan: Vec<u8>,
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
    /// Blanks that became what the user set.
    pub(crate) values_set: u64,
    /// Rows in another encoding than the file.
    pub(crate) decoded_otherwise: u64,
    /// What was counted of the columns.
    pub(crate) counts: ColumnCounts,
    /// Blanks that were filled, by column.
    pub(crate) filled: Vec<u64>,
    /// Whether any row is a piece of one, or one that may go on after it.
    pub(crate) has_pieces: bool,
    /// Where the records begin that were not judged yet: a byte among lines, a place among records.
    pub(super) rest: Option<usize>,
}

impl Judged {
    pub(super) fn clear(&mut self, columns: usize) {
        self.rows.clear();
        self.details.clear();
        self.findings.clear();
        self.repairs.clear();
        self.other_names.clear();
        self.cleaned.clear();
        self.mapped.clear();
        self.plan.clear();
        self.values.clear();
        self.spans.clear();
        self.lines = 0;
        self.records = 0;
        self.blank_lines = 0;
        self.extra_fields_dropped = 0;
        self.missing_fields_added = 0;
        self.values_set = 0;
        self.decoded_otherwise = 0;
        self.rest = None;
        self.has_pieces = false;
        self.counts.clear();
        self.filled.clear();
        self.filled.resize(columns, 0);
    }

    /// Keeps that a mapping says nothing about a row, because it was not asked.
    pub(super) fn keep_unmapped(&mut self) {
        self.mapped.push(MappedRow {
            hash: WrittenHash::None,
            is_locked_out: false,
            plan_end: self.plan.len(),
        });
    }

    /// Begins a row for a record, and counts the record.
    #[inline]
    pub(super) fn begin_row(&mut self, record: &RecordBounds) -> RowBuilder<'_> {
        let row = JudgedRow {
            name: None,
            start: record.start,
            content_end: record.content_end,
            end: record.end,
            line: narrow_count(self.lines),
            record: narrow_count(self.records),
            user_status: UserStatus::ResetRequired,
            place: Place::Row,
            detail: None,
            cleaned_end: 0,
        };
        self.lines += u64::from(record.lines);
        self.records += 1;
        RowBuilder { judged: self, row }
    }

    /// What there is to report about a row.
    pub(crate) fn detail(&self, row: &JudgedRow) -> RowDetail {
        row.detail.map_or_else(RowDetail::default, |place| {
            *bug::slice(&self.details, place as usize)
        })
    }

    /// The findings of a row.
    pub(crate) fn findings(&self, detail: &RowDetail) -> &[Finding] {
        let (from, to) = detail.findings;
        bug::slice(&self.findings, from as usize..to as usize)
    }

    /// The repairs of a row.
    pub(crate) fn repairs(&self, detail: &RowDetail) -> &[RepairMade] {
        let (from, to) = detail.repairs;
        bug::slice(&self.repairs, from as usize..to as usize)
    }

    /// Copies the last row, with its bytes, to a chunk and a batch of its own.
    pub(crate) fn copy_last(&self, chunk: &Chunk, to: (&mut Chunk, &mut Self)) {
        let (own_chunk, own) = to;
        own.clear(0);
        let Some((row, before)) = self.rows.split_last() else {
            return;
        };
        let bytes = bug::slice(&chunk.bytes, row.start as usize..row.end as usize);
        own_chunk.bytes.clear();
        own_chunk.bytes.extend_from_slice(bytes);
        own_chunk.offset = chunk.offset + u64::from(row.start);
        let detail = self.detail(row);
        own.findings.extend_from_slice(self.findings(&detail));
        own.repairs.extend_from_slice(self.repairs(&detail));
        if let Some(start) = detail.spans {
            for span in self.spans.iter().skip(start as usize) {
                own.spans.push(if *span == Span::ABSENT {
                    Span::ABSENT
                } else {
                    let start = bug::narrow(own.values.len());
                    own.values.push_str(bug::text(&self.values, span.range()));
                    Span::new(start, bug::narrow(own.values.len()))
                });
            }
        }
        own.details.push(RowDetail {
            findings: (0, bug::narrow(own.findings.len())),
            repairs: (0, bug::narrow(own.repairs.len())),
            spans: detail.spans.map(|_| 0),
        });
        let of_row = |other: &&OtherName| other.row as usize == before.len();
        let others = self.other_names.iter().rev().take_while(of_row);
        own.other_names
            .extend(others.map(|other| OtherName { row: 0, ..*other }));
        own.other_names.reverse();
        let line_start = before.last().map_or(0, |before| before.cleaned_end);
        let line = line_start as usize..row.cleaned_end as usize;
        own.cleaned
            .extend_from_slice(bug::slice(&self.cleaned, line));
        if let Some((mapped, before)) = self.mapped.split_last() {
            let start = before.last().map_or(0, |before| before.plan_end);
            let plan = bug::slice(&self.plan, start..mapped.plan_end);
            own.plan.extend_from_slice(plan);
            own.mapped.push(MappedRow {
                plan_end: own.plan.len(),
                ..*mapped
            });
        }
        own.rows.push(JudgedRow {
            start: 0,
            content_end: row.content_end - row.start,
            end: row.end - row.start,
            line: 0,
            record: 0,
            detail: row.detail.map(|_| 0),
            cleaned_end: bug::narrow(own.cleaned.len()),
            ..*row
        });
    }

    /// The values of a row at `spans`, of which each half has this many columns.
    pub(crate) fn record(&self, spans: Option<u32>, half: usize, columns: usize) -> Record<'_> {
        let spans = spans.map_or(&[][..], |start| {
            let start = start as usize + half * columns;
            bug::slice(&self.spans, start..start + columns)
        });
        Record::from_spans(&self.values, spans)
    }
}

/// One row on its way into [`Judged`]: it is there when [`RowBuilder::finish`] is called, and a blank line
/// that is dropped never is.
#[derive(Debug)]
pub(super) struct RowBuilder<'j> {
    judged: &'j mut Judged,
    row: JudgedRow,
}

impl RowBuilder<'_> {
    /// The name and the status of the user.
    pub(super) const fn set_user(&mut self, name: Option<SignInName>, status: UserStatus) {
        self.row.name = name;
        self.row.user_status = status;
    }

    /// Adds a name beside the username.
    pub(super) fn add_other_name(&mut self, name: OtherName) {
        self.judged.other_names.push(name);
    }

    /// The number of the row in its batch.
    pub(super) fn number(&self) -> u32 {
        bug::narrow(self.judged.rows.len())
    }

    /// Says what the row is beside those before and after it.
    pub(super) fn is(&mut self, place: Place) {
        self.row.place = place;
        self.judged.has_pieces |= matches!(place, Place::Piece | Place::BrokenQuotes);
    }

    pub(super) fn count_blank_line(&mut self) {
        self.row.place = Place::NoRow;
        self.judged.blank_lines += 1;
    }

    /// Where the line of the row is written, and what is counted of it.
    pub(super) const fn judged(&mut self) -> &mut Judged {
        self.judged
    }

    /// Keeps what was found and what was repaired.
    pub(super) fn report(&mut self, findings: &[Finding], repairs: &[RepairMade]) {
        if findings.is_empty() && repairs.is_empty() {
            return;
        }
        let judged = &mut *self.judged;
        let first_finding = bug::narrow(judged.findings.len());
        judged.findings.extend_from_slice(findings);
        let first_repair = bug::narrow(judged.repairs.len());
        judged.repairs.extend_from_slice(repairs);
        let findings = (first_finding, bug::narrow(judged.findings.len()));
        let repairs = (first_repair, bug::narrow(judged.repairs.len()));
        let detail = self.detail();
        detail.findings = findings;
        detail.repairs = repairs;
    }

    /// Keeps the values of the row by column: as they were judged, and as they were written.
    pub(super) fn keep<'v>(
        &mut self,
        values: impl Iterator<Item = Option<&'v str>>,
        written: impl Iterator<Item = Option<&'v str>>,
    ) {
        let judged = &mut *self.judged;
        let start = bug::narrow(judged.spans.len());
        for value in values.chain(written) {
            let span = value.map_or(Span::ABSENT, |value| {
                let start = bug::narrow(judged.values.len());
                judged.values.push_str(value);
                Span::new(start, bug::narrow(judged.values.len()))
            });
            judged.spans.push(span);
        }
        self.detail().spans = Some(start);
    }

    fn detail(&mut self) -> &mut RowDetail {
        let details = &mut self.judged.details;
        if self.row.detail.is_none() {
            self.row.detail = Some(bug::narrow(details.len()));
            details.push(RowDetail::default());
        }
        {
            let last = details.len() - 1;
            bug::slice_mut(details, last)
        }
    }

    /// Hands the row over.
    #[inline]
    pub(super) fn finish(mut self) {
        self.row.cleaned_end = bug::narrow(self.judged.cleaned.len());
        self.judged.rows.push(self.row);
    }
}

/// A number of things in a chunk, of which there are at most as many as it has bytes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a chunk has fewer bytes than 32 bits count"
)]
const fn narrow_count(count: u64) -> u32 {
    count as u32
}
