//! Arbitrary bytes through the reader of the Cognito dialect.

use cognito_preflight::{
    dialect::cognito,
    engine::Mode,
    schema::{CsvHeader, Schema},
};

use crate::engine::{options, run as collect};

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
const HEADER: &str = "email,email_verified,cognito:mfa_enabled,cognito:username";

/// Every byte is accounted for, with the right line and offset; and what is written is read again.
pub fn run(data: &[u8]) {
    let (settings, rest) = data.split_at(data.len().min(2));
    let schema =
        Schema::new(Some(CsvHeader::parse(HEADER).expect("a header")), None).expect("a schema");
    let batch = 1 + usize::from(settings.first().copied().unwrap_or_default());
    let at_a_time = 1 + usize::from(settings.get(1).copied().unwrap_or_default());
    let with_header = [HEADER.as_bytes(), b"\n", rest].concat();
    for file in [rest, &with_header] {
        let (one, summary) =
            collect(&schema, options(Mode::Check, 2, batch), file, at_a_time).expect("a check");
        // A byte order mark and blank lines may come before the header, which has the mark as well.
        let mark = if file.starts_with(MARK) { MARK } else { b"" };
        let header = one.header.strip_prefix(mark).unwrap_or(&one.header);
        let start = (mark.len()..file.len())
            .find(|start| file[*start..].starts_with(header))
            .unwrap_or(mark.len());
        assert!(file[mark.len()..start].iter().all(u8::is_ascii_whitespace));
        let mut whole = [&file[..start], header].concat();
        if header.is_empty() {
            // No line is a header: what there is is blank.
            assert!(one.rows.is_empty());
            whole = file.to_vec();
        }
        let mut place = whole.len() as u64;
        let mut lines = 1 + line_ends(&whole);
        for row in &one.rows {
            assert_eq!((row.byte, row.line), (place, lines), "where a row begins");
            whole.extend_from_slice(&row.raw);
            whole.extend_from_slice(&row.line_end);
            assert!(matches!(
                row.line_end.as_slice(),
                b"" | b"\n" | b"\r\n" | b"\r"
            ));
            place = whole.len() as u64;
            lines += u64::from(!row.line_end.is_empty());
        }
        assert!(whole == file, "every byte is in exactly one row");
        assert_eq!(summary.counts.rows.rows(), one.rows.len() as u64);
        let (other, _) =
            collect(&schema, options(Mode::Check, 1, 1 << 18), file, 1 << 20).expect("a check");
        assert_eq!(one, other, "batches change nothing");
    }
    if let Ok(text) = std::str::from_utf8(rest) {
        write_and_read(&text.split('\u{1f}').collect::<Vec<_>>());
    }
}

/// A line feed, a carriage return and a line feed, or a carriage return where no line feed is used.
fn line_ends(before: &[u8]) -> u64 {
    let feeds = before.iter().filter(|byte| **byte == b'\n').count();
    if feeds > 0 {
        feeds as u64
    } else {
        before.iter().filter(|byte| **byte == b'\r').count() as u64
    }
}

fn write_and_read(values: &[&str]) {
    let can_be_said = values
        .iter()
        .all(|value| cognito::inexpressible(value).is_none());
    let mut line = Vec::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        cognito::write_field(value, &mut line);
    }
    let line = String::from_utf8(line).expect("text");
    let read: Vec<String> = cognito::fields(&line)
        .map(|field| field.into_owned())
        .collect();
    let is_same = read.iter().map(String::as_str).eq(values.iter().copied());
    if can_be_said {
        assert!(is_same, "{values:?} became {read:?}");
        assert!(!line.contains(['\n', '\r']));
    }
    for raw in cognito::raw_fields(&line) {
        let _ = cognito::unescape(raw);
    }
}
