//! One user's fields by column, borrowed from wherever they were read.

use std::fmt;

use crate::{schema::ColumnId, values::white_space};

/// Where a field lies in its record's text: byte offsets, or nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The column has no field in this file.
    pub const ABSENT: Self = Self {
        start: u32::MAX,
        end: u32::MAX,
    };

    /// The bytes from `start` up to `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Whether the column has a field here at all.
    pub const fn is_present(self) -> bool {
        self.start != u32::MAX
    }
}

#[derive(Clone, Copy)]
enum Fields<'a> {
    Spans { text: &'a str, spans: &'a [Span] },
    Values(&'a [Option<&'a str>]),
}

/// The fields of one row, by the columns of the CSVHeader.
#[derive(Clone, Copy)]
pub struct Record<'a>(Fields<'a>);

impl<'a> Record<'a> {
    /// A record whose fields lie in `text` at `spans`, one span for each column.
    pub const fn from_spans(text: &'a str, spans: &'a [Span]) -> Self {
        Self(Fields::Spans { text, spans })
    }

    /// A record of values that stand anywhere, one for each column; `None` is a column that the
    /// record does not have.
    pub const fn from_values(values: &'a [Option<&'a str>]) -> Self {
        Self(Fields::Values(values))
    }

    /// The field as it was written, or `None` where the file has no such column.
    pub fn field(&self, column: ColumnId) -> Option<&'a str> {
        match self.0 {
            Fields::Spans { text, spans } => {
                let span = spans.get(column.index())?;
                text.get(span.start as usize..span.end as usize)
            }
            Fields::Values(values) => values.get(column.index()).copied().flatten(),
        }
    }

    /// The value as the importer sees it: without surrounding white space, and empty where the
    /// file has no such column.
    pub fn value(&self, column: ColumnId) -> &'a str {
        self.field(column).map_or("", white_space::trim)
    }

    /// The value of a column that the pool may not have.
    pub fn value_of(&self, column: Option<ColumnId>) -> &'a str {
        column.map_or("", |column| self.value(column))
    }
}

/// Shows how many fields there are and nothing of what is in them.
impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = match self.0 {
            Fields::Spans { spans, .. } => spans.len(),
            Fields::Values(values) => values.len(),
        };
        f.debug_struct("Record")
            .field("fields", &fields)
            .finish_non_exhaustive()
    }
}
