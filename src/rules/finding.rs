//! What a rule finds: small data that holds no text of a user's value.

use std::fmt;

use crate::{
    evidence::Certainty,
    schema::{ColumnId, Schema},
};

use super::{BirthdateCounts, HiddenRows, RuleId};

/// What a length is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Unicode code points.
    Characters,
    /// UTF-16 code units.
    Utf16CodeUnits,
    /// Bytes.
    Bytes,
    /// Decimal digits.
    Digits,
    /// Users of a file.
    Users,
    /// Lines of a file.
    Lines,
}

impl Unit {
    /// The unit's name after a number other than one.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Utf16CodeUnits => "UTF-16 code units",
            Self::Bytes => "bytes",
            Self::Digits => "digits",
            Self::Users => "users",
            Self::Lines => "lines",
        }
    }
}

/// A number with its unit: `1 byte`, `2 bytes`.
struct Counted(u64, Unit);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, unit) = *self;
        let name = unit.as_str();
        let name = match number {
            1 => name.strip_suffix('s').unwrap_or(name),
            _ => name,
        };
        write!(f, "{number} {name}")
    }
}

/// The numbers of a finding.
///
/// It is `Copy` and holds no text of the input, so no finding can carry a piece of a user's data.
/// [`Display`](fmt::Display) words it for a person, and is empty for [`Detail::None`];
/// [`Detail::members`] is what a report holds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Detail {
    /// Nothing to add.
    #[default]
    None,
    /// A place inside the value: the number of characters before it.
    At(u32),
    /// A length and the limit it breaks.
    Length {
        /// The length found.
        found: u64,
        /// The limit: the greatest length where it is less than `found`, else the smallest.
        limit: u64,
        /// What both are counted in.
        unit: Unit,
    },
    /// A number of fields and the number that was expected.
    Count {
        /// The number found.
        found: u64,
        /// The number expected.
        expected: u64,
    },
    /// A parameter's value and its limit, as in a password hash.
    Parameter {
        /// The parameter's name, a constant of the program.
        name: &'static str,
        /// The value found.
        found: u64,
        /// The limit: the greatest value where it is less than `found`, else the smallest.
        limit: u64,
        /// What both are counted in, where they are a length.
        unit: Option<Unit>,
    },
    /// A reason out of a closed list, a constant of the program.
    Because(&'static str),
    /// The number of a field in its line, 1-based.
    Field(u32),
    /// The number of a field whose name resembles a column's name.
    Resembles {
        /// The number of the field in the header, 1-based.
        field: u32,
        /// The column that was probably meant.
        column: ColumnId,
    },
    /// A line of a record that has several: the number of its lines before that one.
    Line(u64),
    /// Lines of a record that look like rows of their own.
    HiddenRows(HiddenRows),
    /// How many birthdates show which order of day and month.
    Birthdates(BirthdateCounts),
    /// How many values of a column, and how many of these show something.
    Values {
        /// How many show it.
        found: u64,
        /// How many there are.
        of: u64,
    },
    /// A byte of the record that could not be decoded: its offset in the record.
    Byte(u64),
    /// A character of the record that was not expected: its place, from 1.
    Character(u64),
    /// Two names are the same where letter case is ignored.
    LetterCaseAside,
}

/// What a report holds under the name of one number of a [`Detail`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Member {
    /// A number.
    Number(u64),
    /// A text, a constant of the program.
    Text(&'static str),
    /// A column, for which its name is written.
    Column(ColumnId),
}

impl Detail {
    /// The members that a report has for it, in their order, each with its name.
    pub fn members(self) -> impl Iterator<Item = (&'static str, Member)> {
        use Member::{Column, Number, Text};
        let members: [Option<(&'static str, Member)>; 3] = match self {
            Self::None => [None; 3],
            Self::At(place) => [Some(("at", Number(place.into()))), None, None],
            Self::Length { found, limit, .. } => [
                Some(("found", Number(found))),
                Some(("limit", Number(limit))),
                None,
            ],
            Self::Count { found, expected } => [
                Some(("found", Number(found))),
                Some(("expected", Number(expected))),
                None,
            ],
            Self::Parameter {
                name, found, limit, ..
            } => [
                Some(("parameter", Text(name))),
                Some(("found", Number(found))),
                Some(("limit", Number(limit))),
            ],
            Self::Because(reason) => [Some(("because", Text(reason))), None, None],
            Self::Field(field) => [Some(("field", Number(field.into()))), None, None],
            Self::Resembles { field, column } => [
                Some(("field", Number(field.into()))),
                Some(("resembles", Column(column))),
                None,
            ],
            Self::Line(line) => [Some(("at_line", Number(line))), None, None],
            Self::HiddenRows(hidden) => [
                Some(("at_line", Number(hidden.first))),
                Some(("lines", Number(hidden.lines))),
                None,
            ],
            Self::Birthdates(counts) => [
                Some(("day_first", Number(counts.day_first))),
                Some(("month_first", Number(counts.month_first))),
                Some(("dates", Number(counts.dates()))),
            ],
            Self::Values { found, of } => [
                Some(("found", Number(found))),
                Some(("of", Number(of))),
                None,
            ],
            Self::Byte(byte) => [Some(("at_byte", Number(byte))), None, None],
            Self::Character(place) => [Some(("at_character", Number(place))), None, None],
            Self::LetterCaseAside => [Some(("because", Text(LETTER_CASE))), None, None],
        };
        members.into_iter().flatten()
    }
}

const LETTER_CASE: &str = "the pool ignores letter case";

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |found, limit| {
            if found > limit { "at most" } else { "at least" }
        };
        match *self {
            Self::None => Ok(()),
            Self::At(place) => {
                write!(f, "after {}", Counted(place.into(), Unit::Characters))
            }
            Self::Length { found, limit, unit } => {
                let bound = bound(found, limit);
                write!(f, "{}, {bound} {limit}", Counted(found, unit))
            }
            Self::Count { found, expected } => {
                let fields = if found == 1 { "field" } else { "fields" };
                write!(f, "{found} {fields} instead of {expected}")
            }
            Self::Parameter {
                name,
                found,
                limit,
                unit,
            } => {
                let bound = bound(found, limit);
                match unit {
                    Some(unit) => write!(f, "{name} is {}, {bound} {limit}", Counted(found, unit)),
                    None => write!(f, "{name} is {found}, {bound} {limit}"),
                }
            }
            Self::Because(reason) => f.write_str(reason),
            Self::Field(field) | Self::Resembles { field, .. } => write!(f, "field {field}"),
            Self::Line(line) => write!(f, "line {} of the record", line.saturating_add(1)),
            Self::HiddenRows(hidden) => write!(
                f,
                "{}, the first is line {} of the record",
                Counted(hidden.lines, Unit::Lines),
                hidden.first.saturating_add(1)
            ),
            Self::Birthdates(counts) => write!(f, "{counts}"),
            Self::Values { found, of } => write!(f, "{found} of {of} values"),
            Self::Byte(byte) => write!(f, "after {} of the record", Counted(byte, Unit::Bytes)),
            Self::Character(place) => write!(f, "character {place} of the record"),
            Self::LetterCaseAside => f.write_str(LETTER_CASE),
        }
    }
}

/// What one rule found in one row, in one column, or in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that fired.
    pub rule: RuleId,
    /// The column it is about, where there is one.
    pub column: Option<ColumnId>,
    /// Its numbers.
    pub detail: Detail,
}

impl Finding {
    /// How sure its claim is: as sure as the rule, unless its circumstances are other ones than those in
    /// which the rule was seen to hold.
    pub fn certainty(self) -> Certainty {
        let of_rule = self.rule.rule().certainty();
        match self.detail {
            Detail::LetterCaseAside => of_rule.min(Certainty::Inferred),
            _ => of_rule,
        }
    }

    /// The finding as a sentence for a person: the rule's summary, the column and the numbers.
    ///
    /// ```
    /// use cognito_preflight::{
    ///     engine::{Options, Preflight},
    ///     record::Record,
    ///     schema::{CsvHeader, Schema},
    /// };
    ///
    /// let header = CsvHeader::parse("cognito:username,email,email_verified")?;
    /// let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
    /// let values = [Some("ana"), Some("ana@example.com"), Some("no")];
    /// let verdict = preflight.record(&Record::from_values(&values));
    /// let finding = verdict.findings[0];
    /// assert!(finding.display(preflight.schema()).to_string().starts_with("email_verified: "));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn display(self, schema: &Schema) -> FindingDisplay<'_> {
        FindingDisplay {
            finding: self,
            schema,
        }
    }
}

/// What [`Finding::display`] gives. It never shows a value; what could act on a terminal in a
/// column's name is escaped.
#[derive(Debug, Clone, Copy)]
pub struct FindingDisplay<'a> {
    finding: Finding,
    schema: &'a Schema,
}

impl fmt::Display for FindingDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { finding, schema } = self;
        if let Some(column) = finding.column {
            write!(f, "{}: ", schema.column_name(column).escape_debug())?;
        }
        let summary = finding.rule.rule().summary;
        if finding.detail == Detail::None {
            return f.write_str(summary);
        }
        let summary = summary.strip_suffix('.').unwrap_or(summary);
        write!(f, "{summary} ({}).", finding.detail)
    }
}

/// Collects what one rule finds.
///
/// The rule only says what and where. The caller says which rule it is, so a rule cannot report in
/// the name of another.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: RuleId,
    column: Option<ColumnId>,
    all: &'a mut Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// A collector for `rule`, whose findings are about `column` unless it says otherwise.
    pub const fn new(rule: RuleId, column: Option<ColumnId>, all: &'a mut Vec<Finding>) -> Self {
        Self { rule, column, all }
    }

    /// Reports a finding about the column that is being looked at.
    pub fn report(&mut self, detail: Detail) {
        self.report_on(self.column, detail);
    }

    /// Reports a finding about another column, as a rule about a whole row does.
    pub fn report_on(&mut self, column: Option<ColumnId>, detail: Detail) {
        self.all.push(Finding {
            rule: self.rule,
            column,
            detail,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detail_is_worded_with_its_unit_and_the_side_of_its_limit() {
        let length = |found, limit, unit| Detail::Length { found, limit, unit };
        let parameter = |found, limit, unit| Detail::Parameter {
            name: "salt",
            found,
            limit,
            unit,
        };
        for (detail, text) in [
            (Detail::None, ""),
            (Detail::At(1), "after 1 character"),
            (Detail::At(3), "after 3 characters"),
            (length(17, 15, Unit::Digits), "17 digits, at most 15"),
            (length(1, 2, Unit::Characters), "1 character, at least 2"),
            (
                length(500_001, 500_000, Unit::Users),
                "500001 users, at most 500000",
            ),
            (
                length(500_001, 500_000, Unit::Lines),
                "500001 lines, at most 500000",
            ),
            (
                length(9, 8, Unit::Utf16CodeUnits),
                "9 UTF-16 code units, at most 8",
            ),
            (
                Detail::Count {
                    found: 1,
                    expected: 21,
                },
                "1 field instead of 21",
            ),
            (
                parameter(8, 16, Some(Unit::Bytes)),
                "salt is 8 bytes, at least 16",
            ),
            (parameter(33, 31, None), "salt is 33, at most 31"),
            (Detail::Because("it is so"), "it is so"),
            (Detail::Field(4), "field 4"),
            (Detail::Line(0), "line 1 of the record"),
            (Detail::Byte(2), "after 2 bytes of the record"),
        ] {
            assert_eq!(detail.to_string(), text);
        }
    }

    #[test]
    fn a_finding_without_column_and_numbers_is_the_summary() {
        let schema = Schema::new(None, None).unwrap();
        let finding = Finding {
            rule: RuleId::of("byte-order-mark"),
            column: None,
            detail: Detail::None,
        };
        assert_eq!(
            finding.display(&schema).to_string(),
            finding.rule.rule().summary
        );
    }
}
