//! Framing: where one record ends and the next begins.
//!
//! Records are found on the file's own bytes, before anything is decoded, so that a record can be
//! written again exactly as it was. Every delimiter, quotation mark and line end is ASCII, and in every
//! accepted [`Encoding`] those bytes mean themselves; UTF-16 is walked in
//! units of two bytes.

use memchr::{memchr, memchr2, memchr3, memrchr};

use crate::bug;

use super::{Dialect, Encoding, LineEnds, rfc4180::closing};

/// One record in a block of bytes; all offsets are into that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordBounds {
    /// Its first byte.
    pub start: u32,
    /// The end of its content: where its line end begins.
    pub content_end: u32,
    /// The end of its line end: where the next record begins.
    pub end: u32,
    /// How many line ends it holds, its own included.
    pub lines: u32,
    /// How many line ends precede a quotation mark in it that never closes.
    pub unclosed_quote: Option<u32>,
}

/// What lies at a place in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a block either holds the whole record or does not"
)]
pub enum Frame {
    /// A whole record.
    Record(RecordBounds),
    /// The block ends before it is clear where the record ends.
    NeedsMore,
}

/// Cuts blocks of bytes into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framer {
    quoting: Option<Quoting>,
    line_ends: LineEnds,
    wide: Option<Wide>,
}

/// What may make a record longer than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quoting {
    delimiter: u8,
    quote: Option<u8>,
    escapes: bool,
    skips_blanks: bool,
}

impl Quoting {
    const fn of(dialect: Dialect) -> Option<Self> {
        let quoting = Self {
            delimiter: dialect.delimiter(),
            quote: dialect.quote(),
            escapes: dialect.escapes(),
            skips_blanks: dialect.skips_blanks(),
        };
        if quoting.quote.is_some() || quoting.escapes {
            Some(quoting)
        } else {
            None
        }
    }

    const fn is_rfc_4180(self) -> bool {
        matches!(self.quote, Some(QUOTE)) && !self.escapes && !self.skips_blanks
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wide {
    Little,
    Big,
}

const QUOTE: u8 = b'"';
const LINE_FEED: u8 = b'\n';
const CARRIAGE_RETURN: u8 = b'\r';

impl Framer {
    /// A framer for files of this dialect and encoding.
    pub fn new(dialect: Dialect, encoding: Encoding, line_ends: LineEnds) -> Self {
        Self {
            quoting: Quoting::of(dialect),
            line_ends,
            wide: if encoding == Encoding::UTF_16LE {
                Some(Wide::Little)
            } else if encoding == Encoding::UTF_16BE {
                Some(Wide::Big)
            } else {
                None
            },
        }
    }

    /// Whether every line is a record, so that records can be found from any line end on.
    pub const fn is_by_line(&self) -> bool {
        self.quoting.is_none() && self.wide.is_none()
    }

    /// How many bytes a unit of text has.
    pub const fn unit(&self) -> usize {
        if self.wide.is_some() { 2 } else { 1 }
    }

    /// The end of the last whole line of a block, where [`Framer::is_by_line`] holds.
    pub fn last_line_end(self, block: &[u8]) -> Option<usize> {
        memrchr(self.line_end_byte(), block).map(|place| place + 1)
    }

    /// A line that ends with [`Framer::line_end_byte`], without the carriage return that may belong to
    /// its line end.
    pub(crate) fn content_of(self, line: &[u8]) -> &[u8] {
        match line {
            [content @ .., CARRIAGE_RETURN] if self.line_ends == LineEnds::LineFeed => content,
            _ => line,
        }
    }

    /// The byte with which lines end.
    pub(crate) const fn line_end_byte(self) -> u8 {
        match self.line_ends {
            LineEnds::LineFeed => LINE_FEED,
            LineEnds::CarriageReturn => CARRIAGE_RETURN,
        }
    }

    /// Cuts one record that begins at `start`.
    ///
    /// With `is_last`, the block holds all that is left of the file. With `at_limit`, the caller
    /// cannot offer a larger block; a quotation mark that has not closed by then never does, and
    /// its record ends with the line that has the mark.
    pub fn frame(self, block: &[u8], start: usize, is_last: bool, at_limit: bool) -> Frame {
        let rest = bug::slice(block, start..);
        let found = match self.quoting {
            None if self.wide.is_none() => self.frame_line(rest, is_last),
            Some(quoting) if self.wide.is_none() && quoting.is_rfc_4180() => {
                self.frame_quoted(rest, quoting.delimiter, is_last, at_limit)
            }
            _ => self.frame_units(rest, is_last, at_limit),
        };
        let Some(found) = found else {
            return Frame::NeedsMore;
        };
        let place = |offset: usize| bug::narrow(start + offset);
        Frame::Record(RecordBounds {
            start: place(0),
            content_end: place(found.content_end),
            end: place(found.end),
            lines: found.lines,
            unclosed_quote: found.unclosed_quote,
        })
    }

    fn frame_line(self, rest: &[u8], is_last: bool) -> Option<RecordEnd> {
        match memchr(self.line_end_byte(), rest) {
            Some(end) => {
                let line = bug::slice(rest, ..end);
                Some(RecordEnd::whole(self.content_of(line).len(), end + 1, 1))
            }
            None if is_last => Some(RecordEnd::whole(rest.len(), rest.len(), 0)),
            None => None,
        }
    }

    /// Follows the quotation marks as `csv-core` does: one opens only as the first byte of a field;
    /// inside, two mean one; after the closing one the field goes on unquoted.
    fn frame_quoted(
        self,
        rest: &[u8],
        delimiter: u8,
        is_last: bool,
        at_limit: bool,
    ) -> Option<RecordEnd> {
        let mut place = 0;
        let mut lines = 0;
        loop {
            let unread = bug::slice(rest, place..);
            let Some(offset) = memchr3(QUOTE, LINE_FEED, CARRIAGE_RETURN, unread) else {
                return is_last.then(|| RecordEnd::whole(rest.len(), rest.len(), lines));
            };
            place += offset;
            match rest.get(place) {
                Some(&QUOTE) => {
                    let before = place.checked_sub(1).and_then(|at| rest.get(at));
                    if before.is_some_and(|byte| *byte != delimiter) {
                        place += 1;
                        continue;
                    }
                    match closing(rest, place + 1, QUOTE) {
                        // Where the block ends with the mark, the next look finds nothing more.
                        Some(closing) => {
                            let inside = bug::slice(rest, place..closing);
                            lines += self.count_line_ends(inside);
                            place = closing + 1;
                        }
                        None if is_last || at_limit => {
                            return self.frame_unclosed(rest, place, lines, is_last);
                        }
                        None => return None,
                    }
                }
                Some(&CARRIAGE_RETURN) => match rest.get(place + 1) {
                    Some(&LINE_FEED) => return Some(RecordEnd::whole(place, place + 2, lines + 1)),
                    None if !is_last && !at_limit => return None,
                    _ if self.line_ends == LineEnds::CarriageReturn => {
                        return Some(RecordEnd::whole(place, place + 1, lines + 1));
                    }
                    _ => place += 1,
                },
                _ => return Some(RecordEnd::whole(place, place + 1, lines + 1)),
            }
        }
    }

    fn frame_unclosed(
        self,
        rest: &[u8],
        quote: usize,
        lines: u32,
        is_last: bool,
    ) -> Option<RecordEnd> {
        let after = bug::slice(rest, quote..);
        let first = match self.line_ends {
            LineEnds::LineFeed => memchr(LINE_FEED, after),
            LineEnds::CarriageReturn => memchr2(LINE_FEED, CARRIAGE_RETURN, after),
        };
        let Some(offset) = first else {
            // No line end within the bound: the caller hands the line on in pieces.
            return is_last.then(|| RecordEnd {
                unclosed_quote: Some(lines),
                ..RecordEnd::whole(rest.len(), rest.len(), lines)
            });
        };
        let line = bug::slice(after, ..offset);
        let content_end = quote + self.content_of(line).len();
        let line_end = quote + offset;
        let is_crlf = rest.get(line_end) == Some(&CARRIAGE_RETURN)
            && rest.get(line_end + 1) == Some(&LINE_FEED);
        Some(RecordEnd {
            unclosed_quote: Some(lines),
            ..RecordEnd::whole(content_end, line_end + 1 + usize::from(is_crlf), lines + 1)
        })
    }

    fn count_line_ends(self, bytes: &[u8]) -> u32 {
        let count = memchr::memchr_iter(self.line_end_byte(), bytes).count();
        bug::narrow(count)
    }

    /// The same in any dialect and encoding, one unit of text at a time.
    fn frame_units(self, rest: &[u8], is_last: bool, at_limit: bool) -> Option<RecordEnd> {
        let line_end = self.line_end_byte();
        let quoting = self.quoting;
        let quote = quoting.and_then(|quoting| quoting.quote);
        let escapes = quoting.is_some_and(|quoting| quoting.escapes);
        let is_blank = |unit: u8| {
            quoting.is_some_and(|quoting| quoting.skips_blanks && unit != quoting.delimiter)
                && matches!(unit, b' ' | b'\t')
        };
        let ends_at_line_feed = line_end == LINE_FEED || quoting.is_some();
        let mut units = self.units(rest);
        let mut lines = 0;
        let mut at_field_start = true;
        loop {
            let place = units.place;
            let Some(unit) = units.next() else {
                // Half a unit at the end belongs to the last record, which will not decode.
                return is_last.then(|| RecordEnd::whole(rest.len(), rest.len(), lines));
            };
            match unit {
                b'\\' if escapes => {
                    at_field_start = false;
                    if !units.skip_escaped(line_end, &mut lines) && !is_last && !at_limit {
                        return None;
                    }
                }
                _ if at_field_start && Some(unit) == quote => {
                    at_field_start = false;
                    match self.close_quoted(&mut units, unit, &mut lines, is_last, at_limit) {
                        Closed::Here => {}
                        Closed::NeedsMore => return None,
                        Closed::Never(end) => return end,
                    }
                }
                LINE_FEED if ends_at_line_feed => {
                    return Some(RecordEnd::whole(place, units.place, lines + 1));
                }
                CARRIAGE_RETURN => match units.peek() {
                    Some(LINE_FEED) if ends_at_line_feed => {
                        units.next();
                        return Some(RecordEnd::whole(place, units.place, lines + 1));
                    }
                    None if !is_last && !at_limit => return None,
                    _ if line_end == CARRIAGE_RETURN => {
                        return Some(RecordEnd::whole(place, units.place, lines + 1));
                    }
                    _ => at_field_start = false,
                },
                unit if at_field_start && is_blank(unit) => {}
                unit => {
                    at_field_start = quoting.is_some_and(|quoting| unit == quoting.delimiter);
                }
            }
        }
    }

    /// Goes on to the quote character that closes a value.
    fn close_quoted(
        self,
        units: &mut Units<'_>,
        quote: u8,
        lines: &mut u32,
        is_last: bool,
        at_limit: bool,
    ) -> Closed {
        let line_end = self.line_end_byte();
        let escapes = self.quoting.is_some_and(|quoting| quoting.escapes);
        let opened_at_line = *lines;
        let mut first_end = None::<(usize, usize, u32)>;
        loop {
            let inside = units.place;
            match units.next() {
                Some(b'\\') if escapes => {
                    if !units.skip_escaped(line_end, lines) && !is_last && !at_limit {
                        return Closed::NeedsMore;
                    }
                }
                Some(unit) if unit == quote => {
                    if units.peek() == Some(quote) {
                        units.next();
                    } else if units.peek().is_some() || is_last || at_limit {
                        return Closed::Here;
                    } else {
                        return Closed::NeedsMore;
                    }
                }
                Some(byte @ (LINE_FEED | CARRIAGE_RETURN)) => {
                    let is_crlf = byte == CARRIAGE_RETURN && units.peek() == Some(LINE_FEED);
                    let ends = is_crlf || byte == LINE_FEED || byte == line_end;
                    if first_end.is_none() && ends {
                        let end = units.place + units.width() * usize::from(is_crlf);
                        first_end = Some((inside, end, *lines + 1));
                    }
                    *lines += u32::from(byte == line_end);
                }
                Some(_) => {}
                None if is_last || at_limit => {
                    let length = units.bytes.len();
                    return Closed::Never(match first_end {
                        Some((content_end, end, counted)) => Some(RecordEnd {
                            unclosed_quote: Some(opened_at_line),
                            ..RecordEnd::whole(content_end, end, counted)
                        }),
                        None => is_last.then(|| RecordEnd {
                            unclosed_quote: Some(opened_at_line),
                            ..RecordEnd::whole(length, length, *lines)
                        }),
                    });
                }
                None => return Closed::NeedsMore,
            }
        }
    }

    const fn units(self, bytes: &[u8]) -> Units<'_> {
        Units {
            bytes,
            place: 0,
            wide: self.wide,
        }
    }
}

/// What became of a value in quotation marks.
enum Closed {
    /// A quote character closes it.
    Here,
    /// The block ends before that is clear.
    NeedsMore,
    /// It is never closed: where the record ends then, unless more has to be read for that.
    Never(Option<RecordEnd>),
}

/// A record's end, counted from its start.
#[derive(Debug, Clone, Copy)]
struct RecordEnd {
    content_end: usize,
    end: usize,
    lines: u32,
    unclosed_quote: Option<u32>,
}

impl RecordEnd {
    const fn whole(content_end: usize, end: usize, lines: u32) -> Self {
        Self {
            content_end,
            end,
            lines,
            unclosed_quote: None,
        }
    }
}

/// Walks text one unit at a time; a unit of UTF-16 that is not ASCII shows as 0xFF.
struct Units<'a> {
    bytes: &'a [u8],
    place: usize,
    wide: Option<Wide>,
}

impl Units<'_> {
    const fn width(&self) -> usize {
        if self.wide.is_some() { 2 } else { 1 }
    }

    fn peek(&self) -> Option<u8> {
        let Some(wide) = self.wide else {
            return self.bytes.get(self.place).copied();
        };
        let [first, second] = self.bytes.get(self.place..)?.first_chunk::<2>()?;
        let (high, low) = match wide {
            Wide::Big => (first, second),
            Wide::Little => (second, first),
        };
        Some(if *high == 0 && low.is_ascii() {
            *low
        } else {
            0xFF
        })
    }

    fn next(&mut self) -> Option<u8> {
        let unit = self.peek()?;
        self.place += self.width();
        Some(unit)
    }

    /// Passes over what a backslash escapes, a whole line end included; false where the block ends
    /// before it.
    fn skip_escaped(&mut self, line_end: u8, lines: &mut u32) -> bool {
        let Some(escaped) = self.next() else {
            return false;
        };
        if escaped == CARRIAGE_RETURN {
            match self.peek() {
                Some(LINE_FEED) => {
                    self.next();
                    *lines += 1;
                    return true;
                }
                Some(_) => {}
                None => {
                    *lines += u32::from(line_end == CARRIAGE_RETURN);
                    return false;
                }
            }
        }
        *lines += u32::from(escaped == line_end);
        true
    }
}

#[cfg(test)]
mod tests;
