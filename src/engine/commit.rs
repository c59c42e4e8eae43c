//! The one stage that goes in the order of the file: names that are taken, verdicts, writing.
//!
//! Everything costly has been done by [`Judge`](super::judge::Judge) on many threads; here rows are
//! only looked up, counted and handed on.

use crate::{
    bug,
    outcome::Outcome,
    position::Position,
    prediction::{
        Judgement, RowTally, Verdict,
        duplicates::{self, OtherName},
        is_held_back,
    },
    record::Record,
    rules::{Detail, Facts, Finding, RawRecord, RuleId},
    schema::{NameIndex, Presence},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{
    CleanedLines, Error, HashCounts, Mode, Sink,
    column_readings::ColumnCounts,
    cut_rows::{self, CutRows, Layout},
    judge::{Judged, JudgedRow, Place},
    plan::Plan,
    read::{Chunk, ChunkKind, RECORD_BYTES},
    tally::Tally,
};

/// How many names the index is asked to look for at once: as many as the processor can wait for.
const ROWS_AHEAD: usize = 16;

/// What the rows of one file come to, as far as it has been read.
#[derive(Debug)]
pub(crate) struct FileState {
    /// The file's number in the run.
    pub(crate) number: usize,
    /// What was found about the file and counts for each of its rows: one finding a rule.
    pub(crate) applies_to_all_rows: Vec<Finding>,
    /// The physical line on which the next record begins.
    pub(crate) line: u64,
    /// The number of the next record.
    pub(crate) record: u64,
    /// Records that were read, blank lines included.
    pub(crate) records: u64,
    /// Blank lines among them.
    pub(crate) blank_lines: u64,
    /// The rows of the input.
    pub(crate) rows: RowTally,
    /// The rows that the predicted job is about: in a cleaning, those of the cleaned file.
    pub(crate) uploaded: RowTally,
    /// Rows handed to the cleaned file.
    pub(crate) cleaned: u64,
    /// Bytes of those rows.
    pub(crate) cleaned_bytes: u64,
    /// Rows rejected.
    pub(crate) rejected: u64,
    /// The password hashes of the rows handed to the cleaned file, as a mapping made them.
    pub(crate) hashes: HashCounts,
    /// Cleaned users whom the source has locked out.
    pub(crate) locked_out: u64,
    /// What was counted of its columns.
    pub(crate) counts: ColumnCounts,
    /// A record that comes in pieces: where it began, and its length so far.
    piece: Option<(Position, u64)>,
    layout: Layout,
    pub(super) cut_rows: CutRows,
}

impl FileState {
    pub(crate) fn new(
        number: usize,
        applies_to_all_rows: Vec<Finding>,
        line: u64,
        layout: Layout,
    ) -> Self {
        Self {
            number,
            applies_to_all_rows,
            line,
            layout,
            cut_rows: CutRows::default(),
            record: 1,
            records: 0,
            blank_lines: 0,
            rows: RowTally::NONE,
            uploaded: RowTally::NONE,
            cleaned: 0,
            cleaned_bytes: 0,
            rejected: 0,
            counts: ColumnCounts::default(),
            piece: None,
            hashes: HashCounts::default(),
            locked_out: 0,
        }
    }
}

/// The rows of one chunk, and where it begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) chunk: &'a Chunk,
    pub(crate) judged: &'a Judged,
    /// The physical line on which its first record begins.
    pub(crate) line: u64,
    /// The number of that record.
    pub(crate) record: u64,
}

impl<'a> Rows<'a> {
    pub(super) const fn position(&self, row: &JudgedRow) -> Position {
        Position {
            line: self.line + row.line as u64,
            record: self.record + row.record as u64,
            byte: self.chunk.offset + row.start as u64,
        }
    }

    /// The bytes of a record without its line end.
    pub(crate) fn raw(&self, row: &JudgedRow) -> &'a [u8] {
        bug::slice(
            &self.chunk.bytes,
            row.start as usize..row.content_end as usize,
        )
    }
}

/// Commits the rows of a run.
#[derive(Debug)]
pub(crate) struct Committer<'p> {
    pub(super) plan: &'p Plan,
    pub(crate) index: NameIndex,
    pub(crate) tally: Tally,
    findings: Vec<Finding>,
    ends: Vec<usize>,
    source_lines: Vec<u64>,
    algorithms: Vec<Option<PasswordHashingAlgorithm>>,
    planned: Vec<u8>,
}

/// The sinks of one file, and whether any of them sees unremarkable rows.
pub(crate) struct Sinks<'s, 'd> {
    pub(crate) sinks: &'s mut [&'d mut dyn Sink],
    pub(crate) wants_unremarkable: bool,
}

impl<'s, 'd> Sinks<'s, 'd> {
    pub(crate) fn new(sinks: &'s mut [&'d mut dyn Sink]) -> Self {
        let wants_unremarkable = sinks.iter().any(|sink| sink.interest().in_every_row());
        Self {
            sinks,
            wants_unremarkable,
        }
    }

    /// Hands something to every sink; the first that cannot write ends the run.
    pub(crate) fn each(
        &mut self,
        mut give: impl FnMut(&mut dyn Sink) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        for sink in &mut *self.sinks {
            give(&mut **sink).map_err(|source| Error::Write {
                name: sink.name().into_owned(),
                source,
            })?;
        }
        Ok(())
    }
}

impl<'p> Committer<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            index: NameIndex::new(),
            tally: Tally::new(),
            findings: Vec::new(),
            ends: Vec::new(),
            source_lines: Vec::new(),
            algorithms: Vec::new(),
            planned: Vec::new(),
        }
    }

    /// Commits the rows of one chunk.
    pub(crate) fn commit(
        &mut self,
        chunk: &Chunk,
        judged: &Judged,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        match chunk.kind {
            ChunkKind::Empty => Ok(()),
            ChunkKind::Piece {
                is_first,
                is_last,
                content_end,
            } => {
                self.commit_last(None, file, sinks)?;
                self.commit_piece(chunk, (is_first, is_last, content_end), file, sinks)
            }
            ChunkKind::Lines | ChunkKind::Records(_) => {
                self.commit_records(chunk, judged, file, sinks)
            }
        }
    }

    /// Commits the first `count` rows of a chunk. `after` is what comes after the chunk.
    pub(super) fn commit_rows(
        &mut self,
        rows: Rows<'_>,
        count: usize,
        after: Option<Place>,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let judged = rows.judged;
        let may_be_cut = file.cut_rows.concern(&rows, after);
        let cleans = self.plan.options.mode == Mode::Clean;
        let mut others = &judged.other_names[..];
        // The cleaned lines are handed on in runs that are as long as no row is cut out of them.
        let mut run = 0;
        let mut segment = 0;
        let mut unremarkable = 0;
        self.ends.clear();
        self.source_lines.clear();
        for (place, row) in judged.rows.iter().take(count).enumerate() {
            if place % ROWS_AHEAD == 0 {
                let ahead = judged.rows.iter().skip(place).take(ROWS_AHEAD);
                self.index.look_ahead(ahead.filter_map(|row| row.name));
            }
            let own = others
                .iter()
                .take_while(|other| other.row as usize == place)
                .count();
            let (own, rest) = others.split_at(own);
            others = rest;
            let next = judged.rows.get(place + 1).map(|next| next.place).or(after);
            let is_cut = may_be_cut && file.cut_rows.is_cut(&rows, row, next, file.layout);
            let is_cleaned = if !is_cut && self.is_unremarkable(judged, row, own, file) {
                unremarkable += 1;
                self.tally.user(row.user_status);
                if sinks.wants_unremarkable {
                    self.emit_unremarkable(rows, row, sinks)?;
                }
                true
            } else {
                self.judge_in_order(rows, (row, is_cut), own, file, sinks)?
            };
            let end = row.cleaned_end as usize;
            if cleans && end > segment {
                if is_cleaned {
                    self.ends.push(end - run);
                    self.source_lines.push(rows.line + u64::from(row.line));
                    if let Some(mapped) = judged.mapped.get(place) {
                        let before = place
                            .checked_sub(1)
                            .and_then(|before| judged.mapped.get(before));
                        let plan_start = before.map_or(0, |before| before.plan_end);
                        let planned = bug::slice(&judged.plan, plan_start..mapped.plan_end);
                        self.planned.extend_from_slice(planned);
                        self.algorithms.push(mapped.hash.algorithm());
                        file.hashes.add(mapped.hash);
                        file.locked_out += u64::from(mapped.is_locked_out);
                    }
                } else {
                    self.hand_on_cleaned(judged, run..segment, file, sinks)?;
                    run = end;
                }
                segment = end;
            }
        }
        if cleans {
            self.hand_on_cleaned(judged, run..segment, file, sinks)?;
        }
        file.rows.add_unremarkable(unremarkable);
        file.uploaded.add_unremarkable(unremarkable);
        Ok(())
    }

    /// Whether there is nothing to report about a row. Its names are then remembered already.
    #[inline]
    fn is_unremarkable(
        &mut self,
        judged: &Judged,
        row: &JudgedRow,
        others: &[OtherName],
        file: &FileState,
    ) -> bool {
        if judged.detail(row).is_notable() || !file.applies_to_all_rows.is_empty() {
            return false;
        }
        let Some(name) = row.name else {
            return false;
        };
        if others.is_empty() {
            return self.index.claim(name, Presence::InFile) == Presence::Absent;
        }
        let is_free = self.index.get(name) == Presence::Absent
            && others.iter().all(|other| {
                self.index.get(other.name) == Presence::Absent
                    && other
                        .as_other_kind
                        .is_none_or(|name| self.index.get(name) == Presence::Absent)
            });
        if is_free {
            duplicates::remember(&mut self.index, row.name, others, Judgement::IMPORTED);
        }
        is_free
    }

    fn emit_unremarkable(
        &self,
        rows: Rows<'_>,
        row: &JudgedRow,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let verdict = Verdict {
            judgement: Judgement::IMPORTED,
            user_status: Some(row.user_status),
            findings: &[],
            ..self.verdict(rows, row)
        };
        emit(&verdict, sinks)
    }

    /// The verdict on a row, but for what is decided in the order of the file.
    fn verdict<'a>(&'a self, rows: Rows<'a>, row: &JudgedRow) -> Verdict<'a> {
        let judged = rows.judged;
        let columns = self.plan.schema.columns().len();
        let detail = judged.detail(row);
        let line_end = row.content_end as usize..row.end as usize;
        Verdict {
            position: rows.position(row),
            judgement: Judgement::IMPORTED,
            user_status: None,
            findings: &[],
            repairs: judged.repairs(&detail),
            record: judged.record(detail.spans, 0, columns),
            written: judged.record(detail.spans, 1, columns),
            raw: rows.raw(row),
            line_end: bug::slice(&rows.chunk.bytes, line_end),
            schema: &self.plan.schema,
        }
    }

    /// Judges one notable row, which may be cut. Says whether it may go into a cleaned file.
    fn judge_in_order(
        &mut self,
        rows: Rows<'_>,
        (row, is_cut): (&JudgedRow, bool),
        others: &[OtherName],
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<bool, Error> {
        let judged = rows.judged;
        self.findings.clear();
        self.findings
            .extend_from_slice(judged.findings(&judged.detail(row)));
        self.findings.extend(is_cut.then_some(cut_rows::FINDING));
        let username = row
            .name
            .map(|name| (name, self.plan.schema.known().username));
        let ignores_case = !self.plan.schema.pool().case_sensitive;
        duplicates::find(
            &self.index,
            username,
            others,
            ignores_case,
            &mut self.findings,
        );
        if self.plan.options.reject_uncertain && self.plan.options.mode == Mode::Clean {
            let judgement = self.plan.judge(&self.findings);
            if judgement.may_be_imported() && !judgement.is_certain() {
                self.findings.push(Finding {
                    rule: const { RuleId::of("outcome-is-not-certain") },
                    column: None,
                    detail: Detail::None,
                });
            }
        }
        let position = rows.position(row);
        for finding in &self.findings {
            self.tally.finding(file.number, position, *finding);
        }
        // These were counted once, when the header was read.
        self.findings.extend_from_slice(&file.applies_to_all_rows);
        let judgement = self.plan.judge(&self.findings);
        let is_held_back = is_held_back(&self.findings);
        let cleans = self.plan.options.mode == Mode::Clean;
        let is_imported = judgement.outcome == Outcome::Imported;
        let is_cleaned = is_imported && !(cleans && is_held_back);
        self.tally.held_back += u64::from(is_imported && is_held_back);
        if is_cleaned || !cleans {
            duplicates::remember(&mut self.index, row.name, others, judgement);
            file.uploaded.add(judgement);
        }
        file.rows.add(judgement);
        if is_cleaned {
            self.tally.user(row.user_status);
        }
        self.tally.judgement(judgement);
        file.rejected += u64::from(!is_cleaned && cleans);
        for repair in judged.repairs(&judged.detail(row)) {
            self.tally.repair(repair.repair, 1);
        }
        let mut verdict = Verdict {
            judgement,
            user_status: judgement.may_be_imported().then_some(row.user_status),
            findings: &self.findings,
            ..self.verdict(rows, row)
        };
        if verdict.raw.len() > RECORD_BYTES {
            // Whether such a record came whole depends on the batches; what sinks see must not.
            let raw = std::mem::take(&mut verdict.raw);
            sinks.each(|sink| sink.piece(raw))?;
        }
        emit(&verdict, sinks)?;
        Ok(is_cleaned)
    }

    fn hand_on_cleaned(
        &mut self,
        judged: &Judged,
        run: std::ops::Range<usize>,
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let lines = bug::slice(&judged.cleaned, run);
        if !lines.is_empty() {
            file.cleaned += self.ends.len() as u64;
            file.cleaned_bytes += lines.len() as u64;
            let lines = CleanedLines::new(lines, &self.ends, &self.source_lines)
                .with_algorithms(&self.algorithms);
            sinks.each(|sink| sink.cleaned(&lines))?;
            if !self.planned.is_empty() {
                let planned = &self.planned;
                sinks.each(|sink| sink.planned(planned))?;
            }
        }
        self.ends.clear();
        self.source_lines.clear();
        self.algorithms.clear();
        self.planned.clear();
        Ok(())
    }

    fn commit_piece(
        &mut self,
        chunk: &Chunk,
        (is_first, is_last, content_end): (bool, bool, usize),
        file: &mut FileState,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<(), Error> {
        let (content, line_end) = chunk.bytes.split_at(content_end);
        if is_first {
            let position = Position {
                line: file.line,
                record: file.record,
                byte: chunk.offset,
            };
            file.piece = Some((position, 0));
        }
        let (position, length) = file.piece.unwrap_or_default();
        let length = length + content.len() as u64;
        file.piece = Some((position, length));
        sinks.each(|sink| sink.piece(content))?;
        if !is_last {
            return Ok(());
        }
        file.piece = None;
        let reading = RawRecord {
            too_long: Some(length),
            ..RawRecord::default()
        };
        self.findings.clear();
        self.plan
            .find_in_reading(&reading, Facts::NONE, &mut self.findings);
        for finding in &self.findings {
            self.tally.finding(file.number, position, *finding);
        }
        self.findings.extend_from_slice(&file.applies_to_all_rows);
        let judgement = self.plan.judge(&self.findings);
        self.tally.judgement(judgement);
        file.rows.add(judgement);
        if self.plan.options.mode == Mode::Check {
            file.uploaded.add(judgement);
        } else {
            file.rejected += 1;
        }
        let verdict = Verdict {
            position,
            judgement,
            user_status: None,
            findings: &self.findings,
            repairs: &[],
            record: Record::from_values(&[]),
            written: Record::from_values(&[]),
            raw: &[],
            line_end,
            schema: &self.plan.schema,
        };
        emit(&verdict, sinks)?;
        file.line += 1;
        file.record += 1;
        file.records += 1;
        Ok(())
    }

    /// Counts what was found about a file as a whole.
    pub(crate) fn count_file_findings(
        &mut self,
        file: usize,
        position: Position,
        findings: &[Finding],
    ) {
        for finding in findings {
            self.tally.finding(file, position, *finding);
        }
    }
}

/// Hands a verdict to every sink that wants it.
fn emit(verdict: &Verdict<'_>, sinks: &mut Sinks<'_, '_>) -> Result<(), Error> {
    let is_notable = verdict.is_notable();
    sinks.each(|sink| {
        if is_notable || sink.interest().in_every_row() {
            sink.row(verdict)
        } else {
            Ok(())
        }
    })
}

/// One finding for each rule: what counts for every row of the file.
pub(crate) fn once_per_rule(findings: &[Finding]) -> Vec<Finding> {
    let mut seen: Vec<RuleId> = Vec::new();
    findings
        .iter()
        .filter(|finding| {
            let is_new = !seen.contains(&finding.rule);
            seen.push(finding.rule);
            is_new
        })
        .copied()
        .collect()
}
