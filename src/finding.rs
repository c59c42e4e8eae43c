//! What a rule found: small data that holds no text of a user's value.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeSeq};

use crate::{rules::RuleId, schema::ColumnId};

/// What the import job does with one row, in the words of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(
    clippy::exhaustive_enums,
    reason = "the job counts exactly these, and a line may be no user at all"
)]
pub enum Outcome {
    /// The user is created; counted in `ImportedUsers`.
    Imported,
    /// The user exists already; counted in `SkippedUsers`.
    Skipped,
    /// The row is refused; counted in `FailedUsers`.
    Failed,
    /// The line is no user and counts nowhere. Only ever an alternative, never a prediction.
    NotCounted,
}

impl Outcome {
    const ALL: [Self; 4] = [
        Self::Imported,
        Self::Skipped,
        Self::Failed,
        Self::NotCounted,
    ];

    /// The outcome of this name, such as `IMPORTED`.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == name)
    }

    /// The word used in every output: `IMPORTED`, `SKIPPED`, `FAILED` or `NOT_COUNTED`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "IMPORTED",
            Self::Skipped => "SKIPPED",
            Self::Failed => "FAILED",
            Self::NotCounted => "NOT_COUNTED",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of outcomes that are possible for one row.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct OutcomeSet(u8);

impl OutcomeSet {
    /// No outcome.
    pub const EMPTY: Self = Self(0);

    /// The set of the given outcomes.
    pub const fn of(outcomes: &[Outcome]) -> Self {
        let mut bits = 0;
        let mut rest = outcomes;
        while let [first, tail @ ..] = rest {
            bits |= first.bit();
            rest = tail;
        }
        Self(bits)
    }

    /// This set with one more outcome.
    #[must_use]
    pub const fn with(self, outcome: Outcome) -> Self {
        Self(self.0 | outcome.bit())
    }

    /// The outcomes that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the outcome is in the set.
    pub const fn contains(self, outcome: Outcome) -> bool {
        self.0 & outcome.bit() != 0
    }

    /// Whether no outcome is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many outcomes are in the set.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The outcomes, in the order of [`Outcome`].
    pub fn iter(self) -> impl Iterator<Item = Outcome> {
        Outcome::ALL
            .into_iter()
            .filter(move |outcome| self.contains(*outcome))
    }
}

impl fmt::Debug for OutcomeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for OutcomeSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(usize::try_from(self.len()).ok())?;
        for outcome in self.iter() {
            sequence.serialize_element(&outcome)?;
        }
        sequence.end()
    }
}

/// What a finding does to its row or to the job, when it decides alone.
///
/// SARIF levels, `JUnit` kinds and exit statuses derive from it; there is no second severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Effect {
    /// `StartUserImportJob` refuses the job.
    JobDoesNotStart,
    /// The job fails as a whole.
    JobFails,
    /// The row fails.
    RowFails,
    /// The row is skipped.
    RowSkipped,
    /// The row is imported, and something about it deserves a look.
    Warns,
}

impl Effect {
    /// The words used in every output: `job-does-not-start`, `job-fails`, `row-fails`,
    /// `row-skipped` or `warns`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JobDoesNotStart => "job-does-not-start",
            Self::JobFails => "job-fails",
            Self::RowFails => "row-fails",
            Self::RowSkipped => "row-skipped",
            Self::Warns => "warns",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The numbers of a finding.
///
/// It is `Copy` and holds no text, so no finding can carry a piece of somebody's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Detail {
    /// Nothing to add.
    #[default]
    None,
    /// A place inside the value: the number of characters before it.
    At(u32),
    /// A length and the limit it breaks, both in the unit that the rule names.
    Length {
        /// The length found.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// A number of things and the number that was expected.
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
        /// The limit.
        limit: u64,
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
    /// The number of a line of the file, 1-based.
    Line(u64),
    /// A byte of the record that could not be decoded: its offset in the record.
    Byte(u64),
}

/// One complaint of one rule about one row, one column, or the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Finding {
    /// Which rule spoke.
    pub rule: RuleId,
    /// The column it spoke about, where there is one.
    pub column: Option<ColumnId>,
    /// Its numbers.
    pub detail: Detail,
}

/// Collects what one rule finds.
///
/// The rule only says what and where; who speaks is filled in by the caller, so a rule cannot
/// speak in another's name.
#[derive(Debug)]
pub struct Found<'a> {
    rule: RuleId,
    column: Option<ColumnId>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Found<'a> {
    /// A collector for `rule`, speaking about `column` unless told otherwise.
    pub const fn new(
        rule: RuleId,
        column: Option<ColumnId>,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self {
            rule,
            column,
            findings,
        }
    }

    /// Adds a finding about the column that is being looked at.
    pub fn push(&mut self, detail: Detail) {
        self.findings.push(Finding {
            rule: self.rule,
            column: self.column,
            detail,
        });
    }

    /// Adds a finding about another column, as a rule about a whole row does.
    pub fn push_on(&mut self, column: Option<ColumnId>, detail: Detail) {
        self.findings.push(Finding {
            rule: self.rule,
            column,
            detail,
        });
    }
}
