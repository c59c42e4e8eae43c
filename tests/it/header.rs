//! The first lines of a file: what is found in them, what is done to them, and where rows begin.

use std::{
    collections::BTreeMap,
    io::{self, Read},
};

use cognito_preflight::{
    dialect::Encoding,
    engine::{Error, Mode, Preflight},
    rules::RuleId,
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{Collected, collect, collect_into, options};

const HEADER: &str = "email,email_verified,cognito:mfa_enabled,cognito:username";
const ROW: &str = "ana@example.com,true,false,ana";
const RECORD_BYTES: usize = 1 << 20;

fn schema() -> Schema {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(Some(header), Some(pool.unwrap())).unwrap()
}

fn encoded(encoding: Encoding, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    encoding.encode_ascii(text, &mut bytes);
    bytes
}

#[test]
fn what_is_done_to_a_whole_file_is_counted() {
    type Counted = (&'static str, u64);
    const MARK: Counted = ("remove-byte-order-mark", 1);
    const DECODE: Counted = ("convert-to-utf-8", 1);
    const LINE_ENDS: Counted = ("normalise-line-ends", 1);
    const REQUOTE: Counted = ("convert-to-cognito-dialect", 1);
    let plain = format!("{HEADER}\n{ROW}\n");
    let returns = format!("{HEADER}\r\n{ROW}\r\n");
    let wide = |text: &str| [&b"\xff\xfe"[..], &encoded(Encoding::UTF_16LE, text)].concat();
    let marked = format!("\u{feff}{plain}");
    let quoted = format!("{HEADER}\n\"ana@example.com\",true,false,ana\n");
    let files: [(Vec<u8>, &[Counted]); 8] = [
        (plain.clone().into_bytes(), &[]),
        (HEADER.into(), &[]),
        (marked.into_bytes(), &[MARK]),
        (returns.clone().into_bytes(), &[LINE_ENDS]),
        (quoted.into_bytes(), &[REQUOTE]),
        (wide(&plain), &[MARK, DECODE]),
        (wide(&returns), &[MARK, DECODE, LINE_ENDS]),
        (
            format!("\n\n{plain}").into_bytes(),
            &[("drop-blank-lines", 2)],
        ),
    ];
    for (file, expected) in files {
        let (_, summary) = collect(&schema(), options(Mode::Clean), &file).unwrap();
        let found: BTreeMap<&str, u64> = summary
            .counts
            .repairs
            .iter()
            .map(|(repair, times)| (repair.name(), *times))
            .collect();
        let shown = String::from_utf8_lossy(&file);
        assert_eq!(found, expected.iter().copied().collect(), "{shown:?}");
        assert_eq!(
            summary.files[0].input.byte_order_mark,
            expected.contains(&MARK),
            "{shown:?}"
        );
        let (_, summary) = collect(&schema(), options(Mode::Check), &file).unwrap();
        assert!(summary.counts.repairs.is_empty(), "{shown:?}");
    }
}

#[test]
fn what_is_found_in_the_header_stands_where_the_header_does() {
    let file = format!("\n \n{HEADER},x\n{ROW},\n");
    let (collected, summary) = collect(&schema(), options(Mode::Check), file.as_bytes()).unwrap();
    let rule = RuleId::named("header-has-unexpected-column").unwrap();
    let (_, place, _) = summary.counts.rules[&rule].first[0];
    assert_eq!((place.line, place.byte), (3, 3));
    assert_eq!(collected.header, format!("{HEADER},x\n").into_bytes());
    assert_eq!(collected.rows[0].line, 4);
}

#[test]
fn rows_go_on_behind_a_first_line_that_is_too_long() {
    for (length, is_too_long) in [
        (RECORD_BYTES - 1, false),
        (RECORD_BYTES + 1, true),
        (3 * RECORD_BYTES + 1, true),
    ] {
        let file = format!("{}\n{ROW}\n", "x".repeat(length));
        let (collected, _) = collect(&schema(), options(Mode::Check), file.as_bytes()).unwrap();
        let says = collected.file_rules().contains(&"header-is-too-long");
        assert_eq!(says, is_too_long, "{length}");
        let places: Vec<(u64, u64)> = collected.rows.iter().map(|r| (r.line, r.byte)).collect();
        assert_eq!(places, [(2, length as u64 + 1)], "{length}");
        let cleaned = collect(&schema(), options(Mode::Clean), file.as_bytes());
        let is_refused = matches!(cleaned, Err(Error::Header { line: 1, .. }));
        assert_eq!(is_refused, is_too_long, "{length}");
    }
}

#[test]
fn a_header_that_is_no_text_is_not_cleaned() {
    let file = [&b"\n\xff"[..], HEADER.as_bytes(), b"\n"].concat();
    let cleaned = collect(&schema(), options(Mode::Clean), &file);
    assert!(matches!(cleaned, Err(Error::Header { line: 2, .. })));
}

#[test]
fn a_line_that_announces_the_delimiter_stays_before_the_header() {
    let file = format!("sep=;\n{HEADER}\n{ROW}\nbo@example.com,true,false,\n").replace(',', ";");
    let (collected, _) = collect(&schema(), options(Mode::Clean), file.as_bytes()).unwrap();
    let header = HEADER.replace(',', ";");
    assert_eq!(collected.header, format!("sep=;\n{header}\n").into_bytes());
    assert_eq!(collected.rows[1].line, 4);
    assert_eq!(collected.rows[1].rules, ["username-missing"]);
    // Once only: a second such line is the header, and a job knows none at all.
    let file = format!("sep=;\nsep=;\n{ROW}\n");
    let (collected, _) = collect(&schema(), options(Mode::Clean), file.as_bytes()).unwrap();
    assert_eq!(collected.header, b"sep=;\nsep=;\n");
    let (collected, _) = collect(&schema(), options(Mode::Check), file.as_bytes()).unwrap();
    assert_eq!(collected.header, b"sep=;\n");
}

#[test]
fn who_asks_for_what_is_odd_is_told_that_alone() {
    let rows = |mode, rows: &str| {
        let preflight = Preflight::new(schema(), options(mode)).unwrap();
        let collector = Collected {
            only_notable: true,
            ..Collected::default()
        };
        let file = format!("{HEADER}\n{rows}");
        let (collected, _) = collect_into(collector, &preflight, "", file.as_bytes()).unwrap();
        let lines: Vec<u64> = collected.rows.iter().map(|row| row.line).collect();
        lines
    };
    let file = format!("{ROW}\nbo@example.com,true,maybe,bo\nmo@example.com,true,false,mo\n");
    assert_eq!(rows(Mode::Check, &file), [3]);
    assert_eq!(rows(Mode::Clean, &file), [3]);
    let file = format!("{ROW}\nbo@example.com,Yes,false,bo\nmo@example.com,true,false,mo\n");
    assert_eq!(rows(Mode::Clean, &file), [3]);
}

/// A file of which the disk gives only the beginning.
struct Broken(u64);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("the disk is gone"));
        }
        let read = io::repeat(b'x').take(self.0).read(buffer)?;
        self.0 -= read as u64;
        Ok(read)
    }
}

#[test]
fn an_error_says_up_to_where_the_file_was_read() {
    let preflight = Preflight::new(schema(), options(Mode::Check)).unwrap();
    let start = format!("\u{feff}{HEADER}\n{ROW}\n");
    let mark = &start.as_bytes()[..3];
    for (beginning, length, expected) in [(mark, 3 << 20, 3 << 20), (start.as_bytes(), 10, 0)] {
        let file = beginning.chain(Broken(length));
        let error = preflight
            .run()
            .file("users.csv", file, &mut [])
            .unwrap_err();
        let Error::Read { byte, .. } = error else {
            panic!("{error}");
        };
        assert_eq!(byte, expected);
    }
}
