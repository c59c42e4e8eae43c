//! Standard output as a file of the run.

use std::io::{self, Write};

/// What happens where the reader of standard output has closed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnBrokenPipe {
    /// The rest is not written: a report is for looking at, and its reader has seen enough.
    Ignore,
    /// The run cannot finish: rows would be lost.
    Fail,
}

/// Standard output, or in tests a writer in its place.
#[derive(Debug)]
pub(super) struct Stdout<W> {
    writer: W,
    on_broken_pipe: OnBrokenPipe,
    is_closed: bool,
}

impl Stdout<io::Stdout> {
    pub(super) fn new(on_broken_pipe: OnBrokenPipe) -> Self {
        Self::to(io::stdout(), on_broken_pipe)
    }
}

impl<W> Stdout<W> {
    const fn to(writer: W, on_broken_pipe: OnBrokenPipe) -> Self {
        Self {
            writer,
            on_broken_pipe,
            is_closed: false,
        }
    }

    /// The result of a write, or `ignored` where the pipe is closed and that is ignored.
    fn unless_ignored<T>(&mut self, done: io::Result<T>, ignored: T) -> io::Result<T> {
        match done {
            Err(error)
                if error.kind() == io::ErrorKind::BrokenPipe
                    && self.on_broken_pipe == OnBrokenPipe::Ignore =>
            {
                self.is_closed = true;
                Ok(ignored)
            }
            // A sink returns the error alone, so the error itself says which output it was.
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
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.writer.write(bytes);
        self.unless_ignored(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.writer.flush();
        self.unless_ignored(flushed, ())
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
    fn a_reader_of_a_report_may_close_it() {
        let mut out = Stdout::to(Fails(io::ErrorKind::BrokenPipe), OnBrokenPipe::Ignore);
        assert!(out.write_all(b"line").is_ok());
        assert!(out.flush().is_ok());
    }

    #[test]
    fn rows_are_never_lost_in_silence() {
        let mut out = Stdout::to(Fails(io::ErrorKind::BrokenPipe), OnBrokenPipe::Fail);
        let error = out.write_all(b"line").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        let mut out = Stdout::to(Fails(io::ErrorKind::StorageFull), OnBrokenPipe::Ignore);
        let error = out.write_all(b"line").unwrap_err();
        assert!(error.to_string().contains("standard output"), "{error}");
    }
}
