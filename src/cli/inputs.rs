//! Files and standard input, by the same name for both.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use crate::{dialect::Decompressed, engine::ReadAt, output::is_stream};

use super::{closed::was_closed, failure::Failure};

/// The largest header or pool document that is read. Real ones have some kilobytes.
const DOCUMENT_BYTES: u64 = 64 * 1024 * 1024;

/// Whether a path stands for standard input or output.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path as it is shown.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// Whether a path is that of a file, which can be read a second time.
pub(super) fn is_file(path: &Path) -> bool {
    !is_standard(path) && fs::metadata(path).is_ok_and(|found| found.is_file())
}

/// Whether a device or a pipe has this name.
pub(super) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| is_stream(&found))
}

/// Refuses to read standard input twice.
pub(super) fn refuse_two_standard_inputs<'a>(
    paths: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<(), Failure> {
    let count = paths.into_iter().filter(|path| is_standard(path)).count();
    if count > 1 {
        return Err(Failure::usage(
            "standard input (-) can be only one of the inputs",
        ));
    }
    Ok(())
}

/// Standard input. Closed, it would be taken for an empty file.
fn standard_input() -> Result<io::Stdin, Failure> {
    let stdin = io::stdin();
    if was_closed(&stdin) {
        return Err(Failure::Io(
            "cannot read standard input: it is closed".to_owned(),
        ));
    }
    Ok(stdin)
}

/// Opens a file, or standard input.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if is_standard(path) {
        return Ok(Box::new(standard_input()?));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(TruncationGuard::new(file))),
        Err(error) => Err(Failure::open(path, &error)),
    }
}

/// What a run reads.
pub(super) enum Source {
    /// A regular file, which every thread can read.
    File(TruncationGuard),
    /// Standard input, a pipe or a device.
    Stream(Box<dyn Read + Send>),
}

/// Opens what a run reads.
pub(super) fn source(path: &Path) -> Result<Source, Failure> {
    if is_standard(path) {
        return Ok(Source::Stream(Box::new(standard_input()?)));
    }
    let file = File::open(path).map_err(|error| Failure::open(path, &error))?;
    Ok(if length_of(&file).is_some() {
        Source::File(TruncationGuard::new(file))
    } else {
        Source::Stream(Box::new(file))
    })
}

/// A file that must not become shorter while it is read: its last line would be taken for what it is
/// not, and the users after it would be lost in silence.
pub(super) struct TruncationGuard {
    file: File,
    /// The length of a regular file when it was opened; 0 for anything else, which cannot be
    /// truncated.
    length: u64,
    read: u64,
}

impl TruncationGuard {
    fn new(file: File) -> Self {
        let length = length_of(&file).unwrap_or_default();
        Self {
            file,
            length,
            read: 0,
        }
    }

    /// Refuses a file that ends before the place where it ended when it was opened.
    fn refuse_early_end(&self, end: u64) -> io::Result<()> {
        if end < self.length && length_of(&self.file).is_some_and(|now| now < self.length) {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was read",
            ));
        }
        Ok(())
    }
}

impl Read for TruncationGuard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read += count as u64;
        if count == 0 && !buffer.is_empty() {
            self.refuse_early_end(self.read)?;
        }
        Ok(count)
    }
}

impl ReadAt for TruncationGuard {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let count = self.file.read_at(buffer, offset)?;
        if count == 0 && !buffer.is_empty() {
            self.refuse_early_end(offset)?;
        }
        Ok(count)
    }
}

fn length_of(file: &File) -> Option<u64> {
    let metadata = file.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}

/// Opens what is in a file or in standard input, compressed or not, with a buffer.
pub(super) fn open_buffered(path: &Path) -> Result<impl BufRead, Failure> {
    let reader = Decompressed::new(open(path)?).map_err(|error| Failure::open(path, &error))?;
    Ok(BufReader::with_capacity(256 * 1024, reader))
}

/// Reads a whole document, with its name.
pub(super) fn document(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = Vec::new();
    open(path)?
        .take(DOCUMENT_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::open(path, &error))?;
    Ok((name(path), bytes))
}

/// The length of a regular file.
pub(super) fn length(path: &Path) -> Option<u64> {
    let metadata = path.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_input_is_read_once() {
        let (one, dash) = (PathBuf::from("a.csv"), PathBuf::from("-"));
        assert!(refuse_two_standard_inputs([&one, &dash]).is_ok());
        assert!(refuse_two_standard_inputs([&one, &one]).is_ok());
        assert!(refuse_two_standard_inputs([&dash, &one, &dash]).is_err());
    }

    #[test]
    fn a_file_that_becomes_shorter_is_not_taken_for_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.csv");
        let mut text = String::new();
        for (now, is_complete) in [(0, false), (4, false), (10, true), (20, true)] {
            fs::write(&path, [b'x'; 10]).unwrap();
            let mut reader = open(&path).unwrap();
            reader.read_exact(&mut [0; 5]).unwrap();
            let file = File::options().write(true).open(&path).unwrap();
            file.set_len(now).unwrap();
            assert_eq!(
                reader.read_to_string(&mut text).is_ok(),
                is_complete,
                "{now}"
            );
        }
    }

    #[test]
    fn a_file_that_becomes_shorter_is_refused_at_every_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.csv");
        fs::write(&path, [b'x'; 10]).unwrap();
        let Source::File(file) = source(&path).unwrap() else {
            panic!("it is a regular file");
        };
        let mut buffer = [0; 8];
        assert_eq!(file.read_at(&mut buffer, 8).unwrap(), 2);
        assert_eq!(file.read_at(&mut buffer, 10).unwrap(), 0);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(8)
            .unwrap();
        assert_eq!(file.read_at(&mut buffer, 0).unwrap(), 8);
        assert!(file.read_at(&mut buffer, 8).is_err());
    }

    #[test]
    fn only_a_file_has_a_length() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.csv");
        fs::write(&path, "12345").unwrap();
        assert_eq!(length(&path), Some(5));
        assert_eq!(length(folder.path()), None);
        assert_eq!(length(Path::new("-")), None);
    }
}
