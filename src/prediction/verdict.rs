//! The verdict on one row.

use crate::{
    outcome::Outcome,
    position::Position,
    record::Record,
    repairs::RepairId,
    rules::{Finding, Rule},
    schema::{ColumnId, Schema},
};

use super::{Judgement, LogLine, UserStatus};

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
    /// What is predicted, and how sure that is.
    pub judgement: Judgement,
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
    /// Whether there is something to report: the row may not be imported, something was found, or a
    /// value was repaired.
    pub fn is_notable(&self) -> bool {
        self.judgement.outcome != Outcome::Imported
            || !self.judgement.is_certain()
            || !self.findings.is_empty()
            || !self.repairs.is_empty()
    }

    /// Whether a cleaning rejects the row although the job would import it.
    pub fn is_held_back(&self) -> bool {
        is_held_back(self.findings)
    }

    /// The line that the job's log will hold for this row, where its text is known.
    pub fn log_line(&self) -> Option<LogLine> {
        LogLine::of(self)
    }
}

/// Whether a cleaning rejects a row with these findings whatever the job would do with it.
pub(crate) fn is_held_back(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.rule.rule().holds_back())
}

/// The rules that decide what happens to a row: each that fails or skips it, or may.
pub(crate) fn deciding_rules(findings: &[Finding]) -> impl Iterator<Item = &'static Rule> {
    findings
        .iter()
        .map(|finding| finding.rule.rule())
        .filter(|rule| rule.decides())
}
