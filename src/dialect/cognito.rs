//! Cognito's own dialect: commas, no quoting, a backslash before a comma.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

use crate::bug;

/// Splits one line, without its line end, into its fields with the backslash before a comma taken
/// off.
///
/// Only a comma can be escaped. Any other backslash is data, as AWS's own importer writes it
/// (GUIDE, SOLN).
///
/// # Example
///
/// ```
/// use cognito_preflight::dialect::cognito::fields;
///
/// let fields: Vec<_> = fields(r"ana,1 Main St\, Springfield,C:\users").collect();
/// assert_eq!(fields, ["ana", "1 Main St, Springfield", r"C:\users"]);
/// ```
pub fn fields(line: &str) -> impl Iterator<Item = Cow<'_, str>> {
    raw_fields(line).map(unescape)
}

/// Splits one line into its fields as they are written.
pub fn raw_fields(line: &str) -> impl Iterator<Item = &str> {
    let bytes = line.as_bytes();
    let mut separators = memchr_iter(b',', bytes).filter(|comma| {
        let before = comma.checked_sub(1).and_then(|place| bytes.get(place));
        before != Some(&b'\\')
    });
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        let separator = separators.next();
        start = separator.map(|comma| comma + 1);
        line.get(from..separator.unwrap_or(line.len()))
    })
}

/// Takes the backslash off every comma that has one.
pub fn unescape(field: &str) -> Cow<'_, str> {
    if escapes_comma(field) {
        Cow::Owned(field.replace("\\,", ","))
    } else {
        Cow::Borrowed(field)
    }
}

fn escapes_comma(text: &str) -> bool {
    // To look for two characters takes a preparation that is wasted on a text without the first.
    memchr(b'\\', text.as_bytes()).is_some() && text.contains("\\,")
}

/// Why a value cannot be written in this dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Inexpressible {
    /// It holds a line feed or a carriage return.
    LineBreak,
    /// It ends in a backslash, which would escape the separator after it.
    EndsInBackslash,
    /// It holds a backslash before a comma, which would read as a comma alone.
    BackslashBeforeComma,
}

/// Whether a value can be written so that it reads back as itself.
pub fn inexpressible(value: &str) -> Option<Inexpressible> {
    if value.contains(['\n', '\r']) {
        Some(Inexpressible::LineBreak)
    } else if value.ends_with('\\') {
        Some(Inexpressible::EndsInBackslash)
    } else if escapes_comma(value) {
        Some(Inexpressible::BackslashBeforeComma)
    } else {
        None
    }
}

/// Appends a value to a line, each comma with a backslash before it.
///
/// The caller has asked [`inexpressible`] before: what the dialect cannot express is written
/// unchanged and will not read back.
pub fn write_field(value: &str, line: &mut Vec<u8>) {
    let value = value.as_bytes();
    let mut written = 0;
    for comma in memchr_iter(b',', value) {
        line.extend_from_slice(bug::slice(value, written..comma));
        line.push(b'\\');
        written = comma;
    }
    line.extend_from_slice(bug::slice(value, written..));
}

/// Writes the fields of one row, one after the other.
///
/// What the dialect cannot express is written as it is and will not read back: ask [`inexpressible`]
/// before.
#[derive(Debug)]
pub struct RowWriter<'a> {
    lines: &'a mut Vec<u8>,
    is_first: bool,
}

impl<'a> RowWriter<'a> {
    /// A writer that appends a row to these lines.
    pub const fn new(lines: &'a mut Vec<u8>) -> Self {
        Self {
            lines,
            is_first: true,
        }
    }

    fn separate(&mut self) {
        if !std::mem::replace(&mut self.is_first, false) {
            self.lines.push(b',');
        }
    }

    /// Appends a field, each comma with a backslash before it.
    pub fn field(&mut self, value: &str) {
        self.separate();
        write_field(value, self.lines);
    }

    /// Appends fields that already are as they are to be written, with commas between them.
    pub fn written(&mut self, fields: &str) {
        self.separate();
        self.lines.extend_from_slice(fields.as_bytes());
    }

    /// Ends the row with a line feed.
    pub fn finish(self) {
        self.lines.push(b'\n');
    }
}
