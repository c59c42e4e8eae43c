//! One user's fields by column, borrowed from wherever they were read.

use std::fmt;

use thiserror::Error;

use crate::{
    bug,
    schema::{ColumnId, Schema},
    values::white_space,
};

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

    /// Whether the byte at this place belongs to the field.
    pub(crate) const fn contains(self, place: usize) -> bool {
        (self.start as usize) <= place && place < self.end as usize
    }

    /// The bytes of the field, which is not [`Span::ABSENT`].
    pub(crate) const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the column has a field here at all.
    const fn is_present(self) -> bool {
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

    /// A record of values that lie anywhere, in the order of the CSVHeader; `None` is a column that
    /// the record does not have. [`NamedValues`] brings values into this order by their columns' names.
    ///
    /// A record may have fewer values than the CSVHeader has columns; if it has more, that is a finding.
    pub const fn from_values(values: &'a [Option<&'a str>]) -> Self {
        Self(Fields::Values(values))
    }

    /// The values after those of the first `columns` columns. The fields of a file are mapped to
    /// columns before a record is made of them, so only a record of values has any.
    pub(crate) fn values_after(&self, columns: usize) -> &'a [Option<&'a str>] {
        match self.0 {
            Fields::Spans { .. } => &[],
            Fields::Values(values) => values.get(columns..).unwrap_or_default(),
        }
    }

    /// The field as it was written, or `None` where the file has no such column.
    pub fn field(&self, column: ColumnId) -> Option<&'a str> {
        match self.0 {
            Fields::Spans { text, spans } => {
                let span = spans.get(column.index()).filter(|span| span.is_present())?;
                Some(bug::text(text, span.start as usize..span.end as usize))
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

/// The values of one user, given by the names of their columns.
///
/// # Example
///
/// ```
/// use cognito_preflight::{
///     engine::{Options, Preflight},
///     outcome::Outcome,
///     record::{NamedValues, RecordError},
///     schema::{CsvHeader, Schema},
/// };
///
/// let header = CsvHeader::parse("cognito:username,name,email,email_verified")?;
/// let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
/// let user = NamedValues::from_pairs(
///     preflight.schema(),
///     [("email", "ana@example.com"), ("email_verified", "true"), ("cognito:username", "ana")],
/// )?;
/// assert_eq!(preflight.record(&user.record()).judgement.outcome, Outcome::Imported);
///
/// let unknown = NamedValues::from_pairs(preflight.schema(), [("e-mail", "ana@example.com")]);
/// assert!(matches!(unknown, Err(RecordError::UnknownColumn { column }) if column == "e-mail"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct NamedValues<'a>(Vec<Option<&'a str>>);

impl<'a> NamedValues<'a> {
    /// Puts each value in its column. The names are those of the CSVHeader, exactly; columns that are
    /// not named have no value.
    ///
    /// # Errors
    ///
    /// [`RecordError::UnknownColumn`] where the CSVHeader does not have a name,
    /// [`RecordError::ColumnTwice`] where a name is given twice.
    pub fn from_pairs<N: AsRef<str>>(
        schema: &Schema,
        pairs: impl IntoIterator<Item = (N, &'a str)>,
    ) -> Result<Self, RecordError> {
        let mut values = vec![None; schema.columns().len()];
        for (name, value) in pairs {
            let name = name.as_ref();
            let place = schema
                .column_named(name)
                .and_then(|column| values.get_mut(column.id.index()))
                .ok_or_else(|| RecordError::UnknownColumn {
                    column: name.to_owned(),
                })?;
            if place.replace(value).is_some() {
                return Err(RecordError::ColumnTwice {
                    column: name.to_owned(),
                });
            }
        }
        Ok(Self(values))
    }

    /// The values as a record.
    pub fn record(&self) -> Record<'_> {
        Record::from_values(&self.0)
    }
}

/// Shows how many columns there are and no value.
impl fmt::Debug for NamedValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedValues")
            .field("columns", &self.0.len())
            .finish_non_exhaustive()
    }
}

/// Why values cannot be put in their columns.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The CSVHeader has no column of this name.
    #[error("the CSVHeader has no column {column}")]
    UnknownColumn {
        /// The name that was given.
        column: String,
    },
    /// The same column has two values.
    #[error("the column {column} is given twice")]
    ColumnTwice {
        /// The name that was given.
        column: String,
    },
}
