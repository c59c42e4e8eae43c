//! Consistency: in which dialect the rows of a file's beginning have as many fields as one another.
//!
//! A backslash before a comma and a quotation mark after one mean different things in the two dialects,
//! but only in one of them does the row have the fields that the header names.

use crate::bug;

use super::{
    Dialect, Encoding, cognito,
    detect::Sample,
    framing::{Frame, Framer},
    line_ends_in,
    rfc4180::{Splitter, text_after_quotation_mark},
};

/// The rows with the right number of fields, in each dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consistency {
    pub(super) rfc_4180: Score,
    pub(super) cognito: Score,
}

/// How many lines belong to rows with the right number of fields, and how many such rows there are. Of
/// two readings with as many such lines, the one with more rows wins: lines inside quotation marks hardly
/// ever look like rows by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Score {
    lines: u64,
    rows: u64,
}

/// One record in one of the dialects.
#[derive(Debug, Clone, Copy)]
struct Record {
    /// How many fields it has; none where the dialect cannot tell, as after a quotation mark that never
    /// closes.
    fields: Option<usize>,
    lines: u64,
    /// Whether it reads alike in both dialects.
    reads_alike: bool,
}

impl Consistency {
    /// Reads the beginning of a comma-separated file in both dialects.
    ///
    /// Rows that read alike in both dialects give the right number of fields: the one that most of them
    /// have. The header's own number is used only without such rows, because rows may all end in a comma
    /// that the header lacks.
    pub(super) fn of(sample: Sample<'_>) -> Self {
        let delimiter = b',';
        let mut splitter = Splitter::new(delimiter);
        let rfc_4180 = records(sample, Dialect::Rfc4180 { delimiter }, |record| {
            let is_unclear = text_after_quotation_mark(record, delimiter).is_some();
            (!is_unclear).then(|| splitter.split(record).1.len())
        });
        let cognito = records(sample, Dialect::Cognito, |line| {
            Some(cognito::raw_fields(line).count())
        });
        let modal = modal_field_count(&rfc_4180);
        Self {
            rfc_4180: Score::of(&rfc_4180, modal),
            cognito: Score::of(&cognito, modal),
        }
    }
}

/// The records of a text that are not blank, the header among them.
fn records(
    sample: Sample<'_>,
    dialect: Dialect,
    mut fields_of: impl FnMut(&str) -> Option<usize>,
) -> Vec<Record> {
    let start = sample.text;
    let line_ends = line_ends_in(dialect, start.as_bytes());
    let framer = Framer::new(dialect, Encoding::UTF_8, line_ends);
    let mut records = Vec::new();
    let mut place = 0;
    while place < start.len() {
        let Frame::Record(bounds) = framer.frame(start.as_bytes(), place, true, true) else {
            break;
        };
        let (content_end, end) = (bounds.content_end as usize, bounds.end as usize);
        let record = bug::text(start, place..content_end);
        place = end;
        if record.trim_ascii().is_empty() || (content_end == end && !sample.is_whole) {
            continue;
        }
        let fields = fields_of(record).filter(|_| bounds.unclosed_quote.is_none());
        records.push(Record {
            fields,
            lines: u64::from(bounds.lines.max(1)),
            reads_alike: memchr::memchr2(b'"', b'\\', record.as_bytes()).is_none(),
        });
    }
    records
}

/// The number of fields that most rows have, of those that read alike in both dialects.
fn modal_field_count(records: &[Record]) -> Option<usize> {
    let rows = records.get(1..).unwrap_or_default();
    let mut counts: Vec<usize> = rows
        .iter()
        .filter(|row| row.reads_alike)
        .filter_map(|row| row.fields)
        .collect();
    counts.sort_unstable();
    let header = records.first().and_then(|header| header.fields);
    counts
        .chunk_by(|one, two| one == two)
        .filter_map(|same| Some((same.len(), *same.first()?)))
        .max_by_key(|(times, fields)| (*times, Some(*fields) == header))
        .map(|(_, fields)| fields)
}

impl Score {
    /// The rows of so many fields, or else of as many as the header.
    fn of(records: &[Record], modal: Option<usize>) -> Self {
        let Some((header, rows)) = records.split_first() else {
            return Self::default();
        };
        let expected = modal.or(header.fields);
        let mut score = Self::default();
        for row in rows {
            if row.fields.is_some() && row.fields == expected {
                score.lines += row.lines;
                score.rows += 1;
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consistency(text: &str, is_whole: bool) -> Consistency {
        Consistency::of(Sample { text, is_whole })
    }

    fn fit(rows: &str) -> (u64, u64) {
        let consistency = consistency(&format!("a,b,c\n{rows}"), true);
        (consistency.rfc_4180.lines, consistency.cognito.lines)
    }

    #[test]
    fn a_backslash_joins_two_fields_in_one_dialect_only() {
        assert_eq!(fit("C:\\temp\\,n,x\n1,2,3\n"), (2, 1));
        assert_eq!(fit("C:\\temp\\,n,x"), (1, 0));
        assert_eq!(fit("Main St\\, 1,n,x\n1,2,3\n"), (1, 2));
        assert_eq!(fit("1,2,3\n\n \n4,5,6\n"), (2, 2));
    }

    #[test]
    fn a_mark_after_an_escaped_comma_opens_a_field_in_one_dialect_only() {
        assert_eq!(fit("1 Main St\\,\"The Oaks\",n,x\n"), (0, 1));
        assert_eq!(fit("1\\,\"a,n,x\n1,2,3\n4\\,\"b,5,6\n"), (0, 3));
        assert_eq!(fit("\"1\\,2\",n,x\n\"a\nb\",\"n,m\",x\n"), (3, 1));
    }

    #[test]
    fn text_behind_a_closing_mark_and_a_mark_that_never_closes_do_not_fit() {
        assert_eq!(fit("\"a\"b,n,x\n"), (0, 1));
        assert_eq!(fit("\"a,n,x\n1,2,3\n"), (1, 2));
    }

    #[test]
    fn the_rows_that_read_alike_say_how_many_fields_there_are() {
        // Every row ends in a separator.
        assert_eq!(fit("C:\\temp\\,n,x,\n1,2,3,\n"), (2, 1));
        // As many rows have one number as the other: the header decides.
        assert_eq!(fit("1,2,3,4\n1,2,3\n"), (1, 1));
        assert_eq!(fit("1\\,2,3,4\n1,2,3,4\n1,2,3\n"), (1, 2));
    }

    #[test]
    fn a_line_that_may_have_been_cut_says_nothing() {
        for (rows, is_whole, lines) in [
            ("1,2,3\n1,2,3\nC:\\temp\\,n,x", true, (3, 2)),
            ("1,2,3\n1,2,3\nC:\\temp\\,n,x", false, (2, 2)),
            ("1,2,3\n1,2,3\nC:\\temp\\,n,x\n", false, (3, 2)),
        ] {
            let found = consistency(&format!("a,b,c\n{rows}"), is_whole);
            let found = (found.rfc_4180.lines, found.cognito.lines);
            assert_eq!(found, lines, "{rows:?}");
        }
    }

    #[test]
    fn nothing_fits_where_nothing_is() {
        let found = consistency("", true);
        assert_eq!(found.rfc_4180, Score::default());
        assert_eq!(found.cognito, Score::default());
    }

    #[test]
    fn lines_that_are_rows_fit_better_than_lines_in_quotation_marks() {
        let found = consistency("a,b,c\n1\\,\",2,3\n4,5\\,\",6\n", true);
        let (lines, rows) = (2, 2);
        assert_eq!(found.cognito, Score { lines, rows });
        assert_eq!(found.rfc_4180, Score { lines, rows: 1 }, "{found:?}");
        assert!(found.rfc_4180 < found.cognito);
    }
}
