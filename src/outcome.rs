//! What happens to a row or to a job: outcomes, sets of them, and the effect of a rule.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeSeq};

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
    /// The row would be imported, but hardly as anyone means it: a cleaning rejects it.
    HeldBack,
    /// The row is imported, and something about it deserves a look.
    Warns,
}

impl Effect {
    /// The words used in every output: `job-does-not-start`, `job-fails`, `row-fails`,
    /// `row-skipped`, `held-back` or `warns`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JobDoesNotStart => "job-does-not-start",
            Self::JobFails => "job-fails",
            Self::RowFails => "row-fails",
            Self::RowSkipped => "row-skipped",
            Self::HeldBack => "held-back",
            Self::Warns => "warns",
        }
    }

    /// What follows, for a person, such as `the row fails`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::JobDoesNotStart => "the job does not start",
            Self::JobFails => "the job fails",
            Self::RowFails => "the row fails",
            Self::RowSkipped => "the row is skipped",
            Self::HeldBack => "the row is imported; clean rejects it",
            Self::Warns => "a warning",
        }
    }

    /// What is assumed where the effect is not known, such as `the row is assumed to fail`.
    pub const fn assumption(self) -> &'static str {
        match self {
            Self::JobDoesNotStart => "the job is assumed not to start",
            Self::JobFails => "the job is assumed to fail",
            Self::RowFails => "the row is assumed to fail",
            Self::RowSkipped => "the row is assumed to be skipped",
            Self::HeldBack => "the row is assumed to be imported; clean rejects it",
            Self::Warns => "the row is assumed to be imported",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
