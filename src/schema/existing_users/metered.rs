//! A reader that stops where one user takes more than a user can.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
};

use crate::schema::{error::DocumentPosition, load::number};

/// How long a line, or the JSON of one user, may be, in bytes. The largest user that the service
/// can hold has some 70 attributes of 2,048 characters; none that matters here is near this.
pub(super) const LONGEST: u64 = 1024 * 1024;

/// How much may still be read before the next user begins.
pub(super) struct Meter {
    left: Cell<u64>,
    place: Cell<DocumentPosition>,
    is_exceeded: Cell<bool>,
}

impl Meter {
    /// A meter for a reader whose first byte is at `begin` in its document.
    pub(super) const fn new(begin: DocumentPosition) -> Self {
        Self {
            left: Cell::new(LONGEST),
            place: Cell::new(begin),
            is_exceeded: Cell::new(false),
        }
    }

    /// Where the reader stopped because a user is too long.
    pub(super) fn exceeded_at(&self) -> Option<DocumentPosition> {
        self.is_exceeded.get().then(|| self.place.get())
    }

    /// Begins the next user.
    pub(super) fn refill(&self) {
        self.left.set(LONGEST);
    }
}

/// A reader that stops where one user is too long.
pub(super) struct Metered<'a, R> {
    pub(super) reader: R,
    pub(super) meter: &'a Meter,
}

impl<R: BufRead> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = {
            let mut available = self.reader.fill_buf()?;
            available.read(buffer)?
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        let Some(left) = self.meter.left.get().checked_sub(number(read)) else {
            self.meter.is_exceeded.set(true);
            return Err(io::ErrorKind::InvalidData.into());
        };
        self.meter.left.set(left);
        let mut place = self.meter.place.get();
        for byte in bytes {
            if *byte == b'\n' {
                place = DocumentPosition::new(place.line + 1, 1);
            } else {
                place.column += 1;
            }
        }
        self.meter.place.set(place);
        self.reader.consume(read);
        Ok(read)
    }
}
