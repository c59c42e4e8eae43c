//! The rows that were set aside, in their own bytes, with what is wrong with them behind.

use std::io::{self, Write};

use crate::{
    dialect::{Dialect, Encoding},
    engine::{Beginning, Sink, Summary, Wants},
    finding::{Effect, Finding, Outcome},
    prediction::Verdict,
};

use super::{
    buffered::Buffered,
    json::push_number,
    preflight_columns::{PREFLIGHT_COLUMNS, cut_off, stand_in_header},
};

/// How much of a record that comes in pieces is kept back, so that columns of an earlier run can be
/// cut off its end. They are far shorter than this.
const KEPT_BACK: usize = 16 * 1024;

/// Writes each row that will not be imported in the input's own bytes, encoding, delimiter and line
/// end, so that a person can mend it there and clean the file again.
///
/// The header stands there even if no row does. Of several input files only the first one's header
/// is written, so their columns should be the same.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one input, each asked in one place"
)]
pub struct Rejected<W: Write> {
    out: Buffered<W>,
    encoding: Encoding,
    delimiter: u8,
    dialect_is_cognito: bool,
    line_end: Vec<u8>,
    has_header: bool,
    /// Whether the input is itself a rejected file, whose columns give way to the new ones.
    has_columns: bool,
    has_pieces: bool,
    /// The end of a record in pieces that is not written yet.
    kept_back: Vec<u8>,
    /// The new columns of one row, in ASCII.
    columns: String,
    names: Vec<&'static str>,
    rows: u64,
}

impl<W: Write> Rejected<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            encoding: Encoding::UTF_8,
            delimiter: b',',
            dialect_is_cognito: true,
            line_end: Vec::new(),
            has_header: false,
            has_columns: false,
            has_pieces: false,
            kept_back: Vec::new(),
            columns: String::new(),
            names: Vec::new(),
            rows: 0,
        }
    }

    /// How many rows there are so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }

    fn end_of_line(&mut self, own: &[u8]) {
        let bytes = self.out.bytes();
        if !own.is_empty() {
            bytes.extend_from_slice(own);
        } else if self.line_end.is_empty() {
            self.encoding.encode_ascii("\n", bytes);
        } else {
            bytes.extend_from_slice(&self.line_end);
        }
    }

    fn write_header(&mut self, beginning: &Beginning<'_>) {
        let raw = beginning.raw_header;
        let bytes = self.out.bytes();
        bytes.extend_from_slice(raw);
        if !self.has_columns {
            let mark = Encoding::of_byte_order_mark(raw).map_or(0, |(_, length)| length);
            let mut delimiter = raw.len() > mark;
            for name in PREFLIGHT_COLUMNS {
                if delimiter {
                    push_delimiter(self.encoding, self.delimiter, bytes);
                }
                delimiter = true;
                self.encoding.encode_ascii(name, bytes);
            }
        }
        self.end_of_line(&[]);
    }

    /// Puts line, outcome and reasons into `columns`.
    fn describe(&mut self, verdict: &Verdict<'_>) {
        let mut line = Vec::new();
        push_number(verdict.position.line, &mut line);
        let delimiter = char::from(self.delimiter);
        self.columns.clear();
        self.columns.push_str(&String::from_utf8_lossy(&line));
        self.columns.push(delimiter);
        self.columns.push_str(verdict.outcome.as_str());
        self.columns.push(delimiter);
        self.names.clear();
        let deciding = verdict.findings.iter().filter(|finding| decides(finding));
        add_names(deciding, &mut self.names);
        if self.names.is_empty() {
            add_names(verdict.findings.iter(), &mut self.names);
        }
        // Nothing in the columns may need a quotation mark.
        let between = if self.delimiter == b' ' { '+' } else { ' ' };
        for (place, name) in self.names.iter().enumerate() {
            if place > 0 {
                self.columns.push(between);
            }
            self.columns.push_str(name);
        }
    }
}

impl<W: Write + Send> Sink for Rejected<W> {
    fn wants(&self) -> Wants {
        Wants::NotPlain
    }

    fn wants_values(&self) -> bool {
        false
    }

    fn begin(&mut self, beginning: &Beginning<'_>) -> io::Result<()> {
        self.encoding = beginning.input.encoding;
        (self.delimiter, self.dialect_is_cognito) = match beginning.input.dialect {
            Dialect::Cognito => (b',', true),
            Dialect::Rfc4180 { delimiter } => (delimiter, false),
        };
        self.line_end = beginning.line_end.to_vec();
        self.has_columns = stand_in_header(beginning.raw_header, self.encoding, self.delimiter);
        if !self.has_header {
            self.has_header = true;
            self.write_header(beginning);
        }
        Ok(())
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.has_pieces = true;
        self.kept_back.extend_from_slice(bytes);
        let done = self.kept_back.len().saturating_sub(KEPT_BACK);
        self.out
            .append(self.kept_back.get(..done).unwrap_or_default())?;
        self.kept_back.drain(..done);
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let in_pieces = std::mem::take(&mut self.has_pieces);
        if verdict.outcome == Outcome::Imported && !in_pieces {
            return Ok(());
        }
        self.describe(verdict);
        self.rows += 1;
        let raw = if in_pieces {
            self.kept_back.as_slice()
        } else {
            verdict.raw
        };
        let raw = if self.has_columns {
            cut_off(raw, self.encoding, self.delimiter)
        } else {
            raw
        };
        let bytes = self.out.bytes();
        bytes.extend_from_slice(raw);
        if self.dialect_is_cognito && ends_in_backslash(raw, self.encoding) {
            // The backslash would escape the comma that follows. White space around a value means
            // nothing to the importer.
            self.encoding.encode_ascii(" ", bytes);
        }
        push_delimiter(self.encoding, self.delimiter, bytes);
        self.encoding.encode_ascii(&self.columns, bytes);
        self.kept_back.clear();
        self.end_of_line(verdict.line_end);
        self.out.spill()
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}

/// Whether a finding is a reason for the row's outcome rather than a remark.
fn decides(finding: &Finding) -> bool {
    let rule = finding.rule.rule();
    rule.effect != Effect::Warns || !rule.is_decided()
}

fn add_names<'a>(findings: impl Iterator<Item = &'a Finding>, names: &mut Vec<&'static str>) {
    for finding in findings {
        let name = finding.rule.rule().name;
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

fn push_delimiter(encoding: Encoding, delimiter: u8, bytes: &mut Vec<u8>) {
    if delimiter.is_ascii() {
        encoding.encode_ascii(char::from(delimiter).encode_utf8(&mut [0; 4]), bytes);
    } else {
        bytes.push(delimiter);
    }
}

fn ends_in_backslash(raw: &[u8], encoding: Encoding) -> bool {
    let mut backslash = Vec::new();
    encoding.encode_ascii("\\", &mut backslash);
    raw.ends_with(&backslash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::made::{Made, Row};

    const NAMES: &str = "preflight:line,preflight:outcome,preflight:reasons";

    fn failing<'a>(made: &'a Made, raw: &'a [u8]) -> Row<'a> {
        made.row(&[])
            .raw(raw, b"\r\n")
            .outcome(Outcome::Failed)
            .finding(made.fails(), Some("email"))
    }

    fn written(made: &Made, header: &[u8], rows: &[Row<'_>]) -> Vec<u8> {
        let mut sink = Rejected::new(Vec::new());
        made.begin(&mut sink, header);
        for row in rows {
            sink.row(&row.verdict()).unwrap();
        }
        sink.finish(&made.summary()).unwrap();
        sink.into_inner()
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[test]
    fn the_header_stands_even_without_a_row() {
        let made = Made::new();
        let out = written(&made, b"\xEF\xBB\xBFa,b", &[]);
        assert_eq!(text(&out), format!("\u{feff}a,b,{NAMES}\r\n"));
        let out = written(&made, b"", &[]);
        assert_eq!(text(&out), format!("{NAMES}\r\n"));
    }

    #[test]
    fn a_row_keeps_its_bytes_and_says_why_it_was_set_aside() {
        let made = Made::new();
        let out = written(&made, b"a,b", &[failing(&made, b"x,\"y\xFF\"")]);
        let mut expected = format!("a,b,{NAMES}\r\nx,\"y").into_bytes();
        expected.extend_from_slice(b"\xFF\",7,FAILED,");
        expected.extend_from_slice(made.fails().rule().name.as_bytes());
        expected.extend_from_slice(b"\r\n");
        assert_eq!(out, expected);
    }

    #[test]
    fn reasons_are_the_deciding_rules_once_each() {
        let made = Made::new();
        let row = failing(&made, b"x")
            .finding(made.fails(), None)
            .finding(made.warns(), None)
            .finding(made.skips(), None);
        let out = written(&made, b"a", &[row]);
        let (fails, skips) = (made.fails().rule().name, made.skips().rule().name);
        assert!(text(&out).ends_with(&format!("x,7,FAILED,{fails} {skips}\r\n")));
    }

    #[test]
    fn an_imported_row_is_not_set_aside() {
        let made = Made::new();
        let row = made.row(&[]).raw(b"x", b"\n").finding(made.warns(), None);
        let out = written(&made, b"a", &[row]);
        assert_eq!(text(&out), format!("a,{NAMES}\r\n"));
    }

    #[test]
    fn the_last_row_gets_the_line_end_that_it_lacked() {
        let made = Made::new();
        let row = failing(&made, b"x").raw(b"x", b"");
        assert!(text(&written(&made, b"a", &[row])).ends_with("\r\n"));
    }

    #[test]
    fn the_columns_do_not_pile_up() {
        let made = Made::new();
        let header = format!("a,{NAMES}");
        let rows = [
            failing(&made, b"x,3,FAILED,some-rule"),
            failing(&made, b"y,mended by hand"),
        ];
        let out = written(&made, header.as_bytes(), &rows);
        let name = made.fails().rule().name;
        assert_eq!(
            text(&out),
            format!("{header}\r\nx,7,FAILED,{name}\r\ny,mended by hand,7,FAILED,{name}\r\n")
        );
    }

    #[test]
    fn a_record_in_pieces_is_put_together_again() {
        let made = Made::new();
        let header = format!("a,{NAMES}");
        let mut sink = Rejected::new(Vec::new());
        made.begin(&mut sink, header.as_bytes());
        let long = vec![b'x'; 3 * KEPT_BACK];
        sink.piece(&long).unwrap();
        sink.piece(&long).unwrap();
        sink.piece(b",3,FAILED,some-rule").unwrap();
        sink.row(&failing(&made, b"").verdict()).unwrap();
        sink.row(&failing(&made, b"next").verdict()).unwrap();
        sink.finish(&made.summary()).unwrap();
        assert_eq!(sink.rows(), 2);
        let name = made.fails().rule().name;
        let expected = format!(
            "{header}\r\n{}{},7,FAILED,{name}\r\nnext,7,FAILED,{name}\r\n",
            text(&long),
            text(&long)
        );
        assert_eq!(text(&sink.into_inner()), expected);
    }

    #[test]
    fn a_final_backslash_does_not_escape_the_comma_behind_it() {
        let made = Made::new();
        let out = written(&made, b"a", &[failing(&made, br"x\")]);
        assert!(text(&out).contains(r"x\ ,7,FAILED,"));
    }

    #[test]
    fn utf_16_and_another_delimiter_are_kept() {
        let mut made = Made::new();
        made.input.encoding = Encoding::UTF_16LE;
        made.input.dialect = Dialect::Rfc4180 { delimiter: b'\t' };
        let utf_16 = |text: &str| {
            let mut bytes = Vec::new();
            Encoding::UTF_16LE.encode_ascii(text, &mut bytes);
            bytes
        };
        made.line_end = utf_16("\r\n");
        let raw = utf_16("x");
        let row = failing(&made, &raw).raw(&raw, b"");
        let out = written(&made, &utf_16("a"), &[row]);
        let names = NAMES.replace(',', "\t");
        let name = made.fails().rule().name;
        assert_eq!(
            out,
            utf_16(&format!("a\t{names}\r\nx\t7\tFAILED\t{name}\r\n"))
        );
    }
}
