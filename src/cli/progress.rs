//! The progress bar: bytes, rows a second, time left.

use std::{
    io::{self, IsTerminal, Read},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use memchr::memchr_iter;

/// How often the bar is drawn at most.
const DRAWS_A_SECOND: u8 = 8;

/// A reader that moves a bar while it is read.
pub(super) struct Progress<R> {
    reader: R,
    bar: Option<ProgressBar>,
    rows: u64,
}

impl<R: Read> Progress<R> {
    /// With a bar where a person looks on, and for a file of this length where it is known.
    pub(super) fn new(reader: R, length: Option<u64>, is_wanted: bool) -> Self {
        let bar = (is_wanted && io::stderr().is_terminal()).then(|| {
            let target = ProgressDrawTarget::stderr_with_hz(DRAWS_A_SECOND);
            let bar = ProgressBar::with_draw_target(length, target);
            let template = if length.is_some() {
                "{bar:30} {bytes}/{total_bytes}  {msg}  {eta} left"
            } else {
                "{spinner} {bytes}  {msg}"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        Self {
            reader,
            bar,
            rows: 0,
        }
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if let Some(bar) = &self.bar {
            let block = buffer.get(..read).unwrap_or_default();
            self.rows += memchr_iter(b'\n', block).count() as u64;
            bar.inc(read as u64);
            let seconds = bar.elapsed().as_secs().max(1);
            bar.set_message(format!("{} rows/s", self.rows / seconds));
        }
        Ok(read)
    }
}

impl<R> Drop for Progress<R> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
