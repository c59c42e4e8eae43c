//! In which dialect the rows of a file's beginning have as many fields as one another.
//!
//! A backslash before a comma and a quotation mark behind a comma mean different things in the two
//! dialects, but only in one of them does the row then have the fields that the header names.

use super::{
    Dialect, Encoding, cognito,
    cut::{Cut, Cutter},
    detect::{BYTES_LOOKED_AT, line_ends_in},
    rfc4180::{Splitter, text_behind_quotation_mark},
};

/// The rows with the right number of fields, in each dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub(super) rfc_4180: Fitting,
    pub(super) cognito: Fitting,
}

/// How many lines belong to rows with the right number of fields, and how many such rows there are. Of
/// as many lines more rows are the better fit: no lines inside quotation marks look like rows by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Fitting {
    lines: u64,
    rows: u64,
}

/// One record in one of the dialects.
#[derive(Debug, Clone, Copy)]
struct Record {
    /// How many fields it has, if quotation marks do nothing odd in it.
    fields: Option<usize>,
    lines: u64,
    /// Whether it reads alike in both dialects.
    is_plain: bool,
}

impl Fit {
    /// Reads a file's beginning, of which commas separate the fields, in both dialects.
    ///
    /// The right number of fields is the one that most of the rows have which read alike in both, for
    /// separators at the end may stand in every row and not in the header. Without such rows it is the
    /// header's.
    pub(super) fn of(start: &str) -> Self {
        let delimiter = b',';
        let mut splitter = Splitter::new(delimiter);
        let rfc_4180 = records(start, Dialect::Rfc4180 { delimiter }, |record| {
            let is_odd = text_behind_quotation_mark(record, delimiter).is_some();
            (!is_odd).then(|| splitter.split(record).1.len())
        });
        let cognito = records(start, Dialect::Cognito, |line| {
            Some(cognito::raw_fields(line).count())
        });
        let usual = usual(&rfc_4180);
        Self {
            rfc_4180: Fitting::of(&rfc_4180, usual),
            cognito: Fitting::of(&cognito, usual),
        }
    }
}

/// The records of a text that are not blank, the header among them.
fn records(
    start: &str,
    dialect: Dialect,
    mut fields_of: impl FnMut(&str) -> Option<usize>,
) -> Vec<Record> {
    let line_ends = line_ends_in(dialect, start.as_bytes());
    let cutter = Cutter::new(dialect, Encoding::UTF_8, line_ends);
    // No accepted encoding has more than two bytes for one of UTF-8: so short a text is the whole file,
    // and the last line of a longer one may have been cut.
    let is_whole = start.len() < BYTES_LOOKED_AT / 4;
    let mut records = Vec::new();
    let mut place = 0;
    while place < start.len() {
        let Cut::Record(cut) = cutter.cut(start.as_bytes(), place, true, true) else {
            break;
        };
        let (content_end, end) = (cut.content_end as usize, cut.end as usize);
        let record = start.get(place..content_end).unwrap_or_default();
        place = end;
        if record.trim_ascii().is_empty() || (content_end == end && !is_whole) {
            continue;
        }
        let fields = fields_of(record).filter(|_| cut.unclosed_quote.is_none());
        records.push(Record {
            fields,
            lines: u64::from(cut.lines.max(1)),
            is_plain: memchr::memchr2(b'"', b'\\', record.as_bytes()).is_none(),
        });
    }
    records
}

/// The number of fields that most of the plain rows have.
fn usual(records: &[Record]) -> Option<usize> {
    let rows = records.get(1..).unwrap_or_default();
    let mut counts: Vec<usize> = rows
        .iter()
        .filter(|row| row.is_plain)
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

impl Fitting {
    /// The rows of so many fields, or else of as many as the header.
    fn of(records: &[Record], usual: Option<usize>) -> Self {
        let Some((header, rows)) = records.split_first() else {
            return Self::default();
        };
        let expected = usual.or(header.fields);
        let mut fitting = Self::default();
        for row in rows {
            if row.fields.is_some() && row.fields == expected {
                fitting.lines += row.lines;
                fitting.rows += 1;
            }
        }
        fitting
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(rows: &str) -> (u64, u64) {
        let fit = Fit::of(&format!("a,b,c\n{rows}"));
        (fit.rfc_4180.lines, fit.cognito.lines)
    }

    #[test]
    fn a_backslash_joins_two_fields_in_one_dialect_only() {
        assert_eq!(fit("C:\\temp\\,n,x\n1,2,3\n"), (2, 1));
        assert_eq!(fit("C:\\temp\\,n,x"), (1, 0));
        assert_eq!(fit("Main St\\, 1,n,x\n1,2,3\n"), (1, 2));
        assert_eq!(fit("1,2,3\n\n \n4,5,6\n"), (2, 2));
    }

    #[test]
    fn a_mark_behind_an_escaped_comma_opens_a_field_in_one_dialect_only() {
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
        // A separator stands at the end of every row.
        assert_eq!(fit("C:\\temp\\,n,x,\n1,2,3,\n"), (2, 1));
        // As many rows have one number as the other: the header decides.
        assert_eq!(fit("1,2,3,4\n1,2,3\n"), (1, 1));
        assert_eq!(fit("1\\,2,3,4\n1,2,3,4\n1,2,3\n"), (1, 2));
    }

    #[test]
    fn a_line_that_may_have_been_cut_says_nothing() {
        let rows = "1,2,3\n".repeat(BYTES_LOOKED_AT / 20);
        let lines = rows.lines().count() as u64;
        assert_eq!(fit(&rows), (lines, lines));
        assert_eq!(fit(&format!("{rows}C:\\temp\\,n,x")), (lines, lines));
        assert_eq!(fit(&format!("{rows}C:\\temp\\,n,x\n")), (lines + 1, lines));
    }

    #[test]
    fn nothing_fits_where_nothing_is() {
        let fit = Fit::of("");
        assert_eq!(fit.rfc_4180, Fitting::default());
        assert_eq!(fit.cognito, Fitting::default());
    }

    #[test]
    fn lines_that_are_rows_fit_better_than_lines_in_quotation_marks() {
        let fit = Fit::of("a,b,c\n1\\,\",2,3\n4,5\\,\",6\n");
        let (lines, rows) = (2, 2);
        assert_eq!(fit.cognito, Fitting { lines, rows });
        assert_eq!(fit.rfc_4180, Fitting { lines, rows: 1 }, "{fit:?}");
        assert!(fit.rfc_4180 < fit.cognito);
    }
}
