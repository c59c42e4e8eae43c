//! Files and standard input, by the same name for both.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use crate::engine::Error;

use super::failure::Failure;

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

/// Opens a file, or standard input.
pub(super) fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if is_standard(path) {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(source) => Err(cannot_read(path, source)),
    }
}

/// The same, with a buffer.
pub(super) fn open_buffered(path: &Path) -> Result<BufReader<Box<dyn Read + Send>>, Failure> {
    Ok(BufReader::with_capacity(256 * 1024, open(path)?))
}

/// Reads a whole document, with its name.
pub(super) fn document(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    let mut bytes = Vec::new();
    open(path)?
        .take(DOCUMENT_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|source| cannot_read(path, source))?;
    Ok((name(path), bytes))
}

fn cannot_read(path: &Path, source: io::Error) -> Failure {
    Failure::Engine(Error::Read {
        name: name(path),
        byte: 0,
        source,
    })
}

/// The length of a regular file.
pub(super) fn length(path: &Path) -> Option<u64> {
    let metadata = path.metadata().ok()?;
    metadata.is_file().then_some(metadata.len())
}
