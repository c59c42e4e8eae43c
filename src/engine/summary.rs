//! What a run comes to.

use std::collections::BTreeMap;

use crate::{
    position::Position,
    prediction::{JobPrediction, RowTally, UserStatus},
    repairs::RepairId,
    rules::{Check, Finding, RuleId},
};

use super::HeaderNames;

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// The file's name as the caller gave it; `-` for standard input.
    pub name: String,
    /// The dialect: Cognito's, or RFC 4180 with its delimiter.
    pub dialect: crate::dialect::Dialect,
    /// Whether the dialect was detected rather than given.
    pub dialect_detected: bool,
    /// Why the dialect was chosen, in a few words, where it was detected.
    pub because: &'static str,
    /// The encoding.
    pub encoding: crate::dialect::Encoding,
    /// Whether the file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// The length in bytes, once it is known.
    pub bytes: u64,
    /// What the file may be instead, where it looks like no file of users.
    pub hint: Option<&'static str>,
    /// The names of its header.
    pub header: HeaderNames,
}

/// The counts of one run, or of one file of it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Counts {
    /// Rows by outcome and by what else was possible.
    pub rows: RowTally,
    /// Rows written to the cleaned file.
    pub cleaned: u64,
    /// Rows set aside.
    pub rejected: u64,
    /// Imported rows whose outcome is unknown and prudently imported.
    pub uncertain: u64,
    /// Rows that would be imported and that a cleaning rejects all the same.
    pub held_back: u64,
    /// Findings by rule, those about the file included.
    pub rules: BTreeMap<RuleId, RuleCount>,
    /// Repairs by repair: values, rows or files, as the repair counts.
    pub repairs: BTreeMap<RepairId, u64>,
    /// Rows predicted to be imported by the status that their users will have.
    pub user_status: BTreeMap<UserStatus, u64>,
}

/// How often a rule spoke, and where first.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RuleCount {
    /// How many findings there are.
    pub findings: u64,
    /// The first rows on which it spoke, at most [`RuleCount::EXAMPLES`]; of a rule about the header
    /// all findings, at most [`RuleCount::NAMES`].
    pub first: Vec<(usize, Position, Finding)>,
}

impl RuleCount {
    /// How many places are kept for a person to look at.
    pub const EXAMPLES: usize = 2;

    /// How many findings about a header are kept. A file of users has fewer columns.
    pub const NAMES: usize = 1000;

    /// Counts a finding in the file of this number.
    pub fn add(&mut self, file: usize, position: Position, finding: Finding) {
        self.findings += 1;
        let kept = match finding.rule.rule().check {
            Check::Header { .. } => Self::NAMES,
            _ => Self::EXAMPLES,
        };
        if self.first.len() < kept {
            self.first.push((file, position, finding));
        }
    }
}

/// What one file of a run comes to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileSummary {
    /// How it was read.
    pub input: Input,
    /// The job that would import it.
    pub prediction: JobPrediction,
    /// Its rows.
    pub rows: RowTally,
}

/// What a run comes to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// Each file, in order.
    pub files: Vec<FileSummary>,
    /// The prediction about the file that would be uploaded: the input of a check, the cleaned file
    /// of a cleaning. Of several files, the whole migration.
    pub prediction: JobPrediction,
    /// The counts of all files.
    pub counts: Counts,
}
