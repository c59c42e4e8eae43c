//! Repairing rows until no rule reports what a repair can fix, and writing them.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::{
    bug::{self, narrow},
    dialect::{
        Dialect, END_OF_DATA, RecordSplitter,
        cognito::{self, RowWriter},
        framing::RecordBounds,
        guards::without_guards,
        raw_fields::RawDialect,
    },
    engine::{
        fast_path::{Pass, Seen, is_unsuspicious},
        read::RECORD_BYTES,
    },
    outcome::Outcome,
    prediction::is_held_back,
    record::Record,
    rules::{Detail, Facts, Finding, RawRecord, RuleId, facts},
    schema::{ColumnId, limits},
};

use super::{
    FieldSpan, Judge, Judged, RowShape, Scratch,
    batch::{Place, RowBuilder},
    borrowed, is_blank,
    names::{name_as_seen, name_by_values},
    quoted_spans::Shape,
    readings,
    repair::{Repaired, find_in_line, find_in_values, repair_until_stable},
};

/// The fields of a record: a text, and where each of them is in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct SplitRecord<'a> {
    text: &'a str,
    fields: &'a [FieldSpan],
    /// Whether a comma separates two fields that are not quoted, so that such neighbours can be copied
    /// as one.
    has_commas: bool,
    /// Whether no byte of it is suspicious, and none a backslash.
    is_unsuspicious: bool,
}

impl<'a> SplitRecord<'a> {
    fn field(&self, place: Option<usize>) -> Option<&'a str> {
        let span = self.fields.get(place?)?;
        Some(bug::text(self.text, span.start..span.end))
    }
}

impl Judge<'_> {
    /// Judges and repairs one record of a chunk. `text` is the chunk, where it is known to be UTF-8.
    pub(super) fn clean(
        &self,
        bytes: &[u8],
        text: Option<&str>,
        record: &RecordBounds,
        scratch: &mut Scratch,
        judged: &mut Judged,
    ) {
        let place = record.start as usize..record.content_end as usize;
        let content = bug::slice(bytes, place.clone());
        let encoding = self.file.encoding;
        let bare;
        let (content, text) = if self.file.has_guards {
            let dialect = RawDialect::new(self.file.dialect, encoding);
            bare = without_guards(content, dialect);
            (&*bare, None)
        } else {
            (content, text)
        };
        let decoded = match text {
            Some(text) => Ok((Cow::Borrowed(bug::text(text, place)), false)),
            None => encoding.decode_or(self.file.encoding_fallback, content),
        };
        let mut row = judged.begin_row(record);
        let mut reading = RawRecord::default();
        let text = match decoded {
            Ok((text, is_other_encoding)) => {
                row.judged().decoded_otherwise += u64::from(is_other_encoding);
                text
            }
            Err(place) => {
                let field = self.field_at(content, place);
                reading.invalid_byte = Some((place as u64, narrow(field)));
                self.reject(&reading, Some(field), row);
                return;
            }
        };
        let delimiter = self.file.dialect.delimiter();
        // A line of nothing but tabs is a record where tabs separate fields.
        let is_blank = is_blank(text.as_bytes()) && !text.as_bytes().contains(&delimiter);
        if is_blank || (self.file.dialect.escapes() && text == END_OF_DATA) {
            row.count_blank_line();
            return;
        }
        if encoding.is_single_byte() && !content.is_ascii() && std::str::from_utf8(content).is_ok()
        {
            reading.is_utf_8_already = true;
            self.reject(&reading, None, row);
            return;
        }
        if let Some(line) = record.unclosed_quote {
            reading.unclosed_quote = Some(u64::from(line));
            row.is(Place::BrokenQuotes);
            self.reject(&reading, None, row);
        } else if content.len() > RECORD_BYTES {
            reading.too_long = Some(content.len() as u64);
            self.reject(&reading, None, row);
        } else if let Some(mapper) = &self.plan.mapper {
            self.clean_mapped(mapper, &text, scratch, row);
        } else if self.file.dialect == Dialect::Cognito {
            self.clean_cognito(&text, scratch, &mut row);
            row.finish();
        } else {
            self.clean_delimited(&text, delimiter, scratch, row);
        }
    }

    fn clean_delimited(
        &self,
        text: &str,
        delimiter: u8,
        scratch: &mut Scratch,
        mut row: RowBuilder<'_>,
    ) {
        let mut fields = std::mem::take(&mut scratch.fields);
        let Shape {
            is_simple: has_simple_quotes,
            is_unsuspicious,
        } = scratch
            .quoted_spans
            .split(text.as_bytes(), delimiter, &mut fields);
        let dialect = self.file.dialect;
        let is_simple = has_simple_quotes && matches!(dialect, Dialect::Rfc4180 { .. });
        let splitter = &mut scratch.splitter;
        let after_quote = if is_simple {
            None
        } else {
            splitter
                .get_or_insert_with(|| RecordSplitter::new(dialect))
                .text_after_quote(text)
        };
        let hidden_rows = if is_unsuspicious {
            None
        } else {
            self.hidden_rows(text, &self.file.columns)
        };
        if after_quote.is_some() || hidden_rows.is_some() {
            let reading = RawRecord {
                text_behind_quote: after_quote.map(narrow),
                hidden_rows,
                ..RawRecord::default()
            };
            row.is(Place::BrokenQuotes);
            self.reject(&reading, after_quote, row);
        } else if is_simple {
            let record = SplitRecord {
                text,
                fields: &fields,
                has_commas: delimiter == b',',
                is_unsuspicious,
            };
            self.clean_split(record, &[], text, scratch, &mut row);
            row.finish();
        } else {
            let splitter = scratch.splitter.take();
            let mut splitter = splitter.unwrap_or_else(|| RecordSplitter::new(dialect));
            let (joined, ends) = splitter.split(text);
            spans_of(ends, &mut fields);
            let record = SplitRecord::joined(joined, &fields);
            self.clean_split(record, &[], text, scratch, &mut row);
            row.finish();
            scratch.splitter = Some(splitter);
        }
        scratch.fields = fields;
    }

    fn clean_cognito(&self, line: &str, scratch: &mut Scratch, row: &mut RowBuilder<'_>) {
        let mut fields = std::mem::take(&mut scratch.fields);
        let mut joined = std::mem::take(&mut scratch.joined);
        fields.clear();
        joined.clear();
        for field in cognito::fields(line) {
            let start = joined.len();
            joined.push_str(&field);
            fields.push(FieldSpan {
                start,
                end: joined.len(),
                is_quoted: true,
            });
        }
        // A line that can be read in two ways is not to be repaired.
        let values: Vec<Cow<'_, str>>;
        let decisive = if line.is_ascii()
            && !line.contains("\\\\,")
            && fields.len() != self.file.columns.len() + 2
        {
            Vec::new()
        } else {
            values = cognito::fields(line).collect();
            readings::ambiguities(line, &values, &self.plan.schema, &self.file.columns)
        };
        self.clean_split(
            SplitRecord::joined(&joined, &fields),
            &decisive,
            line,
            scratch,
            row,
        );
        scratch.fields = fields;
        scratch.joined = joined;
    }

    /// Writes a record of which everything is cleared; repairs and judges any other by the rules. `line`
    /// is the record as it was written, `decisive` what makes it ambiguous.
    pub(super) fn clean_split(
        &self,
        record: SplitRecord<'_>,
        decisive: &[Finding],
        line: &str,
        scratch: &mut Scratch,
        row: &mut RowBuilder<'_>,
    ) {
        let columns = &self.file.columns;
        let with_choice;
        let decisive = if self.file.choices.iter().all(|choice| {
            self.is_wanted(choice, record.field(Some(choice.field)).unwrap_or_default())
        }) {
            decisive
        } else {
            let left_out = Finding {
                rule: const { RuleId::of("row-is-left-out") },
                column: None,
                detail: Detail::None,
            };
            with_choice = [decisive, &[left_out]].concat();
            &with_choice
        };
        let is_blank = |place: &usize| record.field(Some(*place)).is_none_or(str::is_empty);
        let has_shape =
            record.fields.len() == columns.len() && columns.unnamed_fields.iter().all(is_blank);
        let mut decisive = Cow::Borrowed(decisive);
        if has_shape {
            let field = |place: usize| record.field(Some(place));
            self.count_columns(row.judged(), field);
            decisive.to_mut().extend(self.open_date(field));
        }
        // A separator too many at the end of a row moves no value.
        let has_columns = record.fields.len() >= columns.len();
        if has_columns && !columns.account_fields.is_empty() {
            let account = columns.account_findings(|place| record.field(Some(place)));
            decisive.to_mut().extend(account);
        }
        if has_shape {
            let judged = row.judged();
            let start = judged.cleaned.len();
            let seen = self.look_and_write(record, scratch, &mut judged.cleaned);
            let length = judged.cleaned.len() - start - 1;
            if scratch.uncleared.is_empty()
                && decisive.is_empty()
                && self.is_row_cleared(&seen, length)
            {
                for column in &scratch.filled {
                    *bug::slice_mut(&mut judged.filled, *column) += 1;
                }
                name_as_seen(self.plan, &seen, row);
                self.keep_cleared(record, row);
                return;
            }
            judged.cleaned.truncate(start);
        } else {
            scratch.uncleared.clone_from(&self.plan.all_columns);
        }
        self.clean_by_rules(record, &decisive, line, &scratch.uncleared, row);
    }

    /// Looks at the values of a record as they would be written, and writes them, whether they are
    /// cleared or not.
    fn look_and_write<'r>(
        &self,
        record: SplitRecord<'r>,
        scratch: &mut Scratch,
        lines: &mut Vec<u8>,
    ) -> Seen<'r>
    where
        Self: 'r,
    {
        let plan = self.plan;
        let mut pass = Pass::new(&mut scratch.uncleared, record.is_unsuspicious);
        let reordered = plan
            .schema
            .known()
            .birthdate
            .filter(|_| self.reorders_birthdates());
        scratch.filled.clear();
        let mut writer = RowWriter::new(lines);
        // Neighbours that are to be copied as one.
        let mut block: Option<(usize, usize)> = None;
        let of_plan = plan
            .fast_path
            .columns()
            .iter()
            .zip(plan.repairing.columns());
        for (column, ((scan, repairing), place)) in
            of_plan.zip(&self.file.columns.by_column).enumerate()
        {
            let span = place.map(|place| bug::slice(record.fields, place));
            let range = span.map_or(0..0, |span| span.start..span.end);
            let value = bug::slice(record.text.as_bytes(), range.clone());
            let text = || bug::text(record.text, range.clone());
            let mut meaning = None;
            if value.is_empty() {
                meaning = repairing.fill.map(|(_, meaning)| meaning);
                if repairing.set.is_some() || plan.transforms.fill(scan.column()) {
                    pass.leave(scan, "");
                } else if let Some(meaning) = meaning {
                    pass.look(scan, meaning.as_bytes(), || meaning, true, true);
                    scratch.filled.push(column);
                }
            } else if reordered == Some(scan.column())
                || !plan.transforms.leave_alone(scan.column(), text())
            {
                pass.leave(scan, text());
            } else {
                let is_unsuspicious = record.is_unsuspicious || is_unsuspicious(value);
                pass.look(scan, value, text, false, is_unsuspicious);
            }
            if record.has_commas && meaning.is_none() && span.is_some_and(|span| !span.is_quoted) {
                match &mut block {
                    Some((_, end)) if *end + 1 == range.start => *end = range.end,
                    block => {
                        let before = block.replace((range.start, range.end));
                        write_block(record.text, before, &mut writer);
                    }
                }
                continue;
            }
            write_block(record.text, block.take(), &mut writer);
            match meaning {
                Some(meaning) => writer.written(meaning),
                None => writer.field(text()),
            }
        }
        write_block(record.text, block, &mut writer);
        writer.finish();
        pass.finish()
    }

    /// Whether the rules about rows and lines are cleared for a row of which every value is, written with so
    /// many bytes.
    fn is_row_cleared(&self, seen: &Seen<'_>, length: usize) -> bool {
        let of_line = facts![
            TEXT,
            NO_CARRIAGE_RETURN,
            NO_BACKSLASH_AT_END,
            ONE_MEANING_OF_BACKSLASHES,
            FIELDS_OF_HEADER
        ]
        .union(Facts::SHORT_LINE.when(length as u64 <= limits::ROW_CHARACTERS));
        let fast_path = &self.plan.fast_path;
        fast_path.clears_row(fast_path.facts_of_row(seen, of_line))
    }

    /// Keeps the values of a row that was written as it is, but for blanks that were filled.
    fn keep_cleared(&self, record: SplitRecord<'_>, row: &mut RowBuilder<'_>) {
        let by_column = self.file.columns.by_column.iter();
        let written = by_column.map(|place| record.field(*place));
        debug_assert!(
            self.rules_pass(written.clone()),
            "the fast path cleared what a rule reports"
        );
        if !self.file.keeps_values {
            return;
        }
        let values =
            written
                .clone()
                .zip(self.plan.repairing.columns())
                .map(|(value, repairing)| match (value, repairing.fill) {
                    (None | Some(""), Some((_, meaning))) => Some(meaning),
                    (value, _) => Some(value.unwrap_or_default()),
                });
        row.keep(values, written);
    }

    /// Whether no rule reports a row as it was written; for debug builds.
    fn rules_pass<'v>(&self, values: impl Iterator<Item = Option<&'v str>>) -> bool {
        let plan = self.plan;
        let mut values: Vec<Cow<'_, str>> = values
            .map(|value| Cow::Borrowed(value.unwrap_or_default()))
            .collect();
        let shape = RowShape::of_header(self.file.columns.len());
        let columns = plan.all_columns.clone();
        let Repaired {
            mut findings,
            repairs,
            ..
        } = repair_until_stable(plan, &plan.repairing, &mut values, shape, &[], columns);
        find_in_line(plan, &values, &mut Vec::new(), &mut findings);
        findings.is_empty() && repairs.is_empty()
    }

    /// Repairs and judges one row by the rules, and writes its line where it may be imported. All
    /// columns but `uncleared` are cleared.
    fn clean_by_rules(
        &self,
        record: SplitRecord<'_>,
        decisive: &[Finding],
        line: &str,
        uncleared: &[ColumnId],
        row: &mut RowBuilder<'_>,
    ) {
        let plan = self.plan;
        let columns = &self.file.columns;
        let fields: Vec<Cow<'_, str>> = (0..record.fields.len())
            .map(|place| Cow::Borrowed(record.field(Some(place)).unwrap_or_default()))
            .collect();
        if let Some(no_user) = self.no_user(&fields) {
            row.is(Place::NoRow);
            self.report_reading(&no_user, None, row);
            return;
        }
        if self.is_piece(line, &fields) && !self.is_doubtful(line) {
            self.reject_piece(fields.len(), columns.len(), row);
            return;
        }
        let written = self.by_column(&fields);
        let mut values: Vec<Cow<'_, str>> = written
            .iter()
            .map(|value| value.clone().unwrap_or_default())
            .collect();
        let mut transformed = Vec::new();
        self.remove_guards(&mut values, &mut transformed);
        plan.transforms
            .apply(&plan.schema, &mut values, &mut transformed);
        let reordered = self.reorder_birthdate(&mut values);
        let mut shape = RowShape::of(columns, &fields);
        if shape.extra_fields_are_blank && !self.is_doubtful(line) {
            // Blank fields after those of the header are dropped, missing ones are added.
            shape.field_count = shape.header_count;
        }
        let repaired = repair_until_stable(
            plan,
            &plan.repairing,
            &mut values,
            shape,
            decisive,
            uncleared.to_vec(),
        );
        debug_assert_eq!(
            repaired.findings,
            {
                let mut findings = decisive.to_vec();
                find_in_values(plan, &values, &plan.all_columns, shape, &mut findings);
                findings
            },
            "the fast path cleared what a rule reports"
        );
        let repaired = self.blank_invalid(repaired, &mut values, shape, decisive, &mut transformed);
        let Repaired {
            mut findings,
            mut repairs,
            filled,
            set,
        } = repaired;
        repairs.extend(transformed);
        repairs.extend(reordered);
        let judged = row.judged();
        let start_of_line = judged.cleaned.len();
        find_in_line(plan, &values, &mut judged.cleaned, &mut findings);
        if plan.judge(&findings).outcome == Outcome::Imported && !is_held_back(&findings) {
            judged.cleaned.push(b'\n');
            judged.values_set += set.len() as u64;
            judged.extra_fields_dropped += u64::from(fields.len() > columns.len());
            judged.missing_fields_added += u64::from(fields.len() < columns.len());
            for column in filled {
                *bug::slice_mut(&mut judged.filled, column.index()) += 1;
            }
        } else {
            judged.cleaned.truncate(start_of_line);
        }
        let values: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_ref())).collect();
        name_by_values(plan, &Record::from_values(&values), row);
        row.report(&findings, &repairs);
        if self.file.keeps_values {
            row.keep(values.iter().copied(), borrowed(&written).into_iter());
        }
    }

    /// Whether the number of fields of a record would tell that the file is in the other dialect, so
    /// that it must not be put right.
    fn is_doubtful(&self, record: &str) -> bool {
        let has_commas = self.file.dialect.delimiter() == b',';
        self.file.is_detected && has_commas && record.contains("\\,")
    }

    /// Rejects a record that has no fields to judge.
    pub(super) fn reject(
        &self,
        reading: &RawRecord<'_>,
        field: Option<usize>,
        mut row: RowBuilder<'_>,
    ) {
        self.report_reading(reading, field, &mut row);
        row.finish();
    }

    /// Reports what the reader noted of a record, and no values.
    fn report_reading(
        &self,
        reading: &RawRecord<'_>,
        field: Option<usize>,
        row: &mut RowBuilder<'_>,
    ) {
        let mut findings = Vec::new();
        self.plan
            .find_in_reading(reading, Facts::NONE, &mut findings);
        if let Some(field) = field {
            self.name_column(field, &mut findings);
        }
        if self.plan.mapper.is_some() {
            row.judged().keep_unmapped();
        }
        row.report(&findings, &[]);
        if self.file.keeps_values {
            let none = || self.plan.schema.columns().iter().map(|_| None);
            row.keep(none(), none());
        }
    }

    /// The number of the field in which a byte of a record is, 1-based.
    fn field_at(&self, content: &[u8], place: usize) -> usize {
        let before = bug::slice(content, 0..place);
        memchr_iter(self.file.dialect.delimiter(), before).count() + 1
    }
}

impl<'a> SplitRecord<'a> {
    /// A record whose fields are one after the other in a text of their own.
    pub(super) fn joined(text: &'a str, fields: &'a [FieldSpan]) -> Self {
        let bytes = text.as_bytes();
        Self {
            text,
            fields,
            has_commas: false,
            is_unsuspicious: is_unsuspicious(bytes) && memchr(b'\\', bytes).is_none(),
        }
    }
}

/// Where fields are that end at these places of a text.
fn spans_of(ends: &[usize], fields: &mut Vec<FieldSpan>) {
    fields.clear();
    let mut start = 0;
    fields.extend(ends.iter().map(|end| FieldSpan {
        start: std::mem::replace(&mut start, *end),
        end: *end,
        is_quoted: true,
    }));
}

/// Copies what was to be copied.
fn write_block(text: &str, block: Option<(usize, usize)>, writer: &mut RowWriter<'_>) {
    if let Some((start, end)) = block {
        writer.written(bug::text(text, start..end));
    }
}
