//! The rows to try again, in their own bytes, each followed by what happened to it.

use std::io::{self, Write};

use crate::{
    dialect::raw_fields::RawDialect,
    engine::{FileStart, LOG_COLUMN, PREFLIGHT_COLUMNS},
    output::raw_header::{RawHeader, own_bytes},
    prediction::Verdict,
};

use super::{Seen, rows::RowSeen};

/// Writes the rows that failed, that have a line of an unknown kind, or that have none, in the form of a rejected
/// file, with one column more: what the job's log says. `clean` reads it.
///
/// A row that was skipped is not among them: its user exists, and a second job would skip it again.
#[derive(Debug)]
pub struct Retry<W: Write> {
    writer: W,
    dialect: Option<RawDialect>,
    /// The names of the first file.
    names: Vec<u8>,
    /// How many names those are.
    fields: usize,
    line_end: Vec<u8>,
    bytes: Vec<u8>,
    rows: u64,
}

impl<W: Write> Retry<W> {
    /// Writes to `writer`.
    pub const fn new(writer: W) -> Self {
        Self {
            writer,
            dialect: None,
            names: Vec::new(),
            fields: 0,
            line_end: Vec::new(),
            bytes: Vec::new(),
            rows: 0,
        }
    }

    /// How many rows there are so far.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.writer
    }

    pub(super) fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        let dialect = RawDialect::new(start.input.dialect, start.input.encoding);
        let header = RawHeader::divide(start.raw_header, dialect);
        if self.dialect.is_some() {
            if self.names != *header.own {
                return Err(io::Error::other("the parts have different headers"));
            }
            return Ok(());
        }
        self.fields = header.fields;
        self.line_end = if start.line_end.is_empty() {
            b"\n".to_vec()
        } else {
            start.line_end.to_vec()
        };
        self.names = header.own.into_owned();
        self.dialect = Some(dialect);
        self.bytes.extend_from_slice(header.start);
        self.bytes.extend_from_slice(&self.names);
        let statement = start.statement.name(' ');
        let names = PREFLIGHT_COLUMNS
            .into_iter()
            .chain([statement.as_str(), LOG_COLUMN]);
        for name in names {
            dialect.push_delimiter(&mut self.bytes);
            dialect.push_field(name, &mut self.bytes);
        }
        self.bytes.extend_from_slice(&self.line_end);
        self.write_full_block()
    }

    /// Writes one row; `raw` are its own bytes.
    pub(super) fn row(
        &mut self,
        verdict: &Verdict<'_>,
        raw: &[u8],
        seen: &RowSeen<'_>,
    ) -> io::Result<()> {
        if !matches!(seen.seen, Seen::Failed | Seen::Other | Seen::Unseen) {
            return Ok(());
        }
        let Some(dialect) = self.dialect else {
            return Ok(());
        };
        self.rows += 1;
        let bytes = &mut self.bytes;
        own_bytes(raw, dialect, bytes);
        let missing = self.fields.saturating_sub(dialect.fields(raw).len());
        for _ in 0..missing {
            dialect.push_delimiter(bytes);
        }
        let rules = seen.rules.join(" ");
        let log = seen
            .log
            .as_ref()
            .map_or_else(String::new, |(prefix, text)| {
                plain(&format!("[{prefix}] {text}"))
            });
        let line = seen
            .source_line
            .unwrap_or(verdict.position.line)
            .to_string();
        for field in [line.as_str(), seen.seen.as_str(), &rules, "", &log] {
            dialect.push_delimiter(bytes);
            dialect.push_field(field, bytes);
        }
        bytes.extend_from_slice(&self.line_end);
        self.write_full_block()
    }

    fn write_full_block(&mut self) -> io::Result<()> {
        if self.bytes.len() >= 256 * 1024 {
            self.writer.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.writer.write_all(&self.bytes)?;
        self.bytes.clear();
        self.writer.flush()
    }
}

/// The log's text as the last field of a row: one that every reader gives back and that ends no field.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            '\\' => '/',
            ',' => ';',
            ' '..='~' => c,
            _ => '?',
        })
        .collect()
}
