//! Finds the fields of a record in its own bytes, without decoding or changing anything.

use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::{Dialect, Encoding};

/// How the bytes of an input are divided into fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawDialect {
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: u8,
    /// The character that encloses values.
    pub(crate) quote: Option<u8>,
    /// What a backslash does.
    pub(crate) escape: Escape,
    /// Whether blanks before a quote character are skipped.
    skips_blanks: bool,
}

/// What a backslash outside quotation marks does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    /// It is text.
    Nothing,
    /// It escapes a delimiter after it.
    Delimiter,
    /// It escapes any character, in quotation marks as well.
    Anything,
}

impl RawDialect {
    pub(crate) fn new(dialect: Dialect, encoding: Encoding) -> Self {
        Self {
            encoding,
            delimiter: dialect.delimiter(),
            quote: dialect.quote(),
            escape: match dialect {
                Dialect::Cognito | Dialect::Json => Escape::Delimiter,
                _ if dialect.escapes() => Escape::Anything,
                _ => Escape::Nothing,
            },
            skips_blanks: dialect.skips_blanks(),
        }
    }

    /// The places of a record's fields. An empty record is one empty field.
    pub(crate) fn fields(self, raw: &[u8]) -> Vec<Range<usize>> {
        let unit = self.encoding.unit();
        let mut scanner = FieldScanner::new(self);
        let mut fields = Vec::new();
        let mut start = 0;
        for (place, byte) in self.units(raw) {
            if scanner.separates(byte) {
                fields.push(start..place);
                start = place + unit;
            }
        }
        fields.push(start..raw.len());
        fields
    }

    /// The places of all delimiters, whatever precedes them.
    pub(crate) fn delimiters(self, raw: &[u8]) -> impl Iterator<Item = usize> {
        self.units(raw)
            .filter(move |(_, byte)| *byte == Some(self.delimiter))
            .map(|(place, _)| place)
    }

    /// A record without the fields at some places.
    pub(crate) fn without(self, raw: &[u8], is_left_out: impl Fn(usize) -> bool) -> Vec<u8> {
        let mut rest = Vec::with_capacity(raw.len());
        let kept = self
            .fields(raw)
            .into_iter()
            .enumerate()
            .filter(|(place, _)| !is_left_out(*place));
        for (place, (_, field)) in kept.enumerate() {
            if place > 0 {
                self.push_delimiter(&mut rest);
            }
            rest.extend_from_slice(raw.get(field).unwrap_or_default());
        }
        rest
    }

    /// The text of a field without its quotation marks, where it is ASCII.
    pub(crate) fn ascii(self, field: &[u8]) -> Option<String> {
        let text: Option<String> = self
            .units(field)
            .map(|(_, byte)| byte.filter(u8::is_ascii).map(char::from))
            .collect();
        let text = text?;
        let Some(quote) = self.quote.map(char::from) else {
            return Some(text);
        };
        match text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
        {
            Some(inner) => Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string())),
            None => Some(text),
        }
    }

    pub(crate) fn push_ascii(self, text: &str, bytes: &mut Vec<u8>) {
        self.encoding.encode_ascii(text, bytes);
    }

    /// Appends a field of ASCII text, in quotation marks where it holds the delimiter.
    pub(crate) fn push_field(self, text: &str, bytes: &mut Vec<u8>) {
        match self.quote.map(|quote| char::from(quote).to_string()) {
            Some(quote) if text.as_bytes().contains(&self.delimiter) => {
                self.push_ascii(&quote, bytes);
                self.push_ascii(text, bytes);
                self.push_ascii(&quote, bytes);
            }
            _ => self.push_ascii(text, bytes),
        }
    }

    pub(crate) fn push_delimiter(self, bytes: &mut Vec<u8>) {
        if self.delimiter.is_ascii() {
            let delimiter = char::from(self.delimiter);
            self.push_ascii(delimiter.encode_utf8(&mut [0; 4]), bytes);
        } else {
            bytes.push(self.delimiter);
        }
    }

    pub(crate) fn ends_in(self, raw: &[u8], byte: u8) -> bool {
        self.last_byte(raw).is_some_and(|(_, last)| last == byte)
    }

    /// The last unit of text where it is one byte, and what is before it.
    pub(crate) fn last_byte(self, raw: &[u8]) -> Option<(&[u8], u8)> {
        if self.encoding.unit() == 1 {
            let (last, rest) = raw.split_last()?;
            return Some((rest, *last));
        }
        let (rest, unit) = raw.split_last_chunk::<2>()?;
        Some((rest, self.byte_of(*unit)?))
    }

    /// The byte that a unit of UTF-16 encodes.
    fn byte_of(self, unit: [u8; 2]) -> Option<u8> {
        let unit = if self.encoding == Encoding::UTF_16LE {
            u16::from_le_bytes(unit)
        } else {
            u16::from_be_bytes(unit)
        };
        u8::try_from(unit).ok()
    }

    /// Each unit of text with its place; `None` for a unit of UTF-16 that is more than a byte.
    fn units(self, raw: &[u8]) -> impl Iterator<Item = (usize, Option<u8>)> {
        let unit = self.encoding.unit();
        raw.chunks_exact(unit)
            .enumerate()
            .map(move |(place, bytes)| {
                let byte = match bytes {
                    [byte] => Some(*byte),
                    [one, two] => self.byte_of([*one, *two]),
                    _ => None,
                };
                (place * unit, byte)
            })
    }
}

/// Counts the fields of a record that may come in pieces.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldScanner {
    dialect: RawDialect,
    state: State,
    separators: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    /// Inside a field without quotation marks, or after the closing one.
    Unquoted,
    /// After a backslash that may escape.
    Backslash,
    Quoted,
    /// After a backslash in quotation marks that escapes.
    BackslashInQuoted,
    /// After a quotation mark that closes, unless another follows.
    QuoteInQuoted,
}

impl FieldScanner {
    pub(crate) const fn new(dialect: RawDialect) -> Self {
        Self {
            dialect,
            state: State::FieldStart,
            separators: 0,
        }
    }

    /// Scans the next bytes.
    pub(crate) fn scan(&mut self, raw: &[u8]) {
        let dialect = self.dialect;
        let has = |byte: u8| memchr(byte, raw).is_some();
        let is_simple = dialect.encoding.unit() == 1
            && matches!(self.state, State::FieldStart | State::Unquoted)
            && !dialect.quote.is_some_and(has)
            && (dialect.escape == Escape::Nothing || !has(b'\\'));
        if is_simple {
            self.separators += memchr_iter(dialect.delimiter, raw).count();
            if let Some(last) = raw.last() {
                self.state = if *last == dialect.delimiter {
                    State::FieldStart
                } else {
                    State::Unquoted
                };
            }
            return;
        }
        for (_, byte) in dialect.units(raw) {
            self.separates(byte);
        }
    }

    /// How many fields there are so far.
    pub(crate) const fn fields(&self) -> usize {
        self.separators + 1
    }

    /// Whether a quotation mark has opened and not closed yet.
    pub(crate) fn is_in_quotes(&self) -> bool {
        matches!(self.state, State::Quoted | State::BackslashInQuoted)
    }

    /// Takes one unit of text and says whether a field ends before it.
    fn separates(&mut self, byte: Option<u8>) -> bool {
        let dialect = self.dialect;
        let is_delimiter = byte == Some(dialect.delimiter);
        let is_quote = byte.is_some() && byte == dialect.quote;
        let is_backslash = byte == Some(b'\\') && dialect.escape != Escape::Nothing;
        let escapes_anything = dialect.escape == Escape::Anything;
        let is_blank = matches!(byte, Some(b' ' | b'\t')) && dialect.skips_blanks;
        let (state, separates) = match self.state {
            State::FieldStart if is_quote => (State::Quoted, false),
            State::FieldStart if is_blank && !is_delimiter => (State::FieldStart, false),
            State::Quoted if is_quote => (State::QuoteInQuoted, false),
            State::Quoted if is_backslash && escapes_anything => (State::BackslashInQuoted, false),
            State::QuoteInQuoted if !is_quote && is_delimiter => (State::FieldStart, true),
            State::QuoteInQuoted if !is_quote && is_backslash => (State::Backslash, false),
            State::QuoteInQuoted if !is_quote => (State::Unquoted, false),
            State::Quoted | State::BackslashInQuoted | State::QuoteInQuoted => {
                (State::Quoted, false)
            }
            State::Backslash if is_delimiter || escapes_anything => (State::Unquoted, false),
            _ if is_delimiter => (State::FieldStart, true),
            _ if is_backslash => (State::Backslash, false),
            _ => (State::Unquoted, false),
        };
        self.state = state;
        self.separators += usize::from(separates);
        separates
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{cognito, rfc4180::Splitter};

    const COGNITO: Dialect = Dialect::Cognito;
    const QUOTED: Dialect = Dialect::Rfc4180 { delimiter: b',' };

    const RECORDS: [&str; 12] = [
        "",
        ",",
        "a,b,c",
        r"a\,b,c\\,d\",
        "a,\"b,c\",d",
        "\"a\"\"b,\",c",
        "\"a\"b,c\",d",
        "a\"b,\"c",
        "\"a\r\nb\",c",
        "é,中,\u{10000}",
        ",\"\",",
        "\"\",\"\"\"\"",
    ];

    fn texts(raw: &str, dialect: Dialect) -> Vec<String> {
        RawDialect::new(dialect, Encoding::UTF_8)
            .fields(raw.as_bytes())
            .into_iter()
            .map(|field| raw[field].to_owned())
            .collect()
    }

    fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
        if encoding == Encoding::UTF_8 {
            text.as_bytes().to_vec()
        } else if encoding == Encoding::UTF_16LE {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
    }

    #[test]
    fn fields_are_those_of_the_readers() {
        for record in RECORDS {
            let raw: Vec<&str> = cognito::raw_fields(record).collect();
            assert_eq!(texts(record, COGNITO), raw, "{record}");
            let mut splitter = Splitter::new(b',');
            let (_, ends) = splitter.split(record);
            assert_eq!(texts(record, QUOTED).len(), ends.len().max(1), "{record}");
        }
    }

    #[test]
    fn pieces_have_as_many_fields_as_the_whole() {
        for dialect in [COGNITO, QUOTED] {
            for encoding in [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE] {
                let raw_dialect = RawDialect::new(dialect, encoding);
                for record in RECORDS {
                    let raw = encoded(record, encoding);
                    let whole = raw_dialect.fields(&raw);
                    assert_eq!(whole.len(), texts(record, dialect).len(), "{record}");
                    for size in 1..=raw.len() {
                        let mut scanner = FieldScanner::new(raw_dialect);
                        for piece in raw.chunks(size * encoding.unit()) {
                            scanner.scan(piece);
                        }
                        assert_eq!(scanner.fields(), whole.len(), "{record} {size}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_seen() {
        let is_open = |raw: &str| {
            let mut scanner = FieldScanner::new(RawDialect::new(QUOTED, Encoding::UTF_8));
            scanner.scan(raw.as_bytes());
            scanner.is_in_quotes()
        };
        assert!(is_open("a,\"b,c"));
        assert!(is_open("a,\"b\"\""));
        assert!(!is_open("a,\"b\",c\""));
    }
}
