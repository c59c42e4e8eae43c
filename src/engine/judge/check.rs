//! Reading rows exactly as the import job would.

use std::borrow::Cow;

use memchr::memchr_iter;

use crate::{
    engine::{
        gate::{Facts, Gate},
        read::{RECORD_BYTES, RECORDS_AT_A_TIME},
    },
    prediction::Judgement,
    record::Record,
    rules::{Detail, Finding, RawRecord, RuleId},
    schema::{ColumnId, limits},
    values::{password_hash::PasswordHashingAlgorithm, white_space},
};

use super::{Fields, Judge, Judged, RecordBounds, RowShape, Values, is_blank, marks::Line, narrow};

/// How many lines are marked before they are judged: so few that their marks stay in the fastest cache
/// and take no memory to speak of, so many that what is marked twice, behind the last of them, is little.
const LINES_AT_ONCE: usize = 256;

impl Judge<'_> {
    /// Judges the lines that begin at `from`. `text` is the chunk, where it is known to be UTF-8.
    pub(super) fn check_lines(
        &mut self,
        bytes: &[u8],
        text: Option<&str>,
        from: usize,
        judged: &mut Judged,
    ) {
        let mut marks = std::mem::take(&mut self.marks);
        let line_end = self.file.framer.line_end_byte();
        let mut start = from;
        while start < bytes.len() && judged.records < RECORDS_AT_A_TIME as u64 {
            marks.find(bytes, start, line_end, LINES_AT_ONCE);
            for line in marks.lines().take(LINES_AT_ONCE) {
                start = self.check_line(bytes, text, start, line, judged);
            }
        }
        judged.rest = (start < bytes.len()).then_some(start);
        self.marks = marks;
    }

    /// Judges one line; gives the place where the next one begins.
    fn check_line(
        &self,
        bytes: &[u8],
        text: Option<&str>,
        start: usize,
        line: Line<'_>,
        judged: &mut Judged,
    ) -> usize {
        let line_end = line.ends.last().map_or(start, |end| *end as usize);
        let has_end = line_end < bytes.len();
        let end = line_end + usize::from(has_end);
        let before_end = bytes.get(start..line_end).unwrap_or_default();
        let content = if has_end {
            self.file.framer.content_of(before_end)
        } else {
            before_end
        };
        let content_end = start + content.len();
        let mut row = judged.next_row(&RecordBounds {
            start: narrow(start),
            content_end: narrow(content_end),
            end: narrow(end),
            lines: u32::from(has_end),
            unclosed_quote: None,
        });
        let text = match text {
            Some(text) => text.get(start..content_end),
            None => std::str::from_utf8(content).ok(),
        };
        // All that may be odd about a line that is sure is the first byte of its line end.
        let is_sure = line.odd.len() == line_end - content_end;
        if is_sure
            && let Some(text) = text
            && let Some(facts) = self.clear_line(text, start, line)
        {
            debug_assert!(
                self.rules_are_silent(content),
                "the gate cleared a row on which a rule speaks"
            );
            self.name_cleared(&facts, &mut row, judged);
            if self.file.keeps_values {
                let values = self.by_column(&Fields::as_cognito(text));
                self.tell(&mut row, &[], &[], &values, &values, judged);
            }
        } else {
            let (findings, values) = self.check_by_rules(content);
            judged.blank_lines += u64::from(is_blank(content));
            self.name_by_values(&values, &mut row, judged);
            if !findings.is_empty() || self.file.keeps_values {
                self.tell(&mut row, &findings, &[], &values, &values, judged);
            }
        }
        judged.rows.push(row);
        end
    }

    /// Clears one line, of which nothing odd is known, or says that the rules must be asked.
    #[inline]
    fn clear_line<'b>(&self, text: &'b str, start: usize, line: Line<'_>) -> Option<Facts<'b>> {
        let gates = &self.file.layout.gates[..];
        // A backslash at the very end escapes nothing.
        if line.ends.len() != gates.len()
            || text.len() as u64 > limits::ROW_CHARACTERS
            || matches!(text.as_bytes().last(), None | Some(b'\\'))
        {
            return None;
        }
        let mut facts = Facts::default();
        let mut from = 0;
        for (gate, end) in gates.iter().zip(line.ends) {
            // The carriage return of a line end is no part of the last value.
            let end = (*end as usize - start).min(text.len());
            if end > from
                && let Some(gate) = gate
                && !Gate::clears(gate, text.get(from..end)?, line.is_ascii, &mut facts)
            {
                return None;
            }
            from = end + 1;
        }
        self.plan.gate.clears_row(&facts).then_some(facts)
    }

    fn rules_are_silent(&self, content: &[u8]) -> bool {
        self.check_by_rules(content).0.is_empty()
    }

    /// Asks every rule about one line, in every reading that it has.
    fn check_by_rules<'b>(&self, content: &'b [u8]) -> (Vec<Finding>, Values<'b>) {
        let mut findings = Vec::new();
        let mut reading = RawRecord {
            as_cognito: true,
            ..RawRecord::default()
        };
        if content.len() > RECORD_BYTES {
            reading.too_long = Some(content.len() as u64);
            self.plan.find_in_reading(&reading, &mut findings);
            return (findings, Values::new());
        }
        let line = match std::str::from_utf8(content) {
            Ok(line) => line,
            Err(error) => {
                let place = error.valid_up_to();
                let before = content.get(..place).unwrap_or_default();
                let field = memchr_iter(b',', before).count() + 1;
                reading.invalid_byte = Some((place as u64, narrow(field)));
                self.plan.find_in_reading(&reading, &mut findings);
                self.name_column(field, &mut findings);
                return (findings, Values::new());
            }
        };
        reading.blank = is_blank(content);
        reading.line = Some(line);
        self.plan.find_in_reading(&reading, &mut findings);
        if reading.blank {
            return (findings, Values::new());
        }
        let mut fields = Fields::as_cognito(line);
        let (mut in_row, mut values) = self.find_in_fields(&fields);
        if let Some(last) = self.with_last_of_twice(&fields) {
            let (last_in_row, last_values) = self.find_in_fields(&last);
            if Judgement::join(&last_in_row).may_be_imported()
                && !Judgement::join(&in_row).may_be_imported()
            {
                (fields, in_row, values) = (last, last_in_row, last_values);
            }
        }
        if let Some((ambiguous, other_fields)) = self.other_reading(line, &fields) {
            let (other_in_row, other_values) = self.find_in_fields(&other_fields);
            let judgement = Judgement::join(&in_row);
            let other = Judgement::join(&other_in_row);
            if !judgement.predicts_the_same_as(other) || !judgement.is_certain() {
                // Of the two, the reading in which the row may be imported is the one to explain.
                if other.may_be_imported() && !judgement.may_be_imported() {
                    in_row = other_in_row;
                    values = other_values;
                }
                findings.extend(ambiguous);
                findings.append(&mut in_row);
                return (findings, values);
            }
        }
        findings.append(&mut in_row);
        (findings, values)
    }

    /// The fields where the last counts of a column that the header names twice; that the first does
    /// is no more than a guess.
    fn with_last_of_twice<'b>(&self, fields: &Fields<'b>) -> Option<Fields<'b>> {
        let twice = &self.file.layout.twice;
        if twice.is_empty() {
            return None;
        }
        let mut fields = fields.fields.clone();
        for (first, last) in twice {
            if *last < fields.len() {
                fields.swap(*first, *last);
            }
        }
        Some(Fields { fields })
    }

    fn find_in_fields<'b>(&self, fields: &Fields<'b>) -> (Vec<Finding>, Values<'b>) {
        let values = self.by_column(fields);
        let borrowed: Vec<Option<&str>> = values.iter().map(Option::as_deref).collect();
        let mut findings = Vec::new();
        let shape = RowShape::of(&self.file.layout, &fields.fields);
        let row = shape.row(Record::from_values(&borrowed), &self.plan.schema);
        self.plan.find_in_row(&row, &mut findings);
        (findings, values)
    }

    /// The other way in which a line can be read, with what makes it ambiguous.
    pub(super) fn other_reading<'b>(
        &self,
        line: &'b str,
        fields: &Fields<'b>,
    ) -> Option<(Vec<Finding>, Fields<'b>)> {
        let argon2 = self.plan.schema.password_hashing_algorithm()
            == Some(PasswordHashingAlgorithm::Argon2id);
        let has_ambiguous_backslashes = has_ambiguous_backslashes(line);
        if !argon2 && !has_ambiguous_backslashes && line.is_ascii() {
            return None;
        }
        let mut ambiguous = Vec::new();
        let mut push = |rule: RuleId, column: Option<ColumnId>, detail| {
            ambiguous.push(Finding {
                rule,
                column,
                detail,
            });
        };
        let mut other = if has_ambiguous_backslashes {
            push(
                const { RuleId::of("backslashes-before-comma") },
                None,
                Detail::None,
            );
            Fields::with_escaped_backslashes(line)
        } else {
            Fields {
                fields: fields.fields.clone(),
            }
        };
        let hash = self.plan.schema.known().password_hash;
        if argon2
            && let Some(column) = hash
            && let Some(place) = self.place_of(column)
            && other.fields.len() == self.file.layout.len() + 2
            && let Some(parts) = other.fields.get(place..place + 3)
            && parts
                .first()
                .is_some_and(|part| part.trim_start().starts_with("$argon2"))
        {
            let joined = parts.join(",");
            push(
                const { RuleId::of("argon2-commas-not-escaped") },
                Some(column),
                Detail::None,
            );
            other.fields.splice(place..place + 3, [Cow::Owned(joined)]);
        }
        for (place, field) in other.fields.iter_mut().enumerate() {
            if field.is_ascii() {
                continue;
            }
            let trimmed = white_space::trim(field);
            let inner = trimmed.trim();
            if inner.len() != trimmed.len() {
                let column = self.file.layout.fields.get(place).copied().flatten();
                push(
                    const { RuleId::of("unicode-space-around-value") },
                    column,
                    Detail::None,
                );
                *field = Cow::Owned(inner.to_owned());
            }
        }
        (!ambiguous.is_empty()).then_some((ambiguous, other))
    }

    fn place_of(&self, column: ColumnId) -> Option<usize> {
        self.file
            .layout
            .by_column
            .get(column.index())
            .copied()
            .flatten()
    }
}

/// Whether an even number of backslashes, and not none, stands before some comma.
fn has_ambiguous_backslashes(line: &str) -> bool {
    memchr::memmem::find(line.as_bytes(), b"\\\\,").is_some()
        && line.match_indices("\\,").any(|(place, _)| {
            let before = line.get(..place).unwrap_or_default();
            let backslashes = 1 + before.len() - before.trim_end_matches('\\').len();
            backslashes % 2 == 0
        })
}
