//! Reads a file in chunks that end where records end, in bounded memory.

mod at;

use std::io::{self, Read};

use memchr::memchr2;

use crate::{
    bug,
    dialect::framing::{Frame, Framer, RecordBounds},
};

pub use self::at::ReadAt;
pub(crate) use self::at::{Cursor, Part, PartRead};

/// The longest record that is read as one, in bytes. A longer one is read in pieces.
pub(crate) const RECORD_BYTES: usize = 1024 * 1024;

/// How many records of a chunk are framed, or judged, before they are committed. A chunk of users has
/// fewer; one of blank lines would have a hundred times as many, and memory must not depend on what
/// a file holds.
pub(crate) const RECORDS_AT_A_TIME: usize = 8192;

/// A run of whole records, or a piece of one that is too long.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// The bytes themselves.
    pub(crate) bytes: Vec<u8>,
    /// The offset of the first of them in the file.
    pub(crate) offset: u64,
    /// What the bytes hold.
    pub(crate) kind: ChunkKind,
}

impl Chunk {
    /// Where in the file the bytes end.
    pub(crate) const fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }
}

/// The record with which a file begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FirstRecord {
    /// There is none.
    None,
    /// It is longer than [`RECORD_BYTES`].
    TooLong,
    /// This one.
    Record(RecordBounds),
}

#[derive(Debug, Default)]
pub(crate) enum ChunkKind {
    /// Nothing: the file is at its end.
    #[default]
    Empty,
    /// Lines, each of them a record, framed by the judge.
    Lines,
    /// Records, framed already because quotation marks had to be followed.
    Records(Vec<RecordBounds>),
    /// A piece of a record longer than [`RECORD_BYTES`].
    Piece {
        /// Whether the record begins with it.
        is_first: bool,
        /// Whether the record ends with it.
        is_last: bool,
        /// Where its content ends and its line end begins.
        content_end: usize,
    },
}

impl ChunkKind {
    /// Whether a chunk of this kind holds nothing.
    pub(crate) const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// Turns what a reader yields into [`Chunk`]s.
pub(crate) struct ChunkReader<R> {
    reader: R,
    framer: Framer,
    chunk_bytes: usize,
    /// Bytes that were read and belong to the next chunk.
    carry: Vec<u8>,
    /// The offset of the first of them in the file.
    offset: u64,
    at_end: bool,
    in_piece: bool,
}

impl<R: Read> ChunkReader<R> {
    /// Begins with `carry`, which was read before, at `offset` of the file.
    pub(crate) fn new(
        reader: R,
        framer: Framer,
        chunk_bytes: usize,
        carry: Vec<u8>,
        offset: u64,
        at_end: bool,
    ) -> Self {
        Self {
            reader,
            framer,
            chunk_bytes: chunk_bytes.max(1),
            carry,
            offset,
            at_end,
            in_piece: false,
        }
    }

    /// What it reads.
    pub(crate) const fn body(&self) -> &R {
        &self.reader
    }

    /// Whether the last chunk was a piece of a record that goes on.
    pub(crate) const fn is_in_piece(&self) -> bool {
        self.in_piece
    }

    /// How many bytes of the file the chunks so far had.
    pub(crate) const fn offset(&self) -> u64 {
        self.offset
    }

    /// Gives the one record with which the rest of the file begins, such as the header.
    pub(crate) fn next_record(&mut self, chunk: &mut Chunk) -> io::Result<FirstRecord> {
        let mut block = std::mem::take(&mut self.carry);
        loop {
            match self.frame_one(&block, 0) {
                Some(Frame::Record(record)) => {
                    let end = record.end as usize;
                    self.give(&block, end, chunk);
                    return Ok(if end > 0 {
                        FirstRecord::Record(record)
                    } else {
                        FirstRecord::None
                    });
                }
                Some(Frame::NeedsMore) => {
                    self.carry = block;
                    return Ok(FirstRecord::TooLong);
                }
                None => {
                    let wanted = block.len() + RECORD_BYTES;
                    self.fill(&mut block, wanted)?;
                }
            }
        }
    }

    /// Skips a line that is too long to be a record.
    pub(crate) fn skip_long_line(&mut self) -> io::Result<()> {
        let mut block = std::mem::take(&mut self.carry);
        loop {
            if let Frame::Record(record) = self.framer.frame(&block, 0, self.at_end, true) {
                let end = record.end as usize;
                self.offset += end as u64;
                self.carry = block.split_off(end.min(block.len()));
                return Ok(());
            }
            self.offset += block.len() as u64;
            block.clear();
            self.fill(&mut block, RECORD_BYTES)?;
        }
    }

    /// Gives the next chunk; it is empty at the end of the file.
    pub(crate) fn next(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        // The records of the last chunk are not needed any more, but their memory is.
        let mut records = match std::mem::take(&mut chunk.kind) {
            ChunkKind::Records(mut records) => {
                records.clear();
                records
            }
            _ => Vec::new(),
        };
        let mut block = std::mem::take(&mut chunk.bytes);
        block.clear();
        block.extend_from_slice(&self.carry);
        self.carry.clear();
        let mut wanted = self.chunk_bytes.max(block.len());
        loop {
            self.fill(&mut block, wanted)?;
            if self.in_piece {
                // Even where nothing is left, the record still has to be ended.
                return self.next_piece(block, false, chunk);
            }
            if block.is_empty() {
                chunk.bytes = block;
                return Ok(());
            }
            if self.framer.is_by_line() {
                let end = if self.at_end {
                    Some(block.len())
                } else {
                    self.framer.last_line_end(&block)
                };
                if let Some(end) = end {
                    chunk.kind = ChunkKind::Lines;
                    self.keep_rest(block, end, chunk);
                    return Ok(());
                }
                // One more, for the carriage return of a line end that is still to come.
                if block.len() > RECORD_BYTES + 1 {
                    return self.next_piece(block, true, chunk);
                }
            } else {
                let mut start = 0;
                let mut is_too_long = false;
                while start < block.len() && records.len() < RECORDS_AT_A_TIME {
                    match self.frame_one(&block, start) {
                        Some(Frame::Record(record)) if record.end as usize > start => {
                            start = record.end as usize;
                            records.push(record);
                        }
                        Some(_) => {
                            is_too_long = true;
                            break;
                        }
                        None => break,
                    }
                }
                if start > 0 {
                    chunk.kind = ChunkKind::Records(records);
                    self.keep_rest(block, start, chunk);
                    return Ok(());
                }
                if is_too_long {
                    return self.next_piece(block, true, chunk);
                }
            }
            wanted = block.len().saturating_mul(2).max(self.chunk_bytes);
        }
    }

    /// Cuts one record within the bound; `None` where more of the file has to be read first.
    fn frame_one(&self, block: &[u8], start: usize) -> Option<Frame> {
        // The bound counts from the record's start, so that batches never change what is a record.
        let bound = start.saturating_add(RECORD_BYTES + self.framer.unit());
        let is_bounded = block.len() > bound;
        let view = bug::slice(block, ..bound.min(block.len()));
        let is_last = self.at_end && !is_bounded;
        match self.framer.frame(view, start, is_last, is_bounded) {
            Frame::NeedsMore if !is_bounded && !is_last => None,
            frame => Some(frame),
        }
    }

    fn next_piece(
        &mut self,
        mut block: Vec<u8>,
        is_first: bool,
        chunk: &mut Chunk,
    ) -> io::Result<()> {
        let unit = self.framer.unit();
        loop {
            let found = if self.framer.is_by_line() {
                self.framer.frame(&block, 0, false, true)
            } else {
                first_line_end(&block, self.framer)
            };
            match found {
                Frame::Record(record)
                    if record.end as usize + unit > block.len()
                        && record.end - record.content_end == u32::try_from(unit).unwrap_or(1)
                        && !self.at_end
                        && !self.framer.is_by_line() =>
                {
                    // A carriage return at the very end: what follows says whether it is alone.
                    let wanted = block.len() + unit;
                    self.fill(&mut block, wanted)?;
                }
                Frame::Record(record) => {
                    self.in_piece = false;
                    chunk.kind = ChunkKind::Piece {
                        is_first,
                        is_last: true,
                        content_end: record.content_end as usize,
                    };
                    self.keep_rest(block, record.end as usize, chunk);
                    return Ok(());
                }
                Frame::NeedsMore => {
                    let is_last = self.at_end;
                    let end = if is_last {
                        block.len()
                    } else {
                        // What may be half of a unit, or of a line end, waits for the other half.
                        let half = if unit == 1 {
                            usize::from(block.ends_with(b"\r"))
                        } else {
                            block.len() % unit
                        };
                        block.len() - half
                    };
                    if end == 0 && !is_last {
                        let wanted = block.len() + unit;
                        self.fill(&mut block, wanted)?;
                        continue;
                    }
                    self.in_piece = !is_last;
                    chunk.kind = ChunkKind::Piece {
                        is_first,
                        is_last,
                        content_end: end,
                    };
                    self.keep_rest(block, end, chunk);
                    return Ok(());
                }
            }
        }
    }

    fn keep_rest(&mut self, mut block: Vec<u8>, end: usize, chunk: &mut Chunk) {
        self.carry.extend_from_slice(bug::slice(&block, end..));
        block.truncate(end);
        chunk.offset = self.offset;
        self.offset += block.len() as u64;
        chunk.bytes = block;
    }

    fn give(&mut self, block: &[u8], end: usize, chunk: &mut Chunk) {
        chunk.bytes.clear();
        chunk.bytes.extend_from_slice(bug::slice(block, ..end));
        chunk.offset = self.offset;
        self.offset += end as u64;
        self.carry = bug::slice(block, end..).to_vec();
    }

    /// Reads until the block holds `wanted` bytes or the file ends.
    fn fill(&mut self, block: &mut Vec<u8>, wanted: usize) -> io::Result<()> {
        fill(&mut self.reader, block, wanted, &mut self.at_end)
    }
}

/// Reads until `block` holds `wanted` bytes or the reader is at its end.
pub(crate) fn fill(
    reader: &mut impl Read,
    block: &mut Vec<u8>,
    wanted: usize,
    at_end: &mut bool,
) -> io::Result<()> {
    let missing = wanted.saturating_sub(block.len());
    if missing == 0 || *at_end {
        return Ok(());
    }
    block.reserve_exact(missing);
    let read = reader.take(missing as u64).read_to_end(block)?;
    *at_end = read < missing;
    Ok(())
}

/// The first line end, as a record. A carriage return at the very end counts, for a line feed may follow.
fn first_line_end(block: &[u8], framer: Framer) -> Frame {
    let unit = framer.unit();
    let mut from = 0;
    while let Some(offset) = block
        .get(from..)
        .and_then(|rest| memchr2(b'\n', b'\r', rest))
    {
        let place = from + offset;
        from = place + 1;
        let (start, is_crlf) = if unit == 1 {
            let is_crlf = block.get(place) == Some(&b'\r') && block.get(place + 1) == Some(&b'\n');
            (place, is_crlf)
        } else {
            let start = place - place % 2;
            let Some(pair) = block.get(start..start + 2) else {
                break;
            };
            // The other byte of the unit must be zero for it to be a line end at all.
            if pair.contains(&0) == pair.iter().all(|byte| *byte == 0) {
                continue;
            }
            let is_crlf = pair.contains(&b'\r')
                && block.get(start + 2..start + 4).is_some_and(|next| {
                    next.contains(&b'\n')
                        && next.iter().position(|byte| *byte == 0)
                            == pair.iter().position(|byte| *byte == 0)
                });
            (start, is_crlf)
        };
        let end = start + unit * (1 + usize::from(is_crlf));
        let is_return = block.get(place) == Some(&b'\r') && !is_crlf;
        if is_return && framer.line_end_byte() == b'\n' && end + unit <= block.len() {
            continue;
        }
        let narrow = bug::narrow;
        return Frame::Record(RecordBounds {
            content_end: narrow(start),
            end: narrow(end),
            lines: 1,
            ..RecordBounds::default()
        });
    }
    Frame::NeedsMore
}

#[cfg(test)]
mod long_records;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Encoding, LineEnds};

    /// A reader that yields one byte at a time, as a slow pipe may.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut())
            else {
                return Ok(0);
            };
            *place = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn chunks(bytes: &[u8], dialect: Dialect, chunk_bytes: usize) -> Vec<Chunk> {
        let framer = Framer::new(dialect, Encoding::UTF_8, LineEnds::LineFeed);
        let mut reader = ChunkReader::new(Drip(bytes), framer, chunk_bytes, Vec::new(), 0, false);
        let mut chunks = Vec::new();
        loop {
            let mut chunk = Chunk::default();
            reader.next(&mut chunk).unwrap();
            if matches!(chunk.kind, ChunkKind::Empty) {
                return chunks;
            }
            chunks.push(chunk);
        }
    }

    #[test]
    fn every_byte_is_handed_on_once_for_every_batch_size() {
        let bytes = b"a,b\n\"c\nd\",e\r\n\r\n\"f\ng,h\ni\rj\n";
        for dialect in [Dialect::Cognito, Dialect::Rfc4180 { delimiter: b',' }] {
            for batch in 1..=bytes.len() + 1 {
                let chunks = chunks(bytes, dialect, batch);
                let joined: Vec<u8> = chunks.iter().flat_map(|c| c.bytes.clone()).collect();
                assert_eq!(joined, bytes, "{dialect:?} {batch}");
                let mut offset = 0;
                for chunk in chunks {
                    assert_eq!(chunk.offset, offset);
                    offset += chunk.bytes.len() as u64;
                }
            }
        }
    }

    #[test]
    fn a_record_beyond_the_bound_comes_in_pieces() {
        let mut bytes = b"a,b\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 5 * RECORD_BYTES));
        bytes.extend_from_slice(b"\r\nc,d\n");
        for dialect in [Dialect::Cognito, Dialect::Rfc4180 { delimiter: b',' }] {
            let chunks = chunks(&bytes, dialect, 1000);
            let pieces = chunks
                .iter()
                .filter(|chunk| matches!(chunk.kind, ChunkKind::Piece { .. }))
                .count();
            assert!(pieces >= 1, "{dialect:?}");
            let last = chunks.iter().rev().find_map(|chunk| match chunk.kind {
                ChunkKind::Piece {
                    is_last,
                    content_end,
                    ..
                } => Some((is_last, chunk.bytes.len() - content_end)),
                _ => None,
            });
            assert_eq!(last, Some((true, 2)), "{dialect:?}");
            let joined: Vec<u8> = chunks.iter().flat_map(|c| c.bytes.clone()).collect();
            assert!(joined == bytes, "{dialect:?}");
        }
    }

    #[test]
    fn a_record_within_the_bound_is_never_a_piece() {
        let bytes = b"a,b\nc,d\r\n\"e\nf\",g\n";
        for dialect in [Dialect::Cognito, Dialect::Rfc4180 { delimiter: b',' }] {
            for batch in 1..=bytes.len() {
                for chunk in chunks(bytes, dialect, batch) {
                    let is_piece = matches!(chunk.kind, ChunkKind::Piece { .. });
                    assert!(!is_piece, "{dialect:?} {batch}");
                }
            }
        }
    }

    #[test]
    fn a_line_end_is_found_in_units_of_the_encoding() {
        let framer_of = |encoding, line_ends| {
            Framer::new(Dialect::Rfc4180 { delimiter: b',' }, encoding, line_ends)
        };
        for (line_ends, text, content_end, end) in [
            (LineEnds::LineFeed, "ab\ncd", 2, 3),
            (LineEnds::LineFeed, "ab\r\ncd", 2, 4),
            (LineEnds::LineFeed, "ab\rcd\r\n", 5, 7),
            (LineEnds::CarriageReturn, "ab\rcd", 2, 3),
            (LineEnds::LineFeed, "\n\n", 0, 1),
            (LineEnds::LineFeed, "a\n\n", 1, 2),
            (LineEnds::LineFeed, "a\r", 1, 2),
            (LineEnds::LineFeed, "\ra\r", 2, 3),
        ] {
            for encoding in [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE] {
                let mut bytes = Vec::new();
                encoding.encode_ascii(text, &mut bytes);
                let framer = framer_of(encoding, line_ends);
                let Frame::Record(found) = first_line_end(&bytes, framer) else {
                    panic!("{text:?} has a line end");
                };
                let unit = framer.unit();
                let unit = u32::try_from(unit).unwrap();
                let places = (found.content_end, found.end, found.lines);
                assert_eq!(places, (content_end * unit, end * unit, 1), "{text:?}");
            }
        }
        let wide = |line_ends| framer_of(Encoding::UTF_16LE, line_ends);
        // A letter that has the byte of a line end, and a line end after it.
        for bytes in [&b"\x0a\x0d\x0d\x0a\0\x0a"[..], b"\x0a\x0d\x0d\x0a\x0a\0"] {
            let Frame::Record(found) = first_line_end(bytes, wide(LineEnds::LineFeed)) else {
                panic!("the third unit is a line end");
            };
            assert_eq!((found.content_end, found.end), (4, 6));
        }
        // A carriage return in one byte order is not a pair with a line feed in the other.
        let Frame::Record(found) = first_line_end(b"\x0d\0\0\x0a", wide(LineEnds::CarriageReturn))
        else {
            panic!("the first unit is a line end");
        };
        assert_eq!(found.end, 2);
        let narrow = framer_of(Encoding::UTF_8, LineEnds::LineFeed);
        assert_eq!(first_line_end(b"ab\rc", narrow), Frame::NeedsMore);
        let wide = wide(LineEnds::LineFeed);
        assert_eq!(first_line_end(b"\x0a", wide), Frame::NeedsMore);
    }
}
