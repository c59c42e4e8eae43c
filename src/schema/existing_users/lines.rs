//! The lines of a text, one at a time and of bounded length.

use std::io::{BufRead, Read};

use crate::schema::{
    error::{DocumentPosition, SchemaError},
    load,
};

use super::metered::LONGEST;

/// Lines of bounded length.
pub(super) struct Lines<R> {
    reader: R,
    bytes: Vec<u8>,
    /// Where the next line begins.
    next: DocumentPosition,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a reader whose first byte is at `begin` in its document.
    pub(super) const fn new(reader: R, begin: DocumentPosition) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            next: begin,
        }
    }

    /// The next line without its line end, and where it begins.
    pub(super) fn next(&mut self) -> Result<Option<(&str, DocumentPosition)>, SchemaError> {
        let place = self.next;
        self.next = DocumentPosition::new(place.line + 1, 1);
        self.bytes.clear();
        let read = self
            .reader
            .by_ref()
            .take(LONGEST + 1)
            .read_until(b'\n', &mut self.bytes)
            .map_err(SchemaError::unreadable)?;
        if read == 0 {
            return Ok(None);
        }
        let line = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
        if load::number(line.len()) > LONGEST {
            return Err(SchemaError::malformed(
                None,
                Some(place),
                "expected a line of at most 1 MiB",
            ));
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.contains(&0) {
            return Err(SchemaError::malformed(
                None,
                Some(place),
                "expected text, found a NUL",
            ));
        }
        match std::str::from_utf8(line) {
            Ok(line) => Ok(Some((line, place))),
            Err(error) => {
                let valid = line.get(..error.valid_up_to()).unwrap_or_default();
                let characters = std::str::from_utf8(valid).map_or(0, |text| text.chars().count());
                Err(SchemaError::malformed(
                    None,
                    Some(DocumentPosition::new(
                        place.line,
                        place.column + load::number(characters),
                    )),
                    "expected text in UTF-8, found other bytes",
                ))
            }
        }
    }
}
