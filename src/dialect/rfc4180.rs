//! RFC 4180 and its kin: fields in quotation marks where needed, any delimiter.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use memchr::memchr;

use crate::bug;

/// Splits single records into fields with `csv-core`, into buffers that are kept between records.
#[derive(Debug)]
pub struct Splitter {
    reader: Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Splitter {
    /// A splitter for fields between these delimiters.
    pub fn new(delimiter: u8) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter);
        // Outside quotation marks a record has no line feed any more, and a carriage return that is left
        // in it is part of a value.
        builder.terminator(Terminator::Any(b'\n'));
        Self {
            reader: builder.build(),
            text: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Splits one record, given without its line end. Returns the text of all fields without
    /// anything between them, and where each ends.
    ///
    /// The record comes from [`Framer`](super::framing::Framer), which follows the quotation marks as
    /// `csv-core` does, so it is never more than one.
    pub fn split(&mut self, record: &str) -> (&str, &[usize]) {
        self.reader.reset();
        // Unquoting never makes a record longer, and it has at most a field for each byte and one.
        if self.text.len() < record.len() {
            self.text.resize(record.len(), 0);
        }
        if self.ends.len() < 64 {
            self.ends.resize(64, 0);
        }
        if record.starts_with('\u{feff}') {
            // `csv-core` takes a byte order mark off whatever it reads first, but here the mark is the
            // value's own. Asked with no room to write, it does nothing but note that it has read.
            let _ = self.reader.read_record(record.as_bytes(), &mut [], &mut []);
        }
        let mut input = record.as_bytes();
        let mut written = 0;
        let mut fields = 0;
        loop {
            let (result, read, wrote, ended) = self.reader.read_record(
                input,
                bug::slice_mut(&mut self.text, written..),
                bug::slice_mut(&mut self.ends, fields..),
            );
            input = bug::slice(input, read..);
            written += wrote;
            fields += ended;
            match result {
                ReadRecordResult::OutputEndsFull => {
                    let longer = self.ends.len() * 2;
                    self.ends.resize(longer, 0);
                }
                ReadRecordResult::OutputFull => {
                    let longer = self.text.len() * 2 + 16;
                    self.text.resize(longer, 0);
                }
                // The end of the record is announced by an empty input.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let text = bug::slice(&self.text, ..written);
        let ends = bug::slice(&self.ends, ..fields);
        match std::str::from_utf8(text) {
            Ok(text) => (text, ends),
            // Whole UTF-8 goes in and only ASCII bytes are taken out.
            Err(_) => bug::found("a split record is not UTF-8"),
        }
    }
}

/// The fields of a record, from what [`Splitter::split`] returns.
pub fn fields<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let mut start = 0;
    ends.iter().map(move |end| {
        let field = bug::text(text, start..*end);
        start = *end;
        field
    })
}

/// The number of the first field, counted from 1, that quotation marks open and close and that goes on
/// after the closing one. Spaces and tabs there are nothing: people put them before a delimiter.
///
/// The program that wrote such a field did not double the marks in it, or a mark opened a field by
/// mistake: any reading of it is a guess.
pub fn text_after_quotation_mark(record: &str, delimiter: u8) -> Option<usize> {
    let bytes = record.as_bytes();
    memchr(b'"', bytes)?;
    let mut start = 0;
    for field in 1.. {
        let mut end = start;
        if bytes.get(start) == Some(&b'"') {
            end = closing(bytes, start + 1, b'"')? + 1;
            let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t') && *byte != delimiter;
            end += bytes
                .get(end..)?
                .iter()
                .take_while(|byte| is_blank(byte))
                .count();
            if bytes.get(end).is_some_and(|byte| *byte != delimiter) {
                return Some(field);
            }
        }
        start = end + memchr(delimiter, bytes.get(end..)?)? + 1;
    }
    None
}

/// The place of the quote character that closes the field whose content begins at `from`: the first that
/// is not doubled.
pub(super) fn closing(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut place = from;
    loop {
        place += memchr(quote, bytes.get(place..)?)?;
        if bytes.get(place + 1) != Some(&quote) {
            return Some(place);
        }
        place += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(record: &str) -> Vec<String> {
        let mut splitter = Splitter::new(b',');
        let (text, ends) = splitter.split(record);
        fields(text, ends).map(str::to_owned).collect()
    }

    #[test]
    fn quotes_are_taken_off_and_doubled_ones_are_one() {
        assert_eq!(
            split("a,\"b,c\",\"d\"\"e\",f\"g"),
            ["a", "b,c", "d\"e", "f\"g"]
        );
    }

    #[test]
    fn a_byte_order_mark_is_taken_off_no_record() {
        assert_eq!(split("\u{feff}a,\"b\""), ["\u{feff}a", "b"]);
        assert_eq!(split("\u{feff}"), ["\u{feff}"]);
        assert_eq!(split("\u{feff}\"a\",b"), ["\u{feff}\"a\"", "b"]);
    }

    #[test]
    fn line_breaks_inside_quotes_are_kept() {
        assert_eq!(split("a,\"b\r\nc\""), ["a", "b\r\nc"]);
    }

    #[test]
    fn a_carriage_return_is_text() {
        assert_eq!(split("\ra,b\rc,\"d\"\re,\r"), ["\ra", "b\rc", "d\re", "\r"]);
    }

    #[test]
    fn a_record_has_one_field_more_than_separators() {
        assert_eq!(split(",,"), ["", "", ""]);
        assert_eq!(split(&",".repeat(200)).len(), 201);
    }

    #[test]
    fn the_splitter_is_as_good_as_new_for_the_next_record() {
        let mut splitter = Splitter::new(b',');
        let _ = splitter.split("a,\"unclosed");
        assert_eq!(splitter.split("b,c"), ("bc", &[1, 2][..]));
    }

    #[test]
    fn text_after_a_closing_mark_is_found_in_its_field() {
        for (record, field) in [
            ("\"Bob\" Smith", Some(1)),
            ("a,\"5\" pipe,b", Some(2)),
            ("a,\"Doe\"x", Some(2)),
            ("\"Do\\\"e\"", Some(1)),
            ("\"a\" ,b", None),
            ("\"a\" x,b", Some(1)),
            ("\"a\",\"b\"\"\"c,\"d\"", Some(2)),
            ("\"Doe,n,\nu0,\"q\",", Some(1)),
            ("\"a,b\"\"\",\"\",c", None),
            ("a \"b\" c,d\"", None),
            ("\"never", None),
            ("\"\"", None),
            (",,", None),
            ("", None),
        ] {
            assert_eq!(text_after_quotation_mark(record, b','), field, "{record}");
        }
        assert_eq!(text_after_quotation_mark("\"a\",b;c", b';'), Some(1));
        assert_eq!(text_after_quotation_mark("\"a\";\"b\"", b';'), None);
    }
}
