//! Collects what a sink writes, so that the writer below sees large blocks only.

use std::io::{self, Write};

/// How many bytes are collected before they are written.
pub(super) const BLOCK: usize = 256 * 1024;

/// A writer with a buffer that a sink appends to directly.
#[derive(Debug)]
pub(super) struct Buffered<W> {
    writer: W,
    bytes: Vec<u8>,
}

impl<W: Write> Buffered<W> {
    pub(super) fn new(writer: W) -> Self {
        Self {
            writer,
            bytes: Vec::with_capacity(BLOCK + BLOCK / 4),
        }
    }

    /// The buffer. Call [`Self::write_full_block`] after each record.
    pub(super) const fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Writes the buffer once it has grown to a block.
    pub(super) fn write_full_block(&mut self) -> io::Result<()> {
        if self.bytes.len() < BLOCK {
            return Ok(());
        }
        self.write_out()
    }

    /// Writes bytes that may be as large as a block themselves, after what is in the buffer.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() >= BLOCK {
            self.write_out()?;
            return self.writer.write_all(bytes);
        }
        self.bytes.extend_from_slice(bytes);
        self.write_full_block()
    }

    /// Writes everything, through the writer below too.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.write_out()?;
        self.writer.flush()
    }

    /// The writer, without what was not written.
    pub(super) fn into_inner(self) -> W {
        self.writer
    }

    fn write_out(&mut self) -> io::Result<()> {
        self.writer.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pieces_reach_the_writer_only_in_blocks() {
        let mut buffered = Buffered::new(Vec::new());
        buffered.append(b"one").unwrap();
        buffered.write_full_block().unwrap();
        assert!(buffered.writer.is_empty());
        buffered.append(&vec![b'x'; BLOCK]).unwrap();
        assert_eq!(buffered.writer.len(), BLOCK + 3);
        buffered.bytes().push(b'y');
        buffered.finish().unwrap();
        assert!(buffered.into_inner().ends_with(b"xy"));
    }
}
