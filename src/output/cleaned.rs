//! The file to upload: the CSVHeader's names, then the rows that will be imported.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::engine::{CleanedLines, FileStart, Interest, Sink, Summary};

use super::buffered::Buffered;

/// Writes the cleaned file in Cognito's dialect: the CSVHeader's columns in their order, then each
/// row that was not rejected, with line feeds.
///
/// Of several input files the rows follow one another under one header.
#[derive(Debug)]
pub struct Cleaned<W: Write> {
    out: Buffered<W>,
    has_header: bool,
}

impl<W: Write> Cleaned<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self {
            out: Buffered::new(writer),
            has_header: false,
        }
    }

    /// The writer. What was not finished is lost.
    pub fn into_inner(self) -> W {
        self.out.into_inner()
    }
}

impl<W: Write + Send> Sink for Cleaned<W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the cleaned file")
    }

    fn interest(&self) -> Interest {
        Interest::NOTABLE_ROWS.only_when_cleaning()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        if !self.has_header {
            self.has_header = true;
            self.out.append(&start.schema.header_line())?;
        }
        Ok(())
    }

    fn cleaned(&mut self, lines: &CleanedLines<'_>) -> io::Result<()> {
        self.out.append(lines.bytes())
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[test]
    fn rows_follow_the_columns_of_the_csv_header() {
        let fixture = Fixture::new();
        let mut sink = Cleaned::new(Vec::new());
        fixture.begin(&mut sink, b"anything");
        sink.cleaned(&CleanedLines::new(b"a,b\nc,d\n", &[4, 8], &[2, 3]))
            .unwrap();
        fixture.begin(&mut sink, b"anything");
        sink.cleaned(&CleanedLines::new(b"e,f\n", &[4], &[2]))
            .unwrap();
        sink.finish(&fixture.summary()).unwrap();
        let mut expected = fixture.header().into_bytes();
        expected.extend_from_slice(b"\na,b\nc,d\ne,f\n");
        assert_eq!(sink.into_inner(), expected);
    }

    #[test]
    fn a_file_without_rows_has_its_header() {
        let fixture = Fixture::new();
        let mut sink = Cleaned::new(Vec::new());
        fixture.begin(&mut sink, b"");
        sink.finish(&fixture.summary()).unwrap();
        assert_eq!(
            sink.into_inner(),
            format!("{}\n", fixture.header()).into_bytes()
        );
    }
}
