//! The verdict on one row.

use crate::{
    evidence::Certainty,
    finding::{Effect, Finding, Outcome, OutcomeSet},
    position::Position,
    record::Record,
    repairs::RepairId,
    rules::Rule,
    schema::{ColumnId, Schema},
};

use super::{LogLine, UserStatus};

/// A repair that was made in a row.
///
/// What the value was and became is not kept here; a sink that was asked to show values finds the
/// one in [`Verdict::written`] and the other in [`Verdict::record`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RepairMade {
    /// Which repair.
    pub repair: RepairId,
    /// In which column.
    pub column: ColumnId,
}

impl RepairMade {
    /// A repair made in a column.
    pub const fn new(repair: RepairId, column: ColumnId) -> Self {
        Self { repair, column }
    }
}

/// What the job will do with one row, how sure that is, and why.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Verdict<'a> {
    /// Where the row begins in the input.
    pub position: Position,
    /// What is predicted. Where it is unknown, the prudent outcome.
    pub outcome: Outcome,
    /// How sure the prediction is.
    pub certainty: Certainty,
    /// Every outcome that is possible where it is unknown, the predicted one included; otherwise
    /// empty.
    pub alternatives: OutcomeSet,
    /// The status that the user will have, where the row may be imported.
    pub user_status: Option<UserStatus>,
    /// Everything that was found, in the order of the rules.
    pub findings: &'a [Finding],
    /// Every repair that was made in this row, in the order in which they were made.
    pub repairs: &'a [RepairMade],
    /// The values as they were judged: after the repairs, where there were any.
    pub record: Record<'a>,
    /// The values as they were read, before any repair.
    pub written: Record<'a>,
    /// The record's own bytes in the input, without its line end. Empty where the record was longer
    /// than the reader's bound and was handed on in pieces.
    pub raw: &'a [u8],
    /// The record's own line end in the input's encoding; empty at the end of a file without one.
    pub line_end: &'a [u8],
    /// The pool, its columns and its settings.
    pub schema: &'a Schema,
}

impl Verdict<'_> {
    /// Whether there is nothing to tell: the row will be imported, that is certain, nothing was
    /// found and no value was repaired.
    pub fn is_plain(&self) -> bool {
        self.outcome == Outcome::Imported
            && self.alternatives.is_empty()
            && self.findings.is_empty()
            && self.repairs.is_empty()
    }

    /// The line that the job's log will hold for this row, where its text is known.
    pub fn log_line(&self) -> Option<LogLine> {
        LogLine::of(self)
    }
}

/// Joins what each finding leaves possible into one outcome.
///
/// Findings are independent claims: the row fails in every reading in which one of them makes it
/// fail, whatever the others say. A row that both exists and breaks a rule may be skipped or may
/// fail, because the order of the checks is not known. Returns the prudent outcome, the
/// alternatives (empty where there is only one outcome) and the certainty.
pub fn judge_outcome(findings: &[Finding]) -> (Outcome, OutcomeSet, Certainty) {
    let mut possible = OutcomeSet::EMPTY;
    let mut surely_fails = None::<Certainty>;
    let mut surely_skipped = None::<Certainty>;
    let mut warned = Certainty::Documented;
    let mut prudently_fails = false;
    let mut prudently_skipped = false;
    for finding in findings {
        let rule = finding.rule.rule();
        if rule.is_known() {
            match rule.effect {
                Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => {
                    surely_fails = surely_fails.max(Some(rule.certainty()));
                }
                Effect::RowSkipped => surely_skipped = surely_skipped.max(Some(rule.certainty())),
                Effect::Warns => warned = warned.min(rule.certainty()),
            }
        } else {
            possible = possible.union(rule.outcomes());
            match rule.assumed() {
                Outcome::Failed => prudently_fails = true,
                Outcome::Skipped => prudently_skipped = true,
                Outcome::Imported | Outcome::NotCounted => {}
            }
        }
    }
    let may_fail = possible.contains(Outcome::Failed);
    let may_be_skipped = possible.contains(Outcome::Skipped);
    let mut set = OutcomeSet::EMPTY;
    if let Some(certainty) = surely_fails {
        set = set.with(Outcome::Failed);
        if surely_skipped.is_some() || may_be_skipped {
            return (
                Outcome::Failed,
                set.with(Outcome::Skipped),
                Certainty::Unknown,
            );
        }
        return (Outcome::Failed, OutcomeSet::EMPTY, certainty);
    }
    if let Some(certainty) = surely_skipped {
        if may_fail {
            let outcome = if prudently_fails {
                Outcome::Failed
            } else {
                Outcome::Skipped
            };
            let set = set.with(Outcome::Skipped).with(Outcome::Failed);
            return (outcome, set, Certainty::Unknown);
        }
        return (Outcome::Skipped, OutcomeSet::EMPTY, certainty);
    }
    if possible.is_empty() {
        return (Outcome::Imported, OutcomeSet::EMPTY, warned);
    }
    let outcome = if prudently_fails {
        Outcome::Failed
    } else if prudently_skipped {
        Outcome::Skipped
    } else {
        Outcome::Imported
    };
    (outcome, possible, Certainty::Unknown)
}

/// The rules that decide a row's fate alone: those whose effect is a failure or a skip.
pub(crate) fn deciding_rules(findings: &[Finding]) -> impl Iterator<Item = &'static Rule> {
    findings
        .iter()
        .map(|finding| finding.rule.rule())
        .filter(|rule| rule.decides())
}
