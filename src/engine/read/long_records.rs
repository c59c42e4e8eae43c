//! Records beyond the bound, wherever their pieces end.

use super::*;
use crate::dialect::{Dialect, Encoding, LineEnds};

/// Where a piece ends changes nothing: the record comes once, with its whole content and its whole
/// line end, and no more is read than a chunk.
#[test]
fn a_long_record_ends_where_it_ends_wherever_its_pieces_do() {
    let mut asked = 0;
    for encoding in [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE] {
        let unit = encoding.unit();
        let encode = |text: &str| {
            let mut bytes = Vec::new();
            encoding.encode_ascii(text, &mut bytes);
            bytes
        };
        let next_lines = encode(&"c,d\n".repeat(1_000));
        for dialect in [Dialect::Cognito, Dialect::Rfc4180 { delimiter: b',' }] {
            let framer = Framer::new(dialect, encoding, LineEnds::LineFeed);
            for (blocks, more) in [(1, 100), (1, 101), (2, 101)] {
                let batch = RECORD_BYTES + more;
                for units in (blocks * batch / unit - 2)..(blocks * batch / unit + 2) {
                    for (line_end, next) in [
                        ("\r\n", &next_lines[..]),
                        ("\r\n", &[]),
                        ("\n", &next_lines),
                        ("\n", &[]),
                        ("", &[]),
                    ] {
                        let mut bytes = encode("x").repeat(units);
                        let content = bytes.len();
                        bytes.extend(encode(line_end));
                        let end = bytes.len();
                        if framer.is_by_line() && end <= batch {
                            // One line, which comes whole.
                            continue;
                        }
                        bytes.extend_from_slice(next);
                        let case = (encoding, dialect, batch, units, line_end, next.len());
                        assert_pieces(&bytes, framer, batch, (content, end), &case);
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(asked > 300, "{asked}");
}

fn assert_pieces(
    bytes: &[u8],
    framer: Framer,
    batch: usize,
    (content, end): (usize, usize),
    case: &impl std::fmt::Debug,
) {
    let mut reader = ChunkReader::new(bytes, framer, batch, Vec::new(), 0, false);
    let mut place = 0;
    let mut has_ended = false;
    while !has_ended {
        let mut chunk = Chunk::default();
        reader.next(&mut chunk).unwrap();
        let ChunkKind::Piece {
            is_first,
            is_last,
            content_end,
        } = chunk.kind
        else {
            panic!("{case:?} is in pieces up to its end");
        };
        let length = chunk.bytes.len();
        assert_eq!(is_first, place == 0, "{case:?}");
        assert!(length + reader.carry.len() <= batch + 4, "{case:?}");
        assert_eq!(chunk.offset, place as u64, "{case:?}");
        assert!(chunk.bytes[..] == bytes[place..place + length], "{case:?}");
        assert_eq!(content_end, length.min(content - place), "{case:?}");
        place += length;
        has_ended = is_last;
    }
    assert_eq!(place, end, "{case:?}");
    let mut chunk = Chunk::default();
    reader.next(&mut chunk).unwrap();
    assert!(!matches!(chunk.kind, ChunkKind::Piece { .. }), "{case:?}");
    assert!(chunk.bytes == bytes[place..], "{case:?}");
}

#[test]
fn a_long_record_is_read_by_the_smallest_batches() {
    for encoding in [Encoding::UTF_8, Encoding::UTF_16LE] {
        let mut bytes = Vec::new();
        encoding.encode_ascii(&"\r".repeat(9), &mut bytes);
        let dialect = Dialect::Cognito;
        let framer = Framer::new(dialect, encoding, LineEnds::LineFeed);
        let mut reader = ChunkReader::new(&bytes[..], framer, 1, Vec::new(), 0, false);
        reader.in_piece = true;
        let mut joined = Vec::new();
        for _ in 0..=bytes.len() {
            let mut chunk = Chunk::default();
            reader.next(&mut chunk).unwrap();
            joined.extend(chunk.bytes);
        }
        assert_eq!(joined, bytes, "{encoding:?}");
    }
}

#[test]
fn the_bound_is_the_same_for_every_batch() {
    for (encoding, dialect, line_end) in [
        (Encoding::UTF_8, Dialect::Cognito, "\n"),
        (Encoding::UTF_8, Dialect::Cognito, "\r\n"),
        (Encoding::UTF_8, Dialect::Rfc4180 { delimiter: b';' }, "\n"),
        (Encoding::UTF_16LE, Dialect::Cognito, "\n"),
    ] {
        let unit = encoding.unit();
        let framer = Framer::new(dialect, encoding, LineEnds::LineFeed);
        for batch in [1_000, RECORD_BYTES, RECORD_BYTES + 1, RECORD_BYTES + 2] {
            for over in [0, 1] {
                let mut bytes = Vec::new();
                encoding.encode_ascii("x", &mut bytes);
                bytes = bytes.repeat(RECORD_BYTES / unit + over);
                encoding.encode_ascii(line_end, &mut bytes);
                encoding.encode_ascii(&"c\n".repeat(RECORD_BYTES), &mut bytes);
                let mut chunk = Chunk::default();
                let mut reader = ChunkReader::new(&bytes[..], framer, batch, Vec::new(), 0, false);
                reader.next(&mut chunk).unwrap();
                let is_piece = matches!(chunk.kind, ChunkKind::Piece { .. });
                // A longer line may be read as one; the judge sees that it is too long.
                if over == 0 || !framer.is_by_line() {
                    assert_eq!(is_piece, over > 0, "{encoding:?} {line_end:?} {batch}");
                }
            }
        }
    }
}

/// A terminal can be read after its end; it would then wait for input.
#[test]
fn a_reader_at_its_end_is_not_asked_again() {
    struct Ends(Vec<&'static [u8]>);

    impl Read for Ends {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            assert!(!self.0.is_empty(), "it was at its end");
            let mut next = self.0.remove(0);
            next.read(buffer)
        }
    }

    let mut block = Vec::new();
    let mut at_end = false;
    let mut reader = Ends(vec![b"ab", b""]);
    for _ in 0..2 {
        fill(&mut reader, &mut block, 10, &mut at_end).unwrap();
        assert_eq!((&block[..], at_end), (&b"ab"[..], true));
    }
}
