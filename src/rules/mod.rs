//! The rules: each is one claim about the importer, written as one plain value in one file.
//!
//! A rule's kebab-case name is its only identity. Its page, its `explain` text, its tests and its
//! place in every report derive from the value itself.

pub mod birthdate;
pub mod constraints;
pub mod email;
mod example;
mod facts;
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
pub use self::facts::Facts;
pub(crate) use self::facts::facts;
pub use self::list::RULES;

/// One claim about what the importer does.
#[derive(Debug)]
pub struct Rule {
    /// The kebab-case name, which states the defect.
    pub name: &'static str,
    /// What follows where the rule fires. Where that is not known, the effect that is assumed.
    pub effect: Effect,
    /// Whether the effect is known, and what is possible where it is not.
    pub claim: Claim,
    /// Who says so.
    pub sources: &'static [&'static Source],
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
    /// The facts that clear it: where all of them hold, it does not report and need not be asked. None, as
    /// in [`Rule::BASE`], means that it is always asked.
    pub cleared_by: Facts,
    /// Puts a finding's numbers into words, for a person. Never sees the value.
    pub words: fn(&Detail, &mut fmt::Formatter<'_>) -> fmt::Result,
    /// Rows and files on which it speaks and on which it is silent; they are its tests.
    pub examples: &'static [Example],
}

impl Rule {
    /// What most rules have in common, for a rule to begin with: `..Rule::BASE`.
    pub const BASE: Self = Self {
        name: "",
        effect: Effect::Warns,
        claim: Claim::Known(Certainty::Inferred),
        sources: &[],
        summary: "",
        explanation: "",
        advice: "",
        log_line: None,
        check: Check::Ordered,
        cleared_by: Facts::NONE,
        words: no_words,
        examples: &[],
    };

    /// How sure the claim is.
    pub const fn certainty(&self) -> Certainty {
        match self.claim {
            Claim::Known(certainty) => certainty,
            Claim::Unknown { .. } => Certainty::Unknown,
        }
    }

    /// The decision that the rule rests on, where its effect is not known.
    pub const fn decision(&self) -> Option<&'static Decision> {
        match self.claim {
            Claim::Known(_) => None,
            Claim::Unknown { decision, .. } => Some(decision),
        }
    }

    /// Every outcome that is possible for a row where the effect is not known, the assumed one
    /// included. Empty where it is known.
    pub const fn alternatives(&self) -> &'static [Outcome] {
        match self.claim {
            Claim::Known(_) => &[],
            Claim::Unknown { possible, .. } => possible,
        }
    }

    /// The outcomes that are possible for a row on which this rule fires and no other does.
    pub const fn outcomes(&self) -> OutcomeSet {
        match self.claim {
            Claim::Known(_) => OutcomeSet::of(&[self.assumed()]),
            Claim::Unknown { possible, .. } => OutcomeSet::of(possible),
        }
    }

    /// The outcome that is predicted for a row on which this rule fires and no other does. Where
    /// the effect is not known, it is the worse one for the migration.
    pub const fn assumed(&self) -> Outcome {
        match self.effect {
            Effect::Warns => Outcome::Imported,
            Effect::RowSkipped => Outcome::Skipped,
            Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => Outcome::Failed,
        }
    }

    /// Whether it is about a file and not about one row of it.
    pub const fn is_about_file(&self) -> bool {
        matches!(self.check, Check::Header { .. } | Check::File { .. })
    }

    /// Whether its effect is known.
    pub const fn is_known(&self) -> bool {
        matches!(self.claim, Claim::Known(_))
    }

    /// Whether a finding of it is a reason for an outcome and not only a warning.
    pub const fn decides(&self) -> bool {
        !matches!(self.effect, Effect::Warns) || !self.is_known()
    }

    /// Whether it is known that the job fails or does not start where the rule fires, whatever the
    /// rows are.
    pub const fn fails_the_job(&self) -> bool {
        self.is_known() && matches!(self.effect, Effect::JobFails | Effect::JobDoesNotStart)
    }
}

/// What is known about the effect of a rule.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "an effect is known or it is not")]
pub enum Claim {
    /// The effect is known, this surely.
    Known(Certainty),
    /// The effect is not known.
    Unknown {
        /// What is assumed meanwhile, and why.
        decision: &'static Decision,
        /// Every outcome that is possible for a row, the assumed one included.
        possible: &'static [Outcome],
    },
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
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is only made from a place in the list, and the list never changes"
    )]
    pub fn rule(self) -> &'static Rule {
        RULES[self.index()]
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

    /// The id of the rule of this name, in a constant.
    ///
    /// ```
    /// use cognito_preflight::rules::RuleId;
    ///
    /// const MISSING: RuleId = RuleId::of("username-missing");
    /// assert_eq!(MISSING.rule().name, "username-missing");
    /// ```
    ///
    /// # Panics
    ///
    /// When no rule has this name; in a constant, the program does not compile.
    ///
    /// ```compile_fail
    /// # use cognito_preflight::rules::RuleId;
    /// const MISSPELT: RuleId = RuleId::of("username-mising");
    /// # assert_eq!(MISSPELT.rule().name, "username-mising");
    /// ```
    pub const fn of(name: &str) -> Self {
        let mut place = 0;
        let mut rest = RULES;
        while let [rule, tail @ ..] = rest {
            if is_same(rule.name, name) {
                return Self(place);
            }
            place += 1;
            rest = tail;
        }
        panic!("no rule has this name")
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

/// Whether two texts are the same, in constants.
pub(crate) const fn is_same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
        if *first != *second {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
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
            assert_eq!(RuleId::of(id.rule().name), id);
        }
    }
}
