//! Reading, judging and committing at once.
//!
//! Work goes in windows of batches. While one window is committed, in the order of the file and on one
//! thread, the next is judged on all threads. That gives order, bounded memory and the same bytes for any
//! number of threads, without a queue.

use std::{
    io::Read,
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::iter::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};

use super::{
    Error,
    commit::{Committer, FileState, Sinks},
    judge::{FileContext, Judge, Judged},
    plan::Plan,
    read::{Chunk, ChunkReader, Cursor, Part, PartRead, ReadAt},
};

/// How many batches of a window each thread has to judge: enough that none waits for another.
const BATCHES_FOR_EACH_THREAD: usize = 4;

/// The three stages of one file.
pub(crate) struct Pipeline<'a, 'p, 's, 'd> {
    pub(crate) plan: &'a Plan,
    pub(crate) name: &'a str,
    pub(crate) context: &'a FileContext,
    pub(crate) committer: &'a mut Committer<'p>,
    pub(crate) state: &'a mut FileState,
    pub(crate) sinks: &'a mut Sinks<'s, 'd>,
}

/// A chunk on its way through the stages.
struct Batch<'f> {
    chunk: Chunk,
    judge: Judge<'f>,
    judged: Judged,
}

impl Batch<'_> {
    fn judge(&mut self) {
        self.judge.judge(&self.chunk, &mut self.judged);
    }
}

impl<'a> Pipeline<'a, '_, '_, '_> {
    /// Runs a stream through three windows: while one is read, the one before it is judged and the one
    /// before that committed.
    pub(crate) fn run<R: Read + Send>(&mut self, reader: &mut ChunkReader<R>) -> Result<(), Error> {
        let (mut read, mut judged, mut committed) = (self.window(), self.window(), self.window());
        loop {
            self.stop_if_interrupted()?;
            let (filled, (written, ())) = rayon::join(
                || fill_window(reader, &mut read),
                || rayon::join(|| self.commit(&mut committed), || judge_window(&mut judged)),
            );
            written?;
            filled.map_err(|source| self.cannot_read(reader.offset(), source))?;
            // What was read is judged next, what was judged is committed next.
            std::mem::swap(&mut committed, &mut judged);
            std::mem::swap(&mut judged, &mut read);
            if is_empty(&judged) && is_empty(&committed) {
                return Ok(());
            }
        }
    }

    /// Runs a file in which every line is a record, from the line that begins at `start` on, through two
    /// windows: while one is committed, every thread reads and judges parts of the next. Returns where
    /// the file ended.
    pub(crate) fn run_at(&mut self, file: &dyn ReadAt, start: u64) -> Result<u64, Error> {
        let line_end = self.context.framer.line_end_byte();
        let chunk_bytes = self.plan.options.chunk_bytes();
        let (mut read, mut committed) = (self.window(), self.window());
        let mut offset = start;
        loop {
            self.stop_if_interrupted()?;
            let has_long_line = AtomicBool::new(false);
            let read_batch = |(number, batch): (usize, &mut Batch<'_>)| {
                let start = offset + (number * chunk_bytes) as u64;
                let part = Part {
                    start,
                    end: start + chunk_bytes as u64,
                    begins_line: number == 0,
                };
                let read = part.read(file, line_end, &mut batch.chunk)?;
                if read == PartRead::LineTooLong {
                    has_long_line.store(true, Ordering::Relaxed);
                    return Ok(offset);
                }
                batch.judge();
                // After the end of the file, a part has no lines and says nothing about where that is.
                let is_empty = batch.chunk.kind.is_empty();
                Ok::<u64, std::io::Error>(if is_empty { offset } else { batch.chunk.end() })
            };
            let (written, ends) = rayon::join(
                || self.commit(&mut committed),
                || {
                    read.par_iter_mut()
                        .enumerate()
                        .map(read_batch)
                        .try_reduce(|| offset, |one, other| Ok(one.max(other)))
                },
            );
            written?;
            let end = ends.map_err(|source| self.cannot_read(offset, source))?;
            if has_long_line.into_inner() {
                offset = self.run_over_long_line(file, offset, &mut read)?;
                empty_window(&mut committed);
                continue;
            }
            if is_empty(&read) {
                return Ok(offset);
            }
            offset = end;
            std::mem::swap(&mut read, &mut committed);
        }
    }

    /// Runs a window that begins at `offset` as a stream, and further ones until no record is
    /// left that was committed in part. Returns where the next line begins.
    fn run_over_long_line(
        &mut self,
        file: &dyn ReadAt,
        offset: u64,
        window: &mut [Batch<'a>],
    ) -> Result<u64, Error> {
        let mut reader = ChunkReader::new(
            Cursor::new(file, offset),
            self.context.framer,
            self.plan.options.chunk_bytes(),
            Vec::new(),
            offset,
            false,
        );
        loop {
            self.stop_if_interrupted()?;
            fill_window(&mut reader, window)
                .map_err(|source| self.cannot_read(reader.offset(), source))?;
            judge_window(window);
            self.commit(window)?;
            if !reader.is_in_piece() {
                return Ok(reader.offset());
            }
        }
    }

    fn window(&self) -> Vec<Batch<'a>> {
        let batches = rayon::current_num_threads() * BATCHES_FOR_EACH_THREAD;
        std::iter::repeat_with(|| Batch {
            chunk: Chunk::default(),
            judge: Judge::new(self.plan, self.context),
            judged: Judged::default(),
        })
        .take(batches)
        .collect()
    }

    fn commit(&mut self, window: &mut [Batch<'_>]) -> Result<(), Error> {
        for batch in window {
            let chunk = &batch.chunk;
            self.committer
                .commit(chunk, &batch.judged, self.state, self.sinks)?;
            while batch.judge.judge_rest(chunk, &mut batch.judged) {
                self.committer
                    .commit(chunk, &batch.judged, self.state, self.sinks)?;
            }
        }
        Ok(())
    }

    fn stop_if_interrupted(&self) -> Result<(), Error> {
        let interrupt = self.plan.options.interrupt.as_ref();
        if interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(Error::Interrupted);
        }
        Ok(())
    }

    fn cannot_read(&self, byte: u64, source: std::io::Error) -> Error {
        Error::Read {
            name: self.name.to_owned(),
            byte,
            source,
        }
    }
}

fn fill_window<R: Read>(
    reader: &mut ChunkReader<R>,
    window: &mut [Batch<'_>],
) -> std::io::Result<()> {
    for batch in window {
        reader.next(&mut batch.chunk)?;
    }
    Ok(())
}

fn judge_window(window: &mut [Batch<'_>]) {
    window.par_iter_mut().for_each(Batch::judge);
}

fn empty_window(window: &mut [Batch<'_>]) {
    for batch in window {
        batch.chunk = Chunk::default();
        batch.judged = Judged::default();
    }
}

/// Whether a window holds nothing, as after the end of the file. A batch in its middle may be empty
/// before that: the line that goes through its part begins in an earlier one.
fn is_empty(window: &[Batch<'_>]) -> bool {
    window
        .first()
        .is_none_or(|batch| batch.chunk.kind.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::{
        engine::{EachRow, Mode, Options, Preflight, read::RECORD_BYTES},
        prediction::Verdict,
        schema::{CsvHeader, Schema},
    };

    const HEADER: &str = "email,email_verified,cognito:username\n";

    /// Where each row begins, what is predicted of it and how long it is, and how many bytes were read.
    fn rows(file: &[u8], options: &Options, at: bool) -> (Vec<(u64, u64, bool, usize)>, u64) {
        let header = CsvHeader::parse(HEADER).unwrap();
        let schema = Schema::new(Some(header), None).unwrap();
        let preflight = Preflight::new(schema, options.clone()).unwrap();
        let mut rows = Vec::new();
        let mut each = EachRow(|verdict: &Verdict<'_>| {
            let position = verdict.position;
            let is_notable = verdict.findings.is_empty();
            rows.push((position.line, position.byte, is_notable, verdict.raw.len()));
            Ok(())
        });
        let mut run = preflight.run();
        let summary = if at {
            run.file_at("users.csv", &file, &mut [&mut each])
        } else {
            run.file("users.csv", file, &mut [&mut each])
        };
        (rows, summary.unwrap().input.bytes)
    }

    #[test]
    fn a_file_read_at_any_place_gives_the_rows_of_a_stream() {
        let long = "x".repeat(RECORD_BYTES + 5);
        let lines = [
            "a@example.com,true,ana",
            "",
            "b@example.com,maybe,bo",
            "c\r",
        ]
        .join("\n");
        for rows_of_file in [
            String::new(),
            lines.clone(),
            format!("{lines}\n{long}\n{lines}\n"),
            format!("{long}{long}{long}\r\n{long}\n{long}"),
        ] {
            let file = format!("{HEADER}{rows_of_file}");
            for (mode, threads, batch_bytes) in [
                (Mode::Check, 1, None),
                (Mode::Check, 2, Some(7)),
                (Mode::Check, 2, Some(100_000)),
                (Mode::Clean, 3, Some(11)),
            ] {
                if batch_bytes.is_some_and(|bytes| file.len() > 10_000 * bytes) {
                    continue;
                }
                let options = Options {
                    mode,
                    threads: Some(threads),
                    batch_bytes,
                    ..Options::default()
                };
                let as_stream = rows(file.as_bytes(), &options, false);
                let at = rows(file.as_bytes(), &options, true);
                let how = (mode, threads, batch_bytes, file.len());
                assert_eq!(at, as_stream, "{how:?}");
                assert_eq!(at.1, file.len() as u64);
            }
        }
    }
}
