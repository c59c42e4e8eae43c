//! What the rejected file keeps of a row, and what it adds.

use super::*;
use crate::output::fixtures::{Fixture, Row};

const COGNITO: &str = "preflight:line,preflight:outcome,preflight:reasons,preflight:file dialect=cognito encoding=UTF-8";
const QUOTED: &str = "preflight:line,preflight:outcome,preflight:reasons,preflight:file dialect=rfc4180 delimiter=comma encoding=UTF-8";

fn failing<'a>(fixture: &'a Fixture, raw: &'a [u8]) -> Row<'a> {
    fixture
        .row(&[])
        .raw(raw, b"\r\n")
        .outcome(Outcome::Failed)
        .finding(fixture.fails(), Some("email"))
}

fn written(fixture: &Fixture, header: &[u8], rows: &[Row<'_>]) -> Vec<u8> {
    let mut sink = Rejected::new(Vec::new());
    fixture.begin(&mut sink, header);
    for row in rows {
        sink.row(&row.verdict()).unwrap();
    }
    sink.finish(&fixture.summary()).unwrap();
    sink.into_inner()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_header_is_written_even_without_a_row() {
    let fixture = Fixture::new();
    let out = written(&fixture, b"\xEF\xBB\xBFa,b", &[]);
    assert_eq!(text(&out), format!("\u{feff}a,b,{COGNITO}\r\n"));
    let out = written(&fixture, b"", &[]);
    assert_eq!(text(&out), format!("{COGNITO}\r\n"));
}

#[test]
fn a_row_keeps_its_bytes_and_says_why_it_was_rejected() {
    let fixture = Fixture::new();
    let out = written(&fixture, b"a,b", &[failing(&fixture, b"x,\"y\xFF\"")]);
    let mut expected = format!("a,b,{COGNITO}\r\nx,\"y").into_bytes();
    expected.extend_from_slice(b"\xFF\",7,FAILED,");
    expected.extend_from_slice(fixture.fails().rule().name.as_bytes());
    expected.extend_from_slice(b",\r\n");
    assert_eq!(out, expected);
}

#[test]
fn reasons_are_the_deciding_rules_once_each() {
    let fixture = Fixture::new();
    let row = failing(&fixture, b"x")
        .finding(fixture.fails(), None)
        .finding(fixture.warns(), None)
        .finding(fixture.skips(), None);
    let out = written(&fixture, b"a", &[row]);
    let (fails, skips) = (fixture.fails().rule().name, fixture.skips().rule().name);
    assert!(text(&out).ends_with(&format!("x,7,FAILED,{fails} {skips},\r\n")));
}

#[test]
fn an_imported_row_is_not_rejected() {
    let fixture = Fixture::new();
    let row = fixture
        .row(&[])
        .raw(b"x", b"\n")
        .finding(fixture.warns(), None);
    let out = written(&fixture, b"a", &[row]);
    assert_eq!(text(&out), format!("a,{COGNITO}\r\n"));
}

#[test]
fn the_last_row_gets_the_line_end_that_it_lacked() {
    let fixture = Fixture::new();
    let row = failing(&fixture, b"x").raw(b"x", b"");
    assert!(text(&written(&fixture, b"a", &[row])).ends_with("\r\n"));
}

#[test]
fn the_columns_do_not_pile_up() {
    let fixture = Fixture::new();
    let header = format!("a,{COGNITO}");
    let rows = [
        failing(&fixture, b"x,3,FAILED,some-rule,"),
        failing(&fixture, b"y,corrected by hand"),
        failing(&fixture, b"z,,,,"),
    ];
    let out = written(&fixture, header.as_bytes(), &rows);
    let name = fixture.fails().rule().name;
    assert_eq!(
        text(&out),
        format!(
            "{header}\r\nx,7,FAILED,{name},\r\ny,corrected by hand,7,FAILED,{name},\r\n\
             z,7,FAILED,{name},\r\n"
        )
    );
}

#[test]
fn what_is_rejected_again_is_the_same_again() {
    for (dialect, rows) in [
        (
            Dialect::Cognito,
            &[&br"x\,y,z"[..], b"x", br"x\", b"x,y,z", b""][..],
        ),
        (
            Dialect::Rfc4180 { delimiter: b',' },
            &[&b"\"x,y\",z"[..], b"x", b"x,\"y,z", b"x,y,z", b""][..],
        ),
    ] {
        let mut fixture = Fixture::new();
        fixture.input.dialect = dialect;
        let rows: Vec<_> = rows.iter().map(|raw| failing(&fixture, raw)).collect();
        let once = written(&fixture, b"a,b", &rows);
        let lines: Vec<&[u8]> = once
            .split(|byte| *byte == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .collect();
        let rows: Vec<_> = lines[1..lines.len() - 1]
            .iter()
            .map(|raw| failing(&fixture, raw))
            .collect();
        assert_eq!(text(&written(&fixture, lines[0], &rows)), text(&once));
    }
}

#[test]
fn the_columns_are_under_their_names() {
    let fixture = Fixture::new();
    let rows = [
        failing(&fixture, b"x"),
        failing(&fixture, br"x\"),
        failing(&fixture, b"x,y,z,,"),
    ];
    let out = text(&written(&fixture, b"a,b,c", &rows));
    let name = fixture.fails().rule().name;
    let lines: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(lines[0], format!("x,,,7,FAILED,{name},"));
    assert_eq!(lines[1], format!("x\\ ,,,7,FAILED,{name},"));
    // What is too much may be part of a value, and is never taken away.
    assert_eq!(lines[2], format!("x,y,z,,,7,FAILED,{name},"));
}

#[test]
fn a_row_does_not_grow_to_the_length_of_an_absurd_header() {
    let fixture = Fixture::new();
    let header = ",".repeat(MOST_FIELDS_ADDED + 1);
    let out = text(&written(
        &fixture,
        header.as_bytes(),
        &[failing(&fixture, b"x")],
    ));
    assert!(out.lines().nth(1).unwrap().starts_with("x,7,FAILED,"));
}

#[test]
fn nothing_is_added_inside_a_quotation_mark_that_never_closes() {
    let mut fixture = Fixture::new();
    fixture.input.dialect = Dialect::Rfc4180 { delimiter: b',' };
    let out = text(&written(&fixture, b"a,b,c", &[failing(&fixture, b"x,\"y")]));
    assert!(out.contains("\r\nx,\"y,7,FAILED,"), "{out}");
}

#[test]
fn names_that_hold_the_delimiter_are_quoted() {
    let mut fixture = Fixture::new();
    fixture.input.dialect = Dialect::Rfc4180 { delimiter: b':' };
    let out = text(&written(&fixture, b"a:b", &[failing(&fixture, b"x:y")]));
    let names = QUOTED.replace("comma", "colon").replace(',', "\":\"");
    assert!(out.starts_with(&format!("a:b:\"{names}\"\r\n")), "{out}");
}

#[test]
fn a_header_that_ends_in_a_backslash_keeps_its_last_name_apart() {
    let fixture = Fixture::new();
    let out = text(&written(&fixture, br"a,b\", &[]));
    assert_eq!(out, format!("a,b\\ ,{COGNITO}\r\n"));
}

#[test]
fn half_a_unit_of_utf_16_shifts_nothing_after_it() {
    for encoding in [Encoding::UTF_16LE, Encoding::UTF_16BE] {
        let mut fixture = Fixture::new();
        fixture.input.encoding = encoding;
        fixture.input.dialect = Dialect::Rfc4180 { delimiter: b',' };
        let mut raw = Vec::new();
        encoding.encode_ascii("x", &mut raw);
        raw.push(0xD8);
        let out = written(&fixture, b"", &[failing(&fixture, &raw)]);
        assert_eq!(out.len() % 2, 0);
        let mut end = Vec::new();
        let name = fixture.fails().rule().name;
        encoding.encode_ascii(&format!(",7,FAILED,{name}"), &mut end);
        assert!(out.windows(end.len()).any(|part| part == end));
        assert!(encoding.decode(&out).is_err());
    }
}

#[test]
fn a_record_in_pieces_is_put_together_again() {
    let fixture = Fixture::new();
    let header = format!("a,{COGNITO}");
    let mut sink = Rejected::new(Vec::new());
    fixture.begin(&mut sink, header.as_bytes());
    let long = vec![b'x'; 3 * KEPT_BACK];
    sink.piece(&long).unwrap();
    sink.piece(&long).unwrap();
    sink.piece(b",3,FAILED,some-rule,").unwrap();
    sink.row(&failing(&fixture, b"").verdict()).unwrap();
    sink.row(&failing(&fixture, b"next").verdict()).unwrap();
    sink.finish(&fixture.summary()).unwrap();
    assert_eq!(sink.rows(), 2);
    let name = fixture.fails().rule().name;
    let expected = format!(
        "{header}\r\n{}{},7,FAILED,{name},\r\nnext,7,FAILED,{name},\r\n",
        text(&long),
        text(&long)
    );
    assert_eq!(text(&sink.into_inner()), expected);
}

#[test]
fn a_final_backslash_does_not_escape_the_comma_after_it() {
    let fixture = Fixture::new();
    let out = written(&fixture, b"a", &[failing(&fixture, br"x\")]);
    assert!(text(&out).contains(r"x\ ,7,FAILED,"));
}

#[test]
fn utf_16_and_another_delimiter_are_kept() {
    let mut fixture = Fixture::new();
    fixture.input.encoding = Encoding::UTF_16LE;
    fixture.input.dialect = Dialect::Rfc4180 { delimiter: b'\t' };
    let utf_16 = |text: &str| {
        let mut bytes = Vec::new();
        Encoding::UTF_16LE.encode_ascii(text, &mut bytes);
        bytes
    };
    fixture.line_end = utf_16("\r\n");
    let raw = utf_16("x");
    let row = failing(&fixture, &raw).raw(&raw, b"");
    let out = written(&fixture, &utf_16("a"), &[row]);
    let names = QUOTED
        .replace(',', "\t")
        .replace("comma", "tab")
        .replace("UTF-8", "UTF-16LE");
    let name = fixture.fails().rule().name;
    assert_eq!(
        out,
        utf_16(&format!("a\t{names}\r\nx\t7\tFAILED\t{name}\t\r\n"))
    );
}
