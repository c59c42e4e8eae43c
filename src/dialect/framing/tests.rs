//! Where records end, in every dialect, encoding and kind of line end.

use super::*;

const COMMA: Dialect = Dialect::Rfc4180 { delimiter: b',' };

fn contents(framer: Framer, block: &[u8]) -> Vec<(Vec<u8>, u32)> {
    let mut start = 0;
    let mut records = Vec::new();
    while start < block.len() {
        let Frame::Record(record) = framer.frame(block, start, true, true) else {
            panic!("the last block always holds whole records");
        };
        let content = &block[record.start as usize..record.content_end as usize];
        records.push((content.to_vec(), record.lines));
        assert!(record.end as usize > start);
        start = record.end as usize;
    }
    records
}

fn texts(framer: Framer, block: &[u8]) -> Vec<String> {
    contents(framer, block)
        .into_iter()
        .map(|(bytes, _)| String::from_utf8(bytes).unwrap())
        .collect()
}

#[test]
fn lines_end_in_a_line_feed_with_or_without_a_carriage_return() {
    let framer = Framer::new(Dialect::Cognito, Encoding::UTF_8, LineEnds::LineFeed);
    assert_eq!(
        texts(framer, b"a,b\nc\r\n\nd\re\n\"f\ng"),
        ["a,b", "c", "", "d\re", "\"f", "g"]
    );
}

#[test]
fn a_lone_carriage_return_is_part_of_its_value() {
    let framer = Framer::new(COMMA, Encoding::UTF_8, LineEnds::LineFeed);
    assert_eq!(
        texts(framer, b"a,b\rc\nd,\re\r\n\r\"f\ng\r"),
        ["a,b\rc", "d,\re", "\r\"f", "g\r"]
    );
    let framer = Framer::new(COMMA, Encoding::UTF_8, LineEnds::CarriageReturn);
    assert_eq!(texts(framer, b"a,b\rc\rd"), ["a,b", "c", "d"]);
}

#[test]
fn quoted_line_breaks_stay_inside_their_record() {
    let framer = Framer::new(COMMA, Encoding::UTF_8, LineEnds::LineFeed);
    assert_eq!(
        contents(framer, b"a,\"b\n\"\"c\"\r\nd,e\"f\ng"),
        [
            (b"a,\"b\n\"\"c\"".to_vec(), 2),
            (b"d,e\"f".to_vec(), 1),
            (b"g".to_vec(), 0),
        ]
    );
}

#[test]
fn an_unclosed_quote_takes_only_its_own_line() {
    let framer = Framer::new(COMMA, Encoding::UTF_8, LineEnds::LineFeed);
    let block = b"\"a\nb\",\"c\nd,e\nf\n";
    let Frame::Record(record) = framer.frame(block, 0, true, true) else {
        panic!("a last block holds whole records");
    };
    assert_eq!(record.unclosed_quote, Some(1));
    assert_eq!(&block[..record.end as usize], b"\"a\nb\",\"c\n");
    assert_eq!(texts(framer, &block[record.end as usize..]), ["d,e", "f"]);
}

#[test]
fn more_is_asked_for_where_the_next_byte_decides() {
    let framer = Framer::new(COMMA, Encoding::UTF_8, LineEnds::LineFeed);
    assert_eq!(framer.frame(b"a,\"b\"", 0, false, false), Frame::NeedsMore);
    assert_eq!(framer.frame(b"a\r", 0, false, false), Frame::NeedsMore);
    assert_eq!(framer.frame(b"a,\"b", 0, false, false), Frame::NeedsMore);
}

#[test]
fn utf_16_is_framed_like_utf_8() {
    let texts_of = |text: &str| {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let framer = Framer::new(COMMA, Encoding::UTF_16BE, LineEnds::LineFeed);
        contents(framer, &wide)
            .into_iter()
            .map(|(bytes, lines)| {
                let units: Vec<u16> = bytes
                    .chunks_exact(2)
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                    .collect();
                (String::from_utf16(&units).unwrap(), lines)
            })
            .collect::<Vec<_>>()
    };
    for text in [
        "a,b\nc\r\n\nd\re\n\"f\n\"g\nh",
        "a,\"b\n\"\"c\"\r\nd,e\"f\ng",
        "\"a\nb\",\"c\nd,e\nf\n",
        "Ċ,\u{2200}\n\u{0A0D}\r\n",
        "\"x\r\n",
    ] {
        let narrow = Framer::new(COMMA, Encoding::UTF_8, LineEnds::LineFeed);
        let expected: Vec<_> = contents(narrow, text.as_bytes())
            .into_iter()
            .map(|(bytes, lines)| (String::from_utf8(bytes).unwrap(), lines))
            .collect();
        assert_eq!(texts_of(text), expected, "{text:?}");
    }
}

fn frame(line_ends: LineEnds, block: &[u8], is_last: bool, at_limit: bool) -> Frame {
    Framer::new(COMMA, Encoding::UTF_8, line_ends).frame(block, 0, is_last, at_limit)
}

fn whole(end: u32, line_end: u32, lines: u32) -> Frame {
    Frame::Record(RecordBounds {
        content_end: end - line_end,
        end,
        lines,
        ..RecordBounds::default()
    })
}

#[test]
fn lines_inside_quotation_marks_are_lines() {
    let frame = |line_ends, block| frame(line_ends, block, false, false);
    assert_eq!(frame(LineEnds::LineFeed, b"\"a\n\nb\"\nc"), whole(7, 1, 3));
    assert_eq!(
        frame(LineEnds::CarriageReturn, b"\"a\rb\"\rc"),
        whole(6, 1, 2)
    );
    // A lone carriage return ends nothing in a file whose lines end otherwise.
    assert_eq!(
        frame(LineEnds::LineFeed, b"\"a\nb\"\rc\r\nd"),
        whole(9, 2, 2)
    );
    // The mark that closes a value opens none, though a comma comes before it.
    assert_eq!(frame(LineEnds::LineFeed, b"\"a,\"\nb"), whole(5, 1, 1));
}

#[test]
fn what_more_bytes_may_change_waits_for_them() {
    for block in [&b"\"a\nb"[..], b"a\r", b"\"a\""] {
        let frame = |is_last, at_limit| frame(LineEnds::LineFeed, block, is_last, at_limit);
        assert_eq!(frame(false, false), Frame::NeedsMore, "{block:?}");
        assert_ne!(frame(true, false), Frame::NeedsMore, "{block:?}");
    }
    let lone = |line_ends, is_last| frame(line_ends, b"a\r", is_last, !is_last);
    assert_eq!(lone(LineEnds::LineFeed, true), whole(2, 0, 0));
    assert_eq!(lone(LineEnds::LineFeed, false), Frame::NeedsMore);
    assert_eq!(lone(LineEnds::CarriageReturn, true), whole(2, 1, 1));
    assert_eq!(lone(LineEnds::CarriageReturn, false), whole(2, 1, 1));
}

#[test]
fn a_mark_that_never_closes_ends_with_its_line() {
    for (line_ends, block, end, line_end, lines) in [
        (LineEnds::LineFeed, &b"\"a"[..], 2, 0, 0),
        (LineEnds::LineFeed, b"\"a\n\nb", 3, 1, 1),
        (LineEnds::LineFeed, b"\"a\r\nb", 4, 2, 1),
        (LineEnds::LineFeed, b"\"a\rb", 4, 0, 0),
        (LineEnds::LineFeed, b"\"a\rb\nc", 5, 1, 1),
        (LineEnds::LineFeed, b"\"\r\r\nc", 4, 2, 1),
        (LineEnds::CarriageReturn, b"\"a\rb", 3, 1, 1),
    ] {
        let Frame::Record(found) = frame(line_ends, block, true, false) else {
            panic!("a last block holds whole records");
        };
        let Frame::Record(mut expected) = whole(end, line_end, lines) else {
            panic!("made as a record");
        };
        expected.unclosed_quote = Some(0);
        assert_eq!(found, expected, "{block:?}");
    }
}

#[test]
fn records_are_found_from_any_line_end_in_cognitos_dialect_alone() {
    let of = |dialect, encoding| Framer::new(dialect, encoding, LineEnds::LineFeed);
    let framer = of(Dialect::Cognito, Encoding::UTF_8);
    assert!(framer.is_by_line() && framer.unit() == 1);
    assert_eq!(framer.last_line_end(b"a\nb\nc"), Some(4));
    assert_eq!(framer.last_line_end(b"a"), None);
    let framer = of(COMMA, Encoding::UTF_8);
    assert!(!framer.is_by_line() && framer.unit() == 1);
    for encoding in [Encoding::UTF_16LE, Encoding::UTF_16BE] {
        let framer = of(Dialect::Cognito, encoding);
        assert!(!framer.is_by_line() && framer.unit() == 2);
    }
}

/// Every text of up to five of the characters that matter, framed in UTF-8 and in UTF-16.
#[test]
fn utf_16_is_framed_where_utf_8_is() {
    let mut texts = vec![String::new()];
    for length in 0..5 {
        let longest: Vec<String> = texts
            .iter()
            .filter(|t| t.len() == length)
            .cloned()
            .collect();
        for text in longest {
            texts.extend(['a', ',', '"', '\n', '\r'].map(|c| format!("{text}{c}")));
        }
    }
    let flags = [(false, false), (false, true), (true, false)];
    for text in &texts {
        for dialect in [Dialect::Cognito, COMMA] {
            for line_ends in [LineEnds::LineFeed, LineEnds::CarriageReturn] {
                for (encoding, is_last, at_limit) in [Encoding::UTF_16LE, Encoding::UTF_16BE]
                    .iter()
                    .flat_map(|encoding| flags.map(|(last, more)| (*encoding, last, more)))
                {
                    let narrow = Framer::new(dialect, Encoding::UTF_8, line_ends);
                    let mut expected = narrow.frame(text.as_bytes(), 0, is_last, at_limit);
                    if let Frame::Record(record) = &mut expected {
                        record.content_end *= 2;
                        record.end *= 2;
                    }
                    let mut bytes = Vec::new();
                    encoding.encode_ascii(text, &mut bytes);
                    let wide = Framer::new(dialect, encoding, line_ends);
                    let found = wide.frame(&bytes, 0, is_last, at_limit);
                    let how = (dialect, line_ends, is_last, at_limit);
                    // It may look after a carriage return where that changes nothing.
                    let may_look = !is_last && !at_limit && text.ends_with('\r');
                    if found == Frame::NeedsMore && may_look {
                        continue;
                    }
                    assert_eq!(found, expected, "{text:?} {how:?}");
                }
            }
        }
    }
}
