//! The rules: each is one claim about the importer, written as one plain value in one file.
//!
//! A rule's kebab-case name is its only identity. Its page, its `explain` text, its tests and its
//! place in every report derive from the value itself.

pub mod birthdate;
pub mod constraints;
pub mod email;
mod example;
pub mod file;
pub mod header;
pub mod line;
mod list;
pub mod mfa;
pub mod password_hash;
pub mod phone_number;
pub mod username;
pub mod verified;
pub mod writing;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{
    evidence::{Certainty, Decision, Source},
    finding::{Detail, Effect, Found, Outcome, OutcomeSet},
    record::Record,
    schema::{Column, ColumnId, Schema},
};

pub use self::example::{Example, GOOD_ROW};
pub use self::list::RULES;

/// One claim about what the importer does.
#[derive(Debug)]
pub struct Rule {
    /// The kebab-case name, which states the defect.
    pub name: &'static str,
    /// What follows where the rule speaks. Where nobody knows, the prudent effect.
    pub effect: Effect,
    /// How sure the claim is.
    pub certainty: Certainty,
    /// Every outcome that is possible for a row, the prudent one included, where the effect is not
    /// known. Empty where it is.
    pub alternatives: &'static [Outcome],
    /// Who says so.
    pub sources: &'static [&'static Source],
    /// The decision it rests on, where nobody knows.
    pub decision: Option<&'static Decision>,
    /// The defect in one sentence of at most 90 characters.
    pub summary: &'static str,
    /// What the importer does and why, for the person whose migration fails.
    pub explanation: &'static str,
    /// What to do about it, in the source system or with which option.
    pub advice: &'static str,
    /// The text that the import log shows after `Line Number N - `, where it is known.
    pub log_line: Option<&'static str>,
    /// What it looks at.
    pub check: Check,
    /// Puts a finding's numbers into words, for a person. Never sees the value.
    pub words: fn(&Detail, &mut fmt::Formatter<'_>) -> fmt::Result,
    /// Rows and files on which it speaks and on which it is silent; they are its tests.
    pub examples: &'static [Example],
}

impl Rule {
    /// The outcomes that this rule leaves open for a row on which it speaks, and nothing else does.
    pub const fn outcomes(&self) -> OutcomeSet {
        if self.alternatives.is_empty() {
            OutcomeSet::of(&[self.prudent()])
        } else {
            OutcomeSet::of(self.alternatives)
        }
    }

    /// The outcome that is predicted for a row on which it speaks, and nothing else does.
    pub const fn prudent(&self) -> Outcome {
        match self.effect {
            Effect::Warns => Outcome::Imported,
            Effect::RowSkipped => Outcome::Skipped,
            Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => Outcome::Failed,
        }
    }

    /// Whether it speaks about a file and not about one row of it.
    pub const fn is_about_file(&self) -> bool {
        matches!(self.check, Check::Header { .. } | Check::File { .. })
    }

    /// Whether its effect is known.
    pub const fn is_decided(&self) -> bool {
        self.alternatives.is_empty()
    }
}

/// What a rule looks at, with the one function that finds.
#[derive(Debug)]
#[non_exhaustive]
pub enum Check {
    /// One value that is not blank, of every column that `reads` accepts.
    Value {
        /// Whether the rule has anything to say about this column in this pool.
        reads: fn(&Schema, &Column) -> bool,
        /// Looks at one value.
        find: fn(&Field<'_>, &mut Found<'_>),
    },
    /// The whole row: values that are blank, or that must fit one another.
    Row {
        /// Whether the rule has anything to say in this pool.
        reads: fn(&Schema) -> bool,
        /// Looks at one row.
        find: fn(&Row<'_>, &mut Found<'_>),
    },
    /// The line of column names, once for each file.
    Header {
        /// Looks at the header.
        find: fn(&Header<'_>, &mut Found<'_>),
    },
    /// What was wrong with the bytes of a record before it had fields.
    Reading {
        /// Looks at what the reader noted.
        find: fn(&Reading<'_>, &mut Found<'_>),
    },
    /// Numbers of the whole file, at its end.
    File {
        /// Looks at the numbers.
        find: fn(&FileFacts<'_>, &mut Found<'_>),
    },
    /// Something that depends on the rows before and on the users that exist; decided where rows are
    /// committed in the order of the file.
    Ordered,
    /// A row that can be read in two ways, of which nobody knows the importer's. The engine judges
    /// the row in both; where both come to the same, the rule is silent.
    TwoReadings,
    /// Whether a value can be written in Cognito's dialect at all; looked at only when a file is
    /// written, on the values as they would be written.
    Writing {
        /// Looks at one value.
        find: fn(&Field<'_>, &mut Found<'_>),
    },
}

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

/// The line of column names.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Header<'a> {
    /// The names as they stand in the file, one for each field.
    pub names: &'a [String],
    /// The columns that the names are exactly, in the order of the file.
    pub columns: &'a [Option<ColumnId>],
    /// The pool and its header.
    pub schema: &'a Schema,
    /// What the reader noted before there were names.
    pub notes: HeaderNotes,
}

impl<'a> Header<'a> {
    /// A header of `names`, of which `columns` says what they are.
    pub const fn new(
        names: &'a [String],
        columns: &'a [Option<ColumnId>],
        schema: &'a Schema,
        notes: HeaderNotes,
    ) -> Self {
        Self {
            names,
            columns,
            schema,
            notes,
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
pub struct HeaderNotes {
    /// The file holds no line that could be the one of names.
    pub file_is_empty: bool,
    /// The file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// A line without any character other than white space stands before the names.
    pub blank_line_before: bool,
    /// The lines end in a lone carriage return.
    pub carriage_return_ends: bool,
    /// The header is not UTF-8.
    pub invalid_encoding: bool,
    /// The header is longer than any record may be.
    pub too_long: bool,
}

/// What the reader noted about one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Reading<'a> {
    /// The offset in the record of the first byte that is not text in the file's encoding, with
    /// the number of the field it stands in (1-based).
    pub invalid_byte: Option<(u64, u32)>,
    /// The record is longer than the reader's bound: its length so far in bytes.
    pub too_long: Option<u64>,
    /// The physical line on which a quotation mark opened that never closes.
    pub unclosed_quote: Option<u64>,
    /// The number of the field (1-based) that goes on behind the quotation mark that closes it.
    pub text_behind_quote: Option<u32>,
    /// The line holds nothing but white space.
    pub blank: bool,
    /// The record's line in the file's dialect, without its line end, where it is text.
    pub line: Option<&'a str>,
    /// Whether that line was read in Cognito's own dialect, as the job itself would read it.
    pub as_cognito: bool,
}

/// The numbers of a whole file.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct FileFacts<'a> {
    /// How many records follow the header, blank lines included.
    pub records: u64,
    /// How many of them may be no users at all.
    pub blank_lines: u64,
    /// The length of the file in bytes.
    pub bytes: u64,
    /// The pool and its header.
    pub schema: &'a Schema,
}

impl<'a> FileFacts<'a> {
    /// The numbers of one file.
    pub const fn new(records: u64, blank_lines: u64, bytes: u64, schema: &'a Schema) -> Self {
        Self {
            records,
            blank_lines,
            bytes,
            schema,
        }
    }
}

/// Which rule: its place in [`RULES`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(u16);

impl RuleId {
    /// The rule itself.
    pub fn rule(self) -> &'static Rule {
        // An id is only ever made from the list below, and the list never changes.
        RULES.get(self.index()).copied().unwrap_or(&list::NOBODY)
    }

    /// The rule's place in [`RULES`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Every rule's id, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).take(RULES.len()).map(Self)
    }

    /// The id of the rule of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|id| id.rule().name == name)
    }

    /// The id of a rule of the list.
    pub fn of(rule: &'static Rule) -> Option<Self> {
        Self::named(rule.name)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule().name)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.rule().name)
    }
}

/// The words of a rule that has no numbers to tell.
///
/// # Errors
///
/// Only when writing fails.
pub fn no_words(_: &Detail, _: &mut fmt::Formatter<'_>) -> fmt::Result {
    Ok(())
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

    #[test]
    fn an_id_is_shown_as_the_name_of_its_rule() {
        for id in RuleId::all() {
            assert_eq!(format!("{id:?}"), id.rule().name);
            assert_eq!(RuleId::named(id.rule().name), Some(id));
        }
    }
}
