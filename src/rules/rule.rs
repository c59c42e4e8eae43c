//! What a rule is: one claim about the importer, and what it looks at.

use crate::{
    evidence::{Certainty, Decision, Source},
    outcome::{Effect, Outcome, OutcomeSet},
    schema::{Column, Schema},
};

use super::{Advice, Example, Facts, Field, FileStats, Findings, Header, RawRecord, Row};

/// One claim about what the importer does.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The kebab-case name, which states the defect.
    pub name: &'static str,
    /// What follows where the rule fires. Where that is not known, the effect that is assumed.
    pub effect: Effect,
    /// Whether the effect is known, and what is possible where it is not.
    pub claim: Claim,
    /// The sources of the claim.
    pub sources: &'static [&'static Source],
    /// The defect in one sentence of at most 90 characters.
    pub summary: &'static str,
    /// What the importer does and why, for the person whose migration fails.
    pub explanation: &'static str,
    /// What can be done about it.
    pub advice: &'static [Advice],
    /// The text that the import log shows after `Line Number N - `, where it is known.
    pub log_line: Option<LogText>,
    /// What it looks at.
    pub check: Check,
    /// The facts that clear it: where all of them hold, it does not report and need not be asked. None, as
    /// in [`Rule::BASE`], means that it is always asked.
    pub cleared_by: Facts,
    /// Rows and files on which it fires and on which it passes; they are its tests.
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
        advice: &[],
        log_line: None,
        check: Check::Ordered,
        cleared_by: Facts::NONE,
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
            Effect::HeldBack | Effect::Warns => Outcome::Imported,
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

    /// Whether a finding of it is a reason for an outcome, or for a rejection, and not only a warning.
    pub const fn decides(&self) -> bool {
        !matches!(self.effect, Effect::Warns) || !self.is_known()
    }

    /// Whether a cleaning rejects a row on which it fires, although the job would import it.
    pub const fn holds_back(&self) -> bool {
        matches!(self.effect, Effect::HeldBack)
    }

    /// Whether it is known that the job fails or does not start where the rule fires, whatever the
    /// rows are.
    pub const fn fails_the_job(&self) -> bool {
        self.is_known() && matches!(self.effect, Effect::JobFails | Effect::JobDoesNotStart)
    }
}

/// A text of the import log that was published, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LogText {
    /// The text, word for word.
    pub text: &'static str,
    /// How the text is known; the failure itself may be known better.
    pub certainty: Certainty,
}

impl LogText {
    /// A text that the guide gives.
    pub const fn documented(text: &'static str) -> Self {
        Self {
            text,
            certainty: Certainty::Documented,
        }
    }

    /// A text that was seen in a log.
    pub const fn observed(text: &'static str) -> Self {
        Self {
            text,
            certainty: Certainty::Observed,
        }
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
        find: fn(&Field<'_>, &mut Findings<'_>),
    },
    /// The whole row: values that are blank, or that must fit one another.
    Row {
        /// Whether the rule has anything to say in this pool.
        reads: fn(&Schema) -> bool,
        /// Looks at one row.
        find: fn(&Row<'_>, &mut Findings<'_>),
    },
    /// The line of column names, once for each file.
    Header {
        /// Looks at the header.
        find: fn(&Header<'_>, &mut Findings<'_>),
    },
    /// What was wrong with the bytes of a record before it had fields.
    RawRecord {
        /// Looks at what the reader noted.
        find: fn(&RawRecord<'_>, &mut Findings<'_>),
    },
    /// Numbers of the whole file, at its end.
    File {
        /// Looks at the numbers.
        find: fn(&FileStats<'_>, &mut Findings<'_>),
    },
    /// Something that depends on the rows before and on the users that exist; decided where rows are
    /// committed in the order of the file.
    Ordered,
    /// A value whose meaning depends on what the other values of its column show. The engine counts those
    /// and decides.
    Column,
    /// A row that can be read in two ways, and which of them is the importer's is not known. The
    /// engine judges the row in both; where both give the same outcome, the rule passes.
    Interpretations,
    /// A record of another source, of which a mapping makes a row; decided where that happens.
    Source,
    /// What a column that the pool does not have says about the user. The engine asks it of the columns
    /// whose names are understood.
    UnknownColumn,
    /// Whether a value can be written in Cognito's dialect at all; looked at only when a file is
    /// written, on the values as they would be written.
    Writing {
        /// Looks at one value.
        find: fn(&Field<'_>, &mut Findings<'_>),
    },
}
