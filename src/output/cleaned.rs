//! The file to upload: the CSVHeader's names, then the rows that will be imported.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::{
    dialect::cognito,
    engine::{Beginning, Sink, Summary, Wants},
    prediction::Verdict,
    schema::Schema,
};

use super::buffered::Buffered;

/// Writes the cleaned file in Cognito's dialect: the CSVHeader's columns in their order, then each
/// row that was not set aside, with line feeds.
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

    fn wants(&self) -> Wants {
        // Its rows come as blocks, not as verdicts.
        Wants::NotPlain
    }

    fn wants_values(&self) -> bool {
        false
    }

    fn begin(&mut self, beginning: &Beginning<'_>) -> io::Result<()> {
        if !self.has_header {
            self.has_header = true;
            self.out.append(&header_line(beginning.schema))?;
        }
        Ok(())
    }

    fn row(&mut self, _: &Verdict<'_>) -> io::Result<()> {
        Ok(())
    }

    fn cleaned(&mut self, lines: &[u8], _: &[usize], _: &[u64]) -> io::Result<()> {
        self.out.append(lines)
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        self.out.finish()
    }
}

/// The header of a cleaned file, with its line end.
pub(super) fn header_line(schema: &Schema) -> Vec<u8> {
    let mut line = Vec::new();
    for (place, column) in schema.columns().iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        cognito::write_field(column.name(), &mut line);
    }
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::made::Made;

    #[test]
    fn rows_follow_the_columns_of_the_csv_header() {
        let made = Made::new();
        let mut sink = Cleaned::new(Vec::new());
        made.begin(&mut sink, b"anything");
        sink.cleaned(b"a,b\nc,d\n", &[4, 8], &[2, 3]).unwrap();
        made.begin(&mut sink, b"anything");
        sink.cleaned(b"e,f\n", &[4], &[2]).unwrap();
        sink.finish(&made.summary()).unwrap();
        let mut expected = made.header().into_bytes();
        expected.extend_from_slice(b"\na,b\nc,d\ne,f\n");
        assert_eq!(sink.into_inner(), expected);
    }

    #[test]
    fn a_file_without_rows_has_its_header() {
        let made = Made::new();
        let mut sink = Cleaned::new(Vec::new());
        made.begin(&mut sink, b"");
        sink.finish(&made.summary()).unwrap();
        assert_eq!(
            sink.into_inner(),
            format!("{}\n", made.header()).into_bytes()
        );
    }
}
