//! Repairing rows until no rule speaks that a repair can mend, and writing them.

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2};

use crate::{
    dialect::{
        Dialect, cognito,
        framing::RecordBounds,
        rfc4180::{self, Splitter, text_after_quotation_mark},
    },
    engine::{
        gate::{Facts, Gate, is_unsuspicious, is_unsuspicious_but_for_quotes},
        read::RECORD_BYTES,
    },
    outcome::Outcome,
    prediction::{Judgement, RepairMade, is_held_back},
    repairs::RepairId,
    rules::{Finding, HiddenRows, RawRecord, RuleId},
    schema::{ColumnId, limits},
    values::{
        birthdate::{self, DateOrder},
        white_space,
    },
};

use super::{
    FieldSpan, Fields, Judge, Judged, JudgedRow, RowShape, Values, is_blank, narrow, plain_fields,
    settle::{Settled, find_in_line, settle},
    structure::hidden_rows,
};

impl Judge<'_> {
    /// Judges and repairs one record. False where it is a blank line, which is dropped. `text` is the
    /// record, where the chunk is known to be UTF-8.
    pub(super) fn clean(
        &mut self,
        content: &[u8],
        text: Option<&str>,
        record: &RecordBounds,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) -> bool {
        let mut reading = RawRecord::default();
        let decoded = text.map_or_else(
            || self.file.encoding.decode(content),
            |text| Ok(Cow::Borrowed(text)),
        );
        let text = match decoded {
            Ok(text) => text,
            Err(place) => {
                let field = self.field_at(content, place);
                reading.invalid_byte = Some((place as u64, narrow(field)));
                self.set_aside(&reading, Some(field), row, judged);
                return true;
            }
        };
        let delimiter = self.file.dialect.delimiter();
        // A line of nothing but tabs is a record where tabs separate fields.
        if is_blank(text.as_bytes()) && !text.as_bytes().contains(&delimiter) {
            judged.blank_lines += 1;
            return false;
        }
        if let Some(line) = record.unclosed_quote {
            reading.unclosed_quote = Some(u64::from(line));
            self.set_aside(&reading, None, row, judged);
            return true;
        }
        if content.len() > RECORD_BYTES {
            reading.too_long = Some(content.len() as u64);
            self.set_aside(&reading, None, row, judged);
            return true;
        }
        if self.file.dialect == Dialect::Cognito {
            self.clean_cognito(&text, row, judged);
            return true;
        }
        let mut spans = std::mem::take(&mut self.spans);
        if !self.write_as_it_stands(&text, delimiter, &mut spans, row, judged) {
            let behind_quote = text_after_quotation_mark(&text, delimiter);
            reading.text_behind_quote = behind_quote.map(narrow);
            reading.hidden_rows = self.hidden_rows(&text);
            if reading.text_behind_quote.is_some() || reading.hidden_rows.is_some() {
                self.set_aside(&reading, behind_quote, row, judged);
            } else {
                self.clean_split(&text, delimiter, row, judged);
            }
        }
        self.spans = spans;
        true
    }

    /// The lines inside a record that look like rows of their own.
    fn hidden_rows(&self, record: &str) -> Option<HiddenRows> {
        memchr2(b'\n', b'\r', record.as_bytes())?;
        hidden_rows(
            record,
            self.file.dialect,
            &self.file.layout,
            &self.plan.schema,
        )
    }

    /// Cleans a record of RFC 4180 that has to be taken apart.
    fn clean_split(
        &mut self,
        record: &str,
        delimiter: u8,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) {
        let splitter = self.splitter.take();
        let mut splitter = splitter.unwrap_or_else(|| Splitter::new(delimiter));
        let (text, ends) = splitter.split(record);
        if !self.write_if_cleared(text, ends, row, judged) {
            let fields = Fields {
                fields: rfc4180::fields(text, ends).map(Cow::Borrowed).collect(),
            };
            self.clean_by_rules(&fields, &[], self.is_doubtful(record), row, judged);
        }
        self.splitter = Some(splitter);
    }

    /// Writes a record of RFC 4180 without taking it apart, if every value is cleared.
    fn write_as_it_stands(
        &self,
        record: &str,
        delimiter: u8,
        spans: &mut Vec<FieldSpan>,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) -> bool {
        is_unsuspicious_but_for_quotes(record.as_bytes())
            && plain_fields::split(record.as_bytes(), delimiter, spans)
            && self.write_cleared(record, spans, delimiter == b',', row, judged)
    }

    /// Writes a record whose fields stand one behind the other, if every value is cleared.
    fn write_if_cleared(
        &self,
        text: &str,
        ends: &[usize],
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) -> bool {
        // What the dialect cannot express has a backslash in it.
        if !is_unsuspicious(text.as_bytes()) || memchr::memchr(b'\\', text.as_bytes()).is_some() {
            return false;
        }
        let mut start = 0;
        let spans: Vec<FieldSpan> = ends
            .iter()
            .map(|end| FieldSpan {
                start: std::mem::replace(&mut start, *end),
                end: *end,
                is_quoted: true,
            })
            .collect();
        self.write_cleared(text, &spans, false, row, judged)
    }

    fn clean_cognito(&self, line: &str, row: &mut JudgedRow, judged: &mut Judged) {
        let mut ends = Vec::with_capacity(self.file.layout.len());
        let mut joined = String::with_capacity(line.len());
        for field in cognito::fields(line) {
            joined.push_str(&field);
            ends.push(joined.len());
        }
        if self.write_if_cleared(&joined, &ends, row, judged) {
            return;
        }
        let fields = Fields::as_cognito(line);
        // A line that can be read in two ways is nobody's to repair.
        let ambiguous = self
            .other_reading(line, &fields)
            .map(|(findings, _)| findings)
            .unwrap_or_default();
        let space = const { RuleId::of("unicode-space-around-value") };
        let decisive: Vec<Finding> = ambiguous
            .into_iter()
            .filter(|finding| finding.rule != space)
            .collect();
        self.clean_by_rules(&fields, &decisive, self.is_doubtful(line), row, judged);
    }

    /// Writes a row of which every value is cleared. False where the rules must be asked, with
    /// nothing written.
    ///
    /// With `has_commas`, a comma stands between two fields that are not quoted: such neighbours are
    /// copied as one block.
    fn write_cleared(
        &self,
        text: &str,
        spans: &[FieldSpan],
        has_commas: bool,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) -> bool {
        let layout = &self.file.layout;
        let is_blank = |place: &usize| spans.get(*place).is_none_or(|span| span.start == span.end);
        if spans.len() != layout.len() || !layout.unnamed.iter().all(is_blank) {
            return false;
        }
        let start_of_line = judged.cleaned.len();
        let mut facts = Facts::default();
        let columns = self.plan.columns.iter().zip(self.plan.gate.columns());
        let reordered = self
            .plan
            .schema
            .known()
            .birthdate
            .filter(|_| self.reorders_birthdates());
        let mut filled: u64 = 0;
        // What is to be copied, and was not yet.
        let mut block: Option<(usize, usize)> = None;
        for (bit, ((plan, gate), place)) in columns.zip(&layout.by_column).enumerate() {
            let span = place.and_then(|place| spans.get(place));
            let value = span.map_or("", |span| {
                text.get(span.start..span.end).unwrap_or_default()
            });
            let meaning = if value.is_empty() {
                if plan.set.is_some() || (plan.fill.is_some() && bit >= 64) {
                    judged.cleaned.truncate(start_of_line);
                    return false;
                }
                plan.fill.map(|(_, meaning)| meaning)
            } else if reordered.map(ColumnId::index) == Some(bit)
                || !Gate::clears(gate, value, false, &mut facts)
            {
                judged.cleaned.truncate(start_of_line);
                return false;
            } else {
                None
            };
            if let (Some((_, end_of_block)), Some(span)) = (&mut block, span)
                && has_commas
                && !span.is_quoted
                && meaning.is_none()
                && *end_of_block + 1 == span.start
            {
                *end_of_block = span.end;
                continue;
            }
            write_block(text, block.take(), &mut judged.cleaned);
            if bit > 0 {
                judged.cleaned.push(b',');
            }
            match (meaning, span) {
                (Some(meaning), _) => {
                    judged.cleaned.extend_from_slice(meaning.as_bytes());
                    filled |= 1 << bit;
                }
                (None, Some(span)) if has_commas && !span.is_quoted => {
                    block = Some((span.start, span.end));
                }
                (None, _) => cognito::write_field(value, &mut judged.cleaned),
            }
        }
        write_block(text, block, &mut judged.cleaned);
        let length = judged.cleaned.len() - start_of_line;
        if length as u64 > limits::ROW_CHARACTERS || !self.plan.gate.clears_row(&facts) {
            judged.cleaned.truncate(start_of_line);
            return false;
        }
        judged.cleaned.push(b'\n');
        while filled != 0 {
            if let Some(count) = judged.filled.get_mut(filled.trailing_zeros() as usize) {
                *count += 1;
            }
            filled &= filled - 1;
        }
        self.name_cleared(&facts, row, judged);
        if self.file.keeps_values {
            let field = |place: Option<usize>| {
                let span = spans.get(place?)?;
                text.get(span.start..span.end).map(Cow::Borrowed)
            };
            let written: Values<'_> = layout.by_column.iter().map(|place| field(*place)).collect();
            let values: Values<'_> = written
                .iter()
                .zip(&self.plan.columns)
                .map(|(value, plan)| {
                    let value = value.as_deref().unwrap_or_default();
                    Some(Cow::Borrowed(match plan.fill {
                        Some((_, meaning)) if value.is_empty() => meaning,
                        _ => value,
                    }))
                })
                .collect();
            self.tell(row, &[], &[], &values, &written, judged);
        }
        true
    }

    /// Repairs and judges one row by the rules, and writes its line where it may be imported.
    fn clean_by_rules(
        &self,
        fields: &Fields<'_>,
        decisive: &[Finding],
        is_doubtful: bool,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) {
        let plan = self.plan;
        let written = self.by_column(fields);
        let layout = &self.file.layout;
        let mut values: Vec<String> = written
            .iter()
            .map(|value| value.as_deref().unwrap_or_default().to_owned())
            .collect();
        let reordered = self.reorder_birthdate(&mut values);
        let mut shape = RowShape::of(layout, &fields.fields);
        if shape.extra_fields_are_blank && !is_doubtful {
            // Blank fields beyond the header are dropped, missing ones are added.
            shape.field_count = shape.header_count;
        }
        let Settled {
            mut findings,
            mut repairs,
            filled,
            values_set,
        } = settle(plan, &mut values, shape, decisive);
        repairs.extend(reordered);
        let start_of_line = judged.cleaned.len();
        find_in_line(plan, &values, &mut judged.cleaned, &mut findings);
        if Judgement::join(&findings).outcome == Outcome::Imported && !is_held_back(&findings) {
            judged.cleaned.push(b'\n');
            judged.values_set += values_set;
            judged.extra_fields_dropped += u64::from(fields.fields.len() > layout.len());
            judged.missing_fields_added += u64::from(fields.fields.len() < layout.len());
            for (count, filled) in judged.filled.iter_mut().zip(&filled) {
                *count += u64::from(*filled);
            }
        } else {
            judged.cleaned.truncate(start_of_line);
        }
        let values: Values<'_> = values
            .into_iter()
            .map(|value| Some(Cow::Owned(value)))
            .collect();
        self.name_by_values(&values, row, judged);
        if !findings.is_empty() || !repairs.is_empty() || self.file.keeps_values {
            self.tell(row, &findings, &repairs, &values, &written, judged);
        }
    }

    /// Whether the number of fields of a record would tell that the file is in the other dialect, so
    /// that it must not be put right.
    fn is_doubtful(&self, record: &str) -> bool {
        let has_commas = self.file.dialect.delimiter() == b',';
        self.file.is_detected && has_commas && record.contains("\\,")
    }

    /// Whether every birthdate has to be read day first.
    ///
    /// `03/04/1990` has the form that the import asks for, so no rule speaks about it; but the user
    /// has said that it is the third of April. A file in Cognito's own dialect has been through
    /// this, or was never in need of it, so that a second cleaning turns nothing back; one that was only
    /// taken for such a file is not opened at all.
    fn reorders_birthdates(&self) -> bool {
        self.file.dialect != Dialect::Cognito
            && self.plan.options.repairs.date_order == Some(DateOrder::DayMonthYear)
    }

    fn reorder_birthdate(&self, values: &mut [String]) -> Option<RepairMade> {
        if !self.reorders_birthdates() {
            return None;
        }
        let column = self.plan.schema.known().birthdate?;
        let value = values.get_mut(column.index())?;
        let better = birthdate::from_ordered(white_space::trim(value), DateOrder::DayMonthYear)?;
        *value = better;
        let repair = const { RepairId::of("birthdate-from-date-order") };
        Some(RepairMade::new(repair, column))
    }

    /// Sets a record aside that has no fields to judge.
    fn set_aside(
        &self,
        reading: &RawRecord<'_>,
        field: Option<usize>,
        row: &mut JudgedRow,
        judged: &mut Judged,
    ) {
        let mut findings = Vec::new();
        self.plan.find_in_reading(reading, &mut findings);
        if let Some(field) = field {
            self.name_column(field, &mut findings);
        }
        self.tell(row, &findings, &[], &[], &[], judged);
    }

    /// The number of the field in which a byte of a record stands, 1-based.
    fn field_at(&self, content: &[u8], place: usize) -> usize {
        let delimiter = self.file.dialect.delimiter();
        let before = content.get(..place).unwrap_or_default();
        memchr_iter(delimiter, before).count() + 1
    }
}

/// Copies what was to be copied.
fn write_block(text: &str, block: Option<(usize, usize)>, line: &mut Vec<u8>) {
    if let Some((start, end)) = block {
        line.extend_from_slice(text.as_bytes().get(start..end).unwrap_or_default());
    }
}
