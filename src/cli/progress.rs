//! The progress bar: bytes, rows a second, time left.

use std::{
    io::{self, IsTerminal, Read},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use memchr::memchr_iter;

use crate::engine::ReadAt;

/// How often the bar is drawn at most.
const DRAWS_A_SECOND: u8 = 8;

/// An input that moves a bar while it is read.
pub(super) struct Progress<R> {
    input: R,
    bar: Option<ProgressBar>,
    rows: AtomicU64,
    /// How far into the input anything was read.
    end: AtomicU64,
}

impl<R> Progress<R> {
    /// With a bar where a person looks on, and for a file of this length where it is known.
    pub(super) fn new(input: R, length: Option<u64>, is_wanted: bool) -> Self {
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
            input,
            bar,
            rows: AtomicU64::new(0),
            end: AtomicU64::new(0),
        }
    }

    /// Moves the bar for bytes that end at this place.
    fn advance(&self, bytes: &[u8], end: u64) {
        let Some(bar) = &self.bar else { return };
        let end = self.end.fetch_max(end, Ordering::Relaxed).max(end);
        let found = memchr_iter(b'\n', bytes).count() as u64;
        let rows = self.rows.fetch_add(found, Ordering::Relaxed) + found;
        bar.set_position(end);
        let seconds = bar.elapsed().as_secs().max(1);
        bar.set_message(format!("{} rows/s", rows / seconds));
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        let end = *self.end.get_mut() + read as u64;
        self.advance(buffer.get(..read).unwrap_or_default(), end);
        Ok(read)
    }
}

impl<R: ReadAt> ReadAt for Progress<R> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let read = self.input.read_at(buffer, offset)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        self.advance(bytes, offset + read as u64);
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
