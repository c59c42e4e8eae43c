//! The same bytes through our parallel reader and through the `csv` crate.

use cognito_preflight::{
    engine::{DialectChoice, Mode},
    schema::{CsvHeader, Schema},
};

use crate::{
    collect::{Collected, CollectedRow},
    engine::{options, run as collect},
};

const COLUMNS: [&str; 3] = ["name", "email", "cognito:username"];

/// Record by record the same fields, wherever the blocks are cut.
pub fn run(data: &[u8]) {
    let (settings, rest) = data.split_at(data.len().min(2));
    let header = CsvHeader::parse(&COLUMNS.join(",")).expect("a header");
    let schema = Schema::new(Some(header), None).expect("a schema");
    let clean = |rest: &[u8], threads, batch, at_a_time| {
        let mut options = options(Mode::Clean, threads, batch);
        options.dialect = Some(DialectChoice::Rfc4180);
        options.delimiter = Some(b',');
        collect(&schema, options, &with_header(rest), at_a_time)
            .expect("a header that is right")
            .0
    };
    let read = |rest: &[u8]| clean(rest, 1, 1 << 18, 1 << 20);
    let whole = read(rest);
    let batch = 1 + usize::from(settings.first().copied().unwrap_or_default());
    let at_a_time = 1 + usize::from(settings.get(1).copied().unwrap_or_default());
    for threads in [1, 2] {
        assert_eq!(
            clean(rest, threads, batch, at_a_time),
            whole,
            "blocks change nothing"
        );
    }
    compare(&whole, rest, &with_header(rest));
    resumes(&whole, rest, read);
}

fn with_header(rest: &[u8]) -> Vec<u8> {
    [COLUMNS.join(",").as_bytes(), b"\n", rest].concat()
}

/// A record with a quotation mark that never closes ends with the line on which that one opens, and what
/// is before and after the record is read as if the rest were not there.
fn resumes(whole: &Collected, rest: &[u8], read: impl Fn(&[u8]) -> Collected) {
    let header = with_header(b"").len();
    let Some(number) = whole.rows.iter().position(never_closes) else {
        return;
    };
    let Some(row) = whole.rows.get(number) else {
        return;
    };
    let start = row.byte as usize - header;
    let end = start + row.raw.len() + row.line_end.len();
    let raw = |rows: &[CollectedRow]| rows.iter().map(|row| row.raw.clone()).collect::<Vec<_>>();
    let before = read(&rest[..start]);
    assert_eq!(raw(&before.rows), raw(&whole.rows[..number]), "before it");
    let after = read(&rest[end..]);
    assert_eq!(raw(&after.rows), raw(&whole.rows[number + 1..]), "after it");
}

fn never_closes(row: &CollectedRow) -> bool {
    says(row, "quotation-mark-never-closes")
}

fn says(row: &CollectedRow, rule: &str) -> bool {
    row.findings
        .iter()
        .any(|finding| finding.rule.rule().name == rule)
}

/// The rules that reject a record before it has fields.
const NOT_TAKEN_APART: [&str; 4] = [
    "text-after-quotation-mark",
    "line-break-hides-a-row",
    "row-repeats-header",
    "line-is-a-footer",
];

/// Whether text follows the mark that closes a field: found by taking one field after the other off.
fn has_text_after_mark(record: &[u8]) -> bool {
    let mut rest = record;
    loop {
        let length = match rest.strip_prefix(b"\"") {
            None => rest.iter().position(|byte| *byte == b','),
            Some(quoted) => {
                // Two marks mean one, so that an even number has passed after the closing one.
                let mut marks = 0;
                let close = quoted.iter().enumerate().position(|(place, byte)| {
                    marks += usize::from(*byte == b'"');
                    *byte == b'"' && marks % 2 == 1 && quoted.get(place + 1) != Some(&b'"')
                });
                let Some(close) = close else { return false };
                let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
                let blanks = quoted[close + 1..].iter().take_while(is_blank).count();
                match quoted.get(close + 1 + blanks) {
                    None => None,
                    Some(b',') => Some(close + 2 + blanks),
                    Some(_) => return true,
                }
            }
        };
        match length {
            None => return false,
            Some(length) => rest = &rest[length + 1..],
        }
    }
}

/// One record as the crate reads it, after a line: at the beginning of a file the crate takes a byte
/// order mark off.
fn alone(record: &[u8]) -> csv::ByteRecord {
    let file = [b"-\n", record].concat();
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file.as_slice())
        .byte_records()
        .nth(1)
        .and_then(Result::ok)
        .unwrap_or_default()
}

fn compare(ours: &Collected, rest: &[u8], file: &[u8]) {
    let mut ends_open = false;
    for row in &ours.rows {
        // Where ours differs on purpose, see `resumes`.
        ends_open |= never_closes(row);
        // A row that is not text says nothing of its quotation marks.
        ends_open |= row.raw.contains(&b'"') && std::str::from_utf8(&row.raw).is_err();
        let start = row.byte as usize;
        let end = start + row.raw.len();
        assert!(
            file[start..end] == row.raw,
            "the bytes of a row are where it says"
        );
        // A file of many lone carriage returns is read as one whose lines they end.
        if !has_lone_carriage_return(rest) {
            assert_eq!(
                row.line,
                1 + physical_lines(&file[..start]),
                "the physical line"
            );
        }
        if !never_closes(row) && row.raw.len() < 1 << 20 && std::str::from_utf8(&row.raw).is_ok() {
            assert_eq!(
                says(row, "text-after-quotation-mark"),
                has_text_after_mark(&row.raw),
                "text after a mark in {:?}",
                row.raw
            );
        }
    }
    if ends_open || has_lone_carriage_return(rest) {
        return;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file);
    let theirs: Vec<csv::ByteRecord> = reader
        .byte_records()
        .skip(1)
        .map(|record| record.expect("bytes"))
        .collect();
    // A blank line is no record of ours. Theirs does not say whether a blank field that is alone
    // was in quotation marks, so that such records are left out on both sides.
    let is_white = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let is_blank = |record: &csv::ByteRecord| {
        record.iter().all(|field| field.iter().all(is_white)) && record.len() <= 1
    };
    let ours: Vec<_> = ours
        .rows
        .iter()
        .map(|row| (row, alone(&row.raw)))
        .filter(|(_, record)| !is_blank(record))
        .collect();
    let theirs: Vec<_> = theirs.iter().filter(|record| !is_blank(record)).collect();
    assert_eq!(ours.len(), theirs.len(), "as many records");
    for ((our, record), their) in ours.iter().zip(&theirs) {
        assert!(
            record.iter().eq(their.iter()),
            "the same record: {:?}",
            our.raw
        );
        // A row that is not taken apart has no fields.
        if std::str::from_utf8(&our.raw).is_err()
            || their.len() != COLUMNS.len()
            || NOT_TAKEN_APART.iter().any(|rule| says(our, rule))
        {
            continue;
        }
        for (place, field) in their.iter().enumerate() {
            let written = our
                .written
                .get(place)
                .cloned()
                .flatten()
                .unwrap_or_default();
            assert_eq!(written.as_bytes(), field, "field {place} of {:?}", our.raw);
        }
    }
}

/// Line feeds before a place. The file has line feeds, so that a lone carriage return ends no line of
/// ours.
fn physical_lines(before: &[u8]) -> u64 {
    before.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// Whether a carriage return is alone: the `csv` crate ends a record there, and to us it is text.
fn has_lone_carriage_return(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .enumerate()
        .any(|(place, byte)| *byte == b'\r' && bytes.get(place + 1) != Some(&b'\n'))
}
