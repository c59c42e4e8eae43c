//! What rules look at: a value, a row, a header, a record before it has fields, a whole file.

use std::fmt;

use crate::{
    record::Record,
    schema::{Column, ColumnId, Schema},
    values::birthdate::DateOrder,
};

use super::{ApostropheCounts, BirthdateCounts};

/// One value that is not blank, with all that a rule may want to know about its column.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field<'a> {
    /// The value as the importer sees it, without surrounding white space.
    pub value: Shown<'a>,
    /// The field as it was written.
    pub written: Shown<'a>,
    /// The column.
    pub column: &'a Column,
    /// The pool and its header.
    pub schema: &'a Schema,
}

impl<'a> Field<'a> {
    /// A field of `column` that was written as `written`.
    pub fn new(written: &'a str, column: &'a Column, schema: &'a Schema) -> Self {
        Self {
            value: Shown(crate::values::white_space::trim(written)),
            written: Shown(written),
            column,
            schema,
        }
    }

    /// The value as the importer sees it.
    pub const fn value(&self) -> &'a str {
        self.value.0
    }

    /// The field as it was written.
    pub const fn written(&self) -> &'a str {
        self.written.0
    }
}

/// A piece of a user's data whose `Debug` shows only its length.
#[derive(Clone, Copy)]
pub struct Shown<'a>(&'a str);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Row<'a> {
    /// Its fields by column.
    pub record: Record<'a>,
    /// How many fields the line really had.
    pub field_count: u32,
    /// How many fields the header has.
    pub header_count: u32,
    /// Whether every field beyond the header's count is blank, and in a cleaning every field under a name
    /// that is.
    pub extra_fields_are_blank: bool,
    /// The pool and its header.
    pub schema: &'a Schema,
}

impl<'a> Row<'a> {
    /// A row with as many fields as its header.
    pub const fn new(record: Record<'a>, field_count: u32, schema: &'a Schema) -> Self {
        Self {
            record,
            field_count,
            header_count: field_count,
            extra_fields_are_blank: true,
            schema,
        }
    }

    /// The value of a column as the importer sees it, empty where the pool has no such column.
    pub fn value(&self, column: Option<ColumnId>) -> &'a str {
        self.record.value_of(column)
    }
}

/// The header: the line of column names.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The names as the file has them, one for each field.
    pub names: &'a [String],
    /// The columns that the names are exactly, in the order of the file.
    pub columns: &'a [Option<ColumnId>],
    /// The pool and its header.
    pub schema: &'a Schema,
    /// What the reader noted before there were names.
    pub flags: HeaderFlags,
}

impl<'a> Header<'a> {
    /// A header of `names`, of which `columns` says what they are.
    pub const fn new(
        names: &'a [String],
        columns: &'a [Option<ColumnId>],
        schema: &'a Schema,
        flags: HeaderFlags,
    ) -> Self {
        Self {
            names,
            columns,
            schema,
            flags,
        }
    }
}

/// What a reader noted about the beginning of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the first bytes of a file, each looked at by one rule"
)]
#[non_exhaustive]
pub struct HeaderFlags {
    /// The file holds no line that could be the one of names.
    pub file_is_empty: bool,
    /// The file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// The file has a blank line before the header.
    pub blank_line_before: bool,
    /// The lines end in a lone carriage return.
    pub carriage_return_ends: bool,
    /// The header is not UTF-8.
    pub invalid_encoding: bool,
    /// The header is longer than any record may be.
    pub too_long: bool,
    /// The pool has users that are not known.
    pub existing_users_incomplete: bool,
}

/// What the reader noted about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about the bytes of a record, each looked at by one rule"
)]
#[non_exhaustive]
pub struct RawRecord<'a> {
    /// The offset in the record of the first byte that is not text in the file's encoding, with
    /// the number of its field (1-based).
    pub invalid_byte: Option<(u64, u32)>,
    /// The record is longer than the reader's bound: its length so far in bytes.
    pub too_long: Option<u64>,
    /// The physical line on which a quotation mark opened that never closes.
    pub unclosed_quote: Option<u64>,
    /// The number of the field (1-based) that has text after its closing quotation mark.
    pub text_behind_quote: Option<u32>,
    /// The record is UTF-8 beyond ASCII, and the file is read in another encoding.
    pub is_utf_8_already: bool,
    /// Its values are the names of the file's header.
    pub repeats_header: bool,
    /// It is one text such as `(60 rows affected)`.
    pub is_footer: bool,
    /// The lines after the first that would be rows by themselves.
    pub hidden_rows: Option<HiddenRows>,
    /// The line holds nothing but white space.
    pub blank: bool,
    /// The record's line in the file's dialect, without its line end, where it is text.
    pub line: Option<&'a str>,
    /// Whether that line was read in Cognito's own dialect, as the job itself would read it.
    pub as_cognito: bool,
}

/// Lines inside a record that look like rows of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct HiddenRows {
    /// How many lines of the record precede the first of them.
    pub first: u64,
    /// How many there are.
    pub lines: u64,
}

/// The numbers of a whole file.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FileStats<'a> {
    /// How many records follow the header, blank lines included.
    pub records: u64,
    /// How many of them may be no users at all.
    pub blank_lines: u64,
    /// The length of the file in bytes.
    pub bytes: u64,
    /// What the birthdates show of their order.
    pub birthdates: BirthdateCounts,
    /// The order in which birthdates were said to be.
    pub date_order: AskedOrder,
    /// Columns of which every value has an apostrophe before it, in what was read of them.
    pub apostrophes: &'a [(ColumnId, ApostropheCounts)],
    /// The pool and its header.
    pub schema: &'a Schema,
    /// Whether a user is imported with a password hash.
    pub has_hashes: bool,
}

/// The order in which birthdates are said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum AskedOrder {
    /// Nothing is said: month first, as the import reads them.
    #[default]
    None,
    /// This one.
    Order(DateOrder),
    /// The one that the column shows.
    FromColumn,
    /// Day first, in a file whose dates are taken to be month first already.
    Ignored,
}

impl<'a> FileStats<'a> {
    /// The numbers of one file.
    pub const fn new(records: u64, blank_lines: u64, bytes: u64, schema: &'a Schema) -> Self {
        Self {
            records,
            blank_lines,
            bytes,
            birthdates: BirthdateCounts {
                day_first: 0,
                month_first: 0,
                either: 0,
            },
            date_order: AskedOrder::None,
            apostrophes: &[],
            schema,
            has_hashes: false,
        }
    }

    /// With users who are imported with a password hash, or without.
    #[must_use]
    pub const fn with_hashes(mut self, has_hashes: bool) -> Self {
        self.has_hashes = has_hashes;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_field_is_its_length() {
        let schema = Schema::new(None, None).unwrap();
        let column = schema.column_named("name").unwrap();
        let shown = format!("{:?}", Field::new(" Ana Lopez ", column, &schema));
        assert!(!shown.contains("Lopez"), "{shown}");
        assert!(shown.contains("value: <9 bytes>"), "{shown}");
        assert!(shown.contains("written: <11 bytes>"), "{shown}");
    }
}
