//! Files that every thread can read at any place, and the lines of one part of such a file.

use std::{fs::File, io};

use memchr::memchr;

use crate::bug;

use super::{Chunk, ChunkKind, RECORD_BYTES};

/// A file that any thread can read at any place, without a position that they would share.
///
/// Files and byte slices are such files; a wrapper can count or check what is read.
pub trait ReadAt: Sync {
    /// Reads bytes that begin at `offset` into `buffer` and says how many there were: 0 where the file
    /// ends at `offset` or before it. As with [`Read::read`](io::Read::read), there may be fewer than
    /// `buffer` holds although the file goes on.
    ///
    /// # Errors
    ///
    /// Whatever prevents the bytes from being read.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

#[cfg(unix)]
impl ReadAt for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }
}

#[cfg(windows)]
impl ReadAt for File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buffer, offset)
    }
}

impl ReadAt for &[u8] {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut rest = self.get(start..).unwrap_or_default();
        io::Read::read(&mut rest, buffer)
    }
}

/// Reads such a file from a place to its end.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    file: &'a dyn ReadAt,
    offset: u64,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(file: &'a dyn ReadAt, offset: u64) -> Self {
        Self { file, offset }
    }
}

impl io::Read for Cursor<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

/// A part of a file: the lines that begin from `start` up to `end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) start: u64,
    pub(crate) end: u64,
    /// Whether a line is known to begin at `start`.
    pub(crate) begins_line: bool,
}

/// What became of a [`Part`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartRead {
    /// The chunk holds its lines; none where no line begins in it.
    Lines,
    /// A line in it or before it is so long that its end was not looked for.
    LineTooLong,
}

/// How much is read beyond the end of a part at first, and at its start to find the first line.
const BEYOND: usize = 4096;

impl Part {
    /// Reads the lines of this part into a chunk. Parts that follow one another give every line once,
    /// whatever they cut through.
    pub(crate) fn read(
        self,
        file: &dyn ReadAt,
        line_end: u8,
        chunk: &mut Chunk,
    ) -> io::Result<PartRead> {
        chunk.kind = ChunkKind::Empty;
        let start = if self.begins_line {
            Some(self.start)
        } else {
            first_line_from(file, line_end, self.start, &mut chunk.bytes)?
        };
        let Some(start) = start else {
            return Ok(PartRead::LineTooLong);
        };
        chunk.offset = start;
        if start >= self.end {
            chunk.bytes.clear();
            return Ok(PartRead::Lines);
        }
        let length = usize::try_from(self.end - start).map_err(io::Error::other)?;
        let mut wanted = length + BEYOND.min(length);
        let mut read = 0;
        loop {
            let is_end = read_up_to(file, start, wanted, &mut read, &mut chunk.bytes)?;
            // The line that holds the last byte of the part is the last that may begin in it.
            let last = length - 1;
            let rest = chunk.bytes.get(last..read).unwrap_or_default();
            let end = match memchr(line_end, rest) {
                Some(offset) => last + offset + 1,
                None if is_end => read,
                None if read - last > RECORD_BYTES + 1 => return Ok(PartRead::LineTooLong),
                None => {
                    wanted = read + RECORD_BYTES.min(read);
                    continue;
                }
            };
            chunk.bytes.truncate(end);
            if end > 0 {
                chunk.kind = ChunkKind::Lines;
            }
            return Ok(PartRead::Lines);
        }
    }
}

/// The first place from `place` on at which a line begins, or one at or after the end of the file; nothing
/// where the line before it is too long. `buffer` is overwritten.
fn first_line_from(
    file: &dyn ReadAt,
    line_end: u8,
    place: u64,
    buffer: &mut Vec<u8>,
) -> io::Result<Option<u64>> {
    // A line begins at the place itself where the byte before it ends one.
    let from = place.saturating_sub(1);
    let mut wanted = BEYOND;
    let mut read = 0;
    loop {
        let is_end = read_up_to(file, from, wanted, &mut read, buffer)?;
        let text = bug::slice(buffer, ..read);
        match memchr(line_end, text) {
            Some(offset) => return Ok(Some(from + offset as u64 + 1)),
            None if is_end => return Ok(Some(from + read as u64)),
            None if read > RECORD_BYTES + 1 => return Ok(None),
            None => wanted = 2 * read,
        }
    }
}

/// By how much a buffer that was never full grows at a time.
const ROOM: usize = 32 * 1024;

/// Reads on until `buffer` holds `wanted` bytes from `start` of the file; the first `read` of them are
/// there already. Says whether the file has ended.
fn read_up_to(
    file: &dyn ReadAt,
    start: u64,
    wanted: usize,
    read: &mut usize,
    buffer: &mut Vec<u8>,
) -> io::Result<bool> {
    while *read < wanted {
        // What is left of an earlier chunk is overwritten. What it lacks is set to zero first, and little
        // more than the file has.
        let room = buffer.len().max(*read + ROOM).min(wanted);
        buffer.resize(room, 0);
        let rest = bug::slice_mut(buffer, *read..);
        match file.read_at(rest, start + *read as u64) {
            Ok(0) => {
                buffer.truncate(*read);
                return Ok(true);
            }
            Ok(count) => *read += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a file as its parts give them.
    fn lines(file: &[u8], part_bytes: u64) -> Option<Vec<u8>> {
        let mut joined = Vec::new();
        let mut start = 0;
        let mut chunk = Chunk::default();
        while start <= file.len() as u64 + part_bytes {
            let part = Part {
                start,
                end: start + part_bytes,
                begins_line: start == 0,
            };
            if part.read(&file, b'\n', &mut chunk).unwrap() == PartRead::LineTooLong {
                return None;
            }
            if chunk.kind.is_empty() {
                assert!(chunk.bytes.is_empty());
            } else {
                let begins_line = joined.last().is_none_or(|byte| *byte == b'\n');
                assert!(begins_line && (part.start..part.end).contains(&chunk.offset));
                assert_eq!(chunk.offset, joined.len() as u64);
                joined.extend_from_slice(&chunk.bytes);
            }
            start += part_bytes;
        }
        Some(joined)
    }

    #[test]
    fn every_line_is_in_the_part_in_which_it_begins() {
        for file in [
            &b""[..],
            b"\n",
            b"a",
            b"a\n\nbcd\n",
            b"abc\ndefghijkl\n\n\nm\nn",
        ] {
            for part_bytes in 1..=file.len() as u64 + 1 {
                assert_eq!(lines(file, part_bytes).unwrap(), file, "{part_bytes}");
            }
        }
    }

    #[test]
    fn a_line_within_the_bound_is_found_and_a_longer_one_is_left() {
        for (length, is_read) in [(RECORD_BYTES, true), (3 * RECORD_BYTES, false)] {
            let mut file = b"a\n".to_vec();
            file.extend(std::iter::repeat_n(b'x', length));
            file.extend_from_slice(b"\nb\n");
            let found = lines(&file, 100_000);
            assert_eq!(found.map(|joined| joined == file), is_read.then_some(true));
        }
    }

    #[test]
    fn an_interrupted_read_is_repeated() {
        struct Interrupted<'a>(&'a [u8], std::sync::atomic::AtomicBool);

        impl ReadAt for Interrupted<'_> {
            fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
                if self.1.fetch_xor(true, std::sync::atomic::Ordering::Relaxed) {
                    return Err(io::ErrorKind::Interrupted.into());
                }
                let buffer = buffer.get_mut(..1).unwrap();
                self.0.read_at(buffer, offset)
            }
        }

        let file = Interrupted(b"a\nb\n", std::sync::atomic::AtomicBool::new(true));
        let part = Part {
            start: 0,
            end: 100,
            begins_line: true,
        };
        let mut chunk = Chunk::default();
        let read = part.read(&file, b'\n', &mut chunk).unwrap();
        assert_eq!(read, PartRead::Lines);
        assert_eq!(chunk.bytes, b"a\nb\n");
    }
}
