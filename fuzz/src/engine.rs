//! Runs the engine on arbitrary bytes.

use std::io::{self, Read};

use cognito_preflight::{
    engine::{Error, Mode, Options, Preflight, Summary},
    schema::Schema,
};

use crate::collect::{Collected, collect_into};

/// A reader that gives its bytes in pieces of a few.
pub(crate) struct Slow<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at_a_time: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.at_a_time.max(1).min(into.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(count);
        into[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Runs the engine on a file; `None` where a cleaning refuses it, because its columns or the order of
/// its dates cannot be told.
pub(crate) fn run(
    schema: &Schema,
    options: Options,
    file: &[u8],
    at_a_time: usize,
) -> Option<(Collected, Summary)> {
    let cleans = options.mode == Mode::Clean;
    let preflight = Preflight::new(schema.clone(), options).expect("options that fit");
    let reader = Slow {
        bytes: file,
        at_a_time,
    };
    match collect_into(Collected::default(), &preflight, "", reader) {
        Ok(collected) => Some(collected),
        Err(
            Error::Header { .. }
            | Error::AmbiguousDateOrder { .. }
            | Error::RenameWithoutColumn { .. },
        ) if cleans => None,
        Err(error) => panic!("{error}"),
    }
}

/// Options of so many threads and so many bytes a batch.
pub(crate) fn options(mode: Mode, threads: usize, batch_bytes: usize) -> Options {
    let mut options = Options::default();
    options.mode = mode;
    options.threads = Some(threads);
    options.batch_bytes = Some(batch_bytes);
    options
}
