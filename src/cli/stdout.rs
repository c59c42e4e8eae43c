//! Standard output as a file of the run.

use std::io::{self, Write};

/// What it means that the reader of standard output has gone away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// It has seen enough: reports are for looking at.
    MayLeave,
    /// Rows would be lost: the run cannot finish.
    NeedsEverything,
}

/// Standard output, or in tests what stands for it.
#[derive(Debug)]
pub(super) struct Stdout<W> {
    writer: W,
    reader: Reader,
    has_left: bool,
}

impl Stdout<io::Stdout> {
    pub(super) fn new(reader: Reader) -> Self {
        Self::to(io::stdout(), reader)
    }
}

impl<W> Stdout<W> {
    const fn to(writer: W, reader: Reader) -> Self {
        Self {
            writer,
            reader,
            has_left: false,
        }
    }

    fn forgive<T>(&mut self, done: io::Result<T>, instead: T) -> io::Result<T> {
        match done {
            Err(error)
                if error.kind() == io::ErrorKind::BrokenPipe && self.reader == Reader::MayLeave =>
            {
                self.has_left = true;
                Ok(instead)
            }
            // A sink hands on the error alone, so that has to say which output it was.
            Err(error) => Err(io::Error::new(
                error.kind(),
                format!("cannot write to standard output: {error}"),
            )),
            done => done,
        }
    }
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_left {
            return Ok(bytes.len());
        }
        let written = self.writer.write(bytes);
        self.forgive(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.has_left {
            return Ok(());
        }
        let flushed = self.writer.flush();
        self.forgive(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails(io::ErrorKind);

    impl Write for Fails {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_of_a_report_may_leave() {
        let mut out = Stdout::to(Fails(io::ErrorKind::BrokenPipe), Reader::MayLeave);
        assert!(out.write_all(b"line").is_ok());
        assert!(out.flush().is_ok());
    }

    #[test]
    fn rows_are_never_lost_in_silence() {
        let mut out = Stdout::to(Fails(io::ErrorKind::BrokenPipe), Reader::NeedsEverything);
        let error = out.write_all(b"line").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        let mut out = Stdout::to(Fails(io::ErrorKind::StorageFull), Reader::MayLeave);
        let error = out.write_all(b"line").unwrap_err();
        assert!(error.to_string().contains("standard output"), "{error}");
    }
}
