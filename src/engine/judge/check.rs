//! Reading rows exactly as the import job would.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem};

use crate::{
    bug::{self, narrow},
    dialect::{cognito, framing::RecordBounds},
    engine::{
        cut_rows,
        fast_path::Pass,
        plan::Asked,
        read::{RECORD_BYTES, RECORDS_AT_A_TIME},
    },
    record::{Record, Span},
    rules::{Facts, Finding, RawRecord, facts},
    schema::limits,
};

use super::{
    Judge, Judged, RowShape, Scratch, Values,
    batch::{Place, RowBuilder},
    borrowed, is_blank,
    names::{name_as_seen, name_by_values},
    readings::{self, Interpretation, Readings},
    structural_index::Line,
    structure::begins_report,
};

/// How many lines are indexed before they are judged: so few that their index stays in the fastest
/// cache and takes no memory to speak of, so many that what is indexed twice, after the last of them, is
/// little.
const LINES_AT_ONCE: usize = 256;

impl Judge<'_> {
    /// Judges the lines that begin at `from`. `text` is the chunk, where it is known to be UTF-8.
    pub(super) fn check_lines(
        &self,
        bytes: &[u8],
        text: Option<&str>,
        from: usize,
        scratch: &mut Scratch,
        judged: &mut Judged,
    ) {
        let mut index = std::mem::take(&mut scratch.index);
        let line_end = self.file.framer.line_end_byte();
        let mut start = from;
        while start < bytes.len() && judged.records < RECORDS_AT_A_TIME as u64 {
            index.find(bytes, start, line_end, LINES_AT_ONCE);
            for line in index.lines().take(LINES_AT_ONCE) {
                start = self.check_line(bytes, text, start, line, scratch, judged);
            }
        }
        judged.rest = (start < bytes.len()).then_some(start);
        scratch.index = index;
    }

    /// Judges one line; gives the place where the next one begins.
    fn check_line(
        &self,
        bytes: &[u8],
        text: Option<&str>,
        start: usize,
        line: Line<'_>,
        scratch: &mut Scratch,
        judged: &mut Judged,
    ) -> usize {
        let line_end = line.ends.last().map_or(start, |end| *end as usize);
        let has_end = line_end < bytes.len();
        let end = line_end + usize::from(has_end);
        let before_end = bug::slice(bytes, start..line_end);
        let content = if has_end {
            self.file.framer.content_of(before_end)
        } else {
            before_end
        };
        let content_end = start + content.len();
        let mut row = judged.begin_row(&RecordBounds {
            start: narrow(start),
            content_end: narrow(content_end),
            end: narrow(end),
            lines: u32::from(has_end),
            unclosed_quote: None,
        });
        let text = match text {
            Some(text) => Some(bug::text(text, start..content_end)),
            None => std::str::from_utf8(content).ok(),
        };
        let is_judged =
            text.is_some_and(|text| self.check_by_fields(text, start, line, scratch, &mut row));
        if !is_judged {
            let (mut findings, values) = self.check_by_rules(content);
            if is_blank(content) {
                row.count_blank_line();
            } else if let Ok(line) = std::str::from_utf8(content) {
                self.place(line, &mut findings, &mut row);
            }
            let values = borrowed(&values);
            if let Some(column) = self.plan.schema.known().birthdate {
                let value = |place: usize| values.get(place).copied().flatten();
                let counts = &mut row.judged().counts;
                counts.add(Some(column.index()), &[], value);
            }
            name_by_values(self.plan, &Record::from_values(&values), &mut row);
            row.report(&findings, &[]);
            if self.file.keeps_values {
                self.keep(&Record::from_values(&values), &mut row);
            }
        }
        row.finish();
        end
    }

    /// Says what a line is beside those before and after it.
    fn place(&self, line: &str, findings: &mut Vec<Finding>, row: &mut RowBuilder<'_>) {
        let columns = self.file.columns.len();
        if self.may_be_no_user(line)
            || cognito::raw_fields(line)
                .nth(columns.saturating_sub(1))
                .is_none()
        {
            let fields: Vec<_> = cognito::fields(line).collect();
            if self.no_user(&fields).is_some() {
                row.is(Place::NoRow);
            } else if self.is_piece(line, &fields) {
                row.is(Place::Piece);
                findings.push(cut_rows::FINDING);
            }
        }
    }

    /// Judges a line by the fast path, and by the rules of the values that are left. False where the
    /// line may have another interpretation, or is not one that the fast path reads.
    #[inline]
    fn check_by_fields(
        &self,
        text: &str,
        start: usize,
        line: Line<'_>,
        scratch: &mut Scratch,
        row: &mut RowBuilder<'_>,
    ) -> bool {
        let columns = &self.file.columns;
        // A backslash at the very end escapes nothing.
        if line.ends.len() != columns.len()
            || text.len() as u64 > limits::ROW_CHARACTERS
            || matches!(text.as_bytes().last(), None | Some(b'\\'))
        {
            return false;
        }
        let end_of_text = start + text.len();
        if !columns.account_fields.is_empty() {
            let field = |place: usize| {
                let from = match place.checked_sub(1) {
                    Some(before) => *bug::slice(line.ends, before) as usize + 1,
                    None => start,
                };
                let end = (*bug::slice(line.ends, place) as usize).min(end_of_text);
                Some(bug::text(text, from - start..end - start))
            };
            if columns.account_findings(field).next().is_some() {
                return false;
            }
        }
        // The first byte of the line end is not part of the line.
        let suspicious = line.suspicious_before(end_of_text);
        let mut pass = Pass::new(&mut scratch.uncleared, false);
        let mut from = 0;
        for (scan, end) in columns.scans.iter().zip(line.ends) {
            let end = (*end as usize).min(end_of_text) - start;
            if end > from
                && let Some(scan) = scan
            {
                let is_unsuspicious = suspicious.is_empty()
                    || !suspicious
                        .iter()
                        .any(|at| (from..end).contains(&(*at as usize - start)));
                let value = bug::slice(text.as_bytes(), from..end);
                let text = || bug::text(text, from..end);
                pass.look(scan, value, text, line.is_ascii, is_unsuspicious);
            }
            from = end + 1;
        }
        let seen = pass.finish();
        let of_line = facts![TEXT, SHORT_LINE, NO_BACKSLASH_AT_END, FIELDS_OF_HEADER].union(
            facts![NO_CARRIAGE_RETURN, ONE_MEANING_OF_BACKSLASHES].when(suspicious.is_empty()),
        );
        let proven = self.plan.fast_path.facts_of_row(&seen, of_line);
        let is_cleared = scratch.uncleared.is_empty() && self.plan.fast_path.clears_row(proven);
        if is_cleared && !self.file.keeps_values {
            debug_assert_eq!(
                self.check_by_rules(text.as_bytes()).0,
                [],
                "the fast path cleared what a rule reports"
            );
            name_as_seen(self.plan, &seen, row);
            self.count_birthdate(text, start, line, row);
            return true;
        }
        let has_backslash = memchr(b'\\', text.as_bytes()).is_some();
        if is_blank(text.as_bytes())
            || (has_backslash && !suspicious.is_empty())
            || self.may_be_no_user(text)
        {
            return false;
        }
        self.find_spans(start, line, end_of_text, &mut scratch.spans);
        let values = if has_backslash {
            unescape(text, &mut scratch.spans, &mut scratch.joined);
            scratch.joined.as_str()
        } else {
            text
        };
        let record = Record::from_spans(values, &scratch.spans);
        let has_other_interpretation = !columns.duplicate_columns.is_empty()
            || (!columns.has_only_columns()
                && (!line.is_ascii || memchr(b'"', text.as_bytes()).is_some()))
            || scratch.uncleared.iter().any(|column| {
                record.field(*column).is_some_and(|value| {
                    readings::has_unicode_space(value)
                        || readings::begins_with_quotation_mark(value)
                })
            });
        if has_other_interpretation {
            return false;
        }
        self.count_birthdate(text, start, line, row);
        let uncleared = &scratch.uncleared;
        self.find_in_rest(text, record, proven, uncleared, &mut scratch.findings);
        debug_assert_eq!(
            scratch.findings,
            self.check_by_rules(text.as_bytes()).0,
            "the fast path cleared what a rule reports"
        );
        if has_backslash {
            // A name was seen as it was written.
            name_by_values(self.plan, &record, row);
        } else {
            name_as_seen(self.plan, &seen, row);
        }
        row.report(&scratch.findings, &[]);
        if self.file.keeps_values {
            self.keep(&record, row);
        }
        true
    }

    /// Counts what the birthdate of a line shows of the order of dates.
    #[inline]
    fn count_birthdate(&self, text: &str, start: usize, line: Line<'_>, row: &mut RowBuilder<'_>) {
        let field = |place: usize| {
            let from = match place.checked_sub(1) {
                Some(before) => *bug::slice(line.ends, before) as usize + 1,
                None => start,
            };
            let end = (*bug::slice(line.ends, place) as usize).min(start + text.len());
            Some(bug::text(text, from - start..end - start))
        };
        self.count_columns(row.judged(), field);
    }

    /// Asks the rules about what the fast path did not clear of a line with one interpretation.
    fn find_in_rest(
        &self,
        text: &str,
        record: Record<'_>,
        proven: Facts,
        columns: &[crate::schema::ColumnId],
        findings: &mut Vec<Finding>,
    ) {
        findings.clear();
        let reading = RawRecord {
            line: Some(text),
            as_cognito: true,
            ..RawRecord::default()
        };
        self.plan.find_in_reading(&reading, proven, findings);
        let row = RowShape::of_header(self.file.columns.len()).row(record, &self.plan.schema);
        self.plan
            .find_in_row(&row, Asked { columns, proven }, findings);
    }

    /// Where the values of a line are in it, by column.
    fn find_spans(&self, start: usize, line: Line<'_>, end_of_text: usize, spans: &mut Vec<Span>) {
        spans.clear();
        spans.extend(self.file.columns.by_column.iter().map(|place| {
            place.map_or(Span::ABSENT, |place| {
                let from = match place.checked_sub(1) {
                    Some(before) => *bug::slice(line.ends, before) as usize + 1,
                    None => start,
                };
                let end = (*bug::slice(line.ends, place) as usize).min(end_of_text);
                Span::new(narrow(from - start), narrow(end - start))
            })
        }));
    }

    /// Keeps values that a check never changes.
    fn keep(&self, record: &Record<'_>, row: &mut RowBuilder<'_>) {
        let columns = self.plan.schema.columns().iter();
        let values = columns.map(|column| record.field(column.id));
        row.keep(values.clone(), values);
    }

    /// Asks every rule about one line, in every interpretation that it has.
    fn check_by_rules<'b>(&self, content: &'b [u8]) -> (Vec<Finding>, Values<'b>) {
        let mut findings = Vec::new();
        let mut reading = RawRecord {
            as_cognito: true,
            ..RawRecord::default()
        };
        let mut ask = |reading: &RawRecord<'_>| {
            self.plan
                .find_in_reading(reading, Facts::NONE, &mut findings);
        };
        if content.len() > RECORD_BYTES {
            reading.too_long = Some(content.len() as u64);
            ask(&reading);
            return (findings, Values::new());
        }
        let line = match std::str::from_utf8(content) {
            Ok(line) => line,
            Err(error) => {
                let place = error.valid_up_to();
                let field = memchr_iter(b',', bug::slice(content, 0..place)).count() + 1;
                reading.invalid_byte = Some((place as u64, narrow(field)));
                ask(&reading);
                self.name_column(field, &mut findings);
                return (findings, Values::new());
            }
        };
        reading.blank = is_blank(content);
        reading.line = Some(line);
        ask(&reading);
        if reading.blank {
            return (findings, Values::new());
        }
        if self.may_be_no_user(line) {
            let fields: Vec<_> = cognito::fields(line).collect();
            if let Some(no_user) = self.no_user(&fields) {
                ask(&no_user);
            }
        }
        let (mut in_row, values) = self.check_interpretations(line);
        findings.append(&mut in_row);
        (findings, values)
    }

    /// Whether a line may be the header again, or the end of a report, by the look of its start.
    fn may_be_no_user(&self, line: &str) -> bool {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        let names = &self.file.names;
        let is_like_header = names
            .first()
            .is_some_and(|name| !name.is_empty() && line.starts_with(name.trim()));
        let after_number = line.trim_start_matches(|c: char| c == '(' || c.is_ascii_digit());
        let is_total = after_number
            .get(..5)
            .is_some_and(|word| word.eq_ignore_ascii_case("total"));
        is_like_header
            || is_total
            || after_number.starts_with(" row")
            || line.starts_with(['-', '+', '=', '_'])
            || begins_report(line)
    }

    /// What is found in a line, in whichever interpretation explains it best.
    fn check_interpretations<'b>(&self, line: &'b str) -> (Vec<Finding>, Values<'b>) {
        let mut joined: Option<Readings<Values<'b>>> = None;
        for interpretation in readings::of(line, &self.plan.schema, &self.file.columns) {
            let Interpretation { fields, because } = interpretation;
            let (findings, values) = self.find_in_fields(&fields);
            match &mut joined {
                None => joined = Some(Readings::new(findings, values)),
                Some(joined) => joined.add(self.plan, because, findings, values),
            }
        }
        joined.map(Readings::finish).unwrap_or_default()
    }

    /// Asks the rules about the fields of one interpretation. That the first field counts of a column
    /// that the header names twice is a guess: where only the last makes the row one that may be
    /// imported, the last counts.
    fn find_in_fields<'b>(&self, fields: &[Cow<'b, str>]) -> (Vec<Finding>, Values<'b>) {
        let first = self.find_in_values(fields);
        let duplicates = &self.file.columns.duplicate_columns;
        if duplicates.is_empty() || self.plan.judge(&first.0).may_be_imported() {
            return first;
        }
        let mut fields = fields.to_vec();
        for (first, last) in duplicates {
            if *last < fields.len() {
                fields.swap(*first, *last);
            }
        }
        let last = self.find_in_values(&fields);
        if self.plan.judge(&last.0).may_be_imported() {
            last
        } else {
            first
        }
    }

    fn find_in_values<'b>(&self, fields: &[Cow<'b, str>]) -> (Vec<Finding>, Values<'b>) {
        let values = self.by_column(fields);
        let mut findings = Vec::new();
        let shape = RowShape::of(&self.file.columns, fields);
        let borrowed = borrowed(&values);
        let row = shape.row(Record::from_values(&borrowed), &self.plan.schema);
        let asked = Asked {
            columns: &self.plan.all_columns,
            proven: Facts::NONE,
        };
        self.plan.find_in_row(&row, asked, &mut findings);
        let columns = &self.file.columns;
        if fields.len() >= columns.len() {
            let field = |place: usize| fields.get(place).map(Cow::as_ref);
            findings.extend(columns.account_findings(field));
        }
        (findings, values)
    }
}

/// Takes the backslash off each comma that has one: a value that has such a comma is copied to the end of
/// `joined`, after all of `text`.
fn unescape(text: &str, spans: &mut [Span], joined: &mut String) {
    joined.clear();
    joined.push_str(text);
    let mut escapes = memmem::find_iter(text.as_bytes(), b"\\,").peekable();
    // The spans are in the order of the columns, which need not be that of the fields.
    while let Some(escape) = escapes.next() {
        let Some(span) = spans.iter_mut().find(|span| span.contains(escape)) else {
            continue;
        };
        let range = span.range();
        let start = joined.len();
        joined.push_str(bug::text(text, range.start..escape));
        let mut from = escape + 1;
        while let Some(next) = escapes.next_if(|next| *next < range.end) {
            joined.push_str(bug::text(text, from..next));
            from = next + 1;
        }
        joined.push_str(bug::text(text, from..range.end));
        *span = Span::new(narrow(start), narrow(joined.len()));
    }
}
