//! The rows of a job, counted by what is predicted for each.

use crate::{evidence::Certainty, outcome::Outcome};

use super::Judgement;

/// The rows of a job, counted by outcome and by what else was possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RowTally {
    /// Rows predicted to be imported.
    pub imported: u64,
    /// Rows predicted to be skipped.
    pub skipped: u64,
    /// Rows predicted to fail.
    pub failed: u64,
    /// Rows, imported or not, that are surely imported.
    pub surely_imported: u64,
    /// Rows that are surely not imported and surely counted.
    pub surely_not_imported: u64,
    /// Rows that may be imported or not.
    pub may_be_imported: u64,
    /// Rows that are not imported and may not be counted at all.
    pub may_not_be_counted: u64,
    /// Rows whose outcome is sure only by inference, or less.
    pub weakest: Option<Certainty>,
}

impl RowTally {
    /// No row yet.
    pub const NONE: Self = Self {
        imported: 0,
        skipped: 0,
        failed: 0,
        surely_imported: 0,
        surely_not_imported: 0,
        may_be_imported: 0,
        may_not_be_counted: 0,
        weakest: None,
    };

    /// Counts one row.
    pub fn add(&mut self, judgement: Judgement) {
        match judgement.outcome {
            Outcome::Imported => self.imported += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Failed | Outcome::NotCounted => self.failed += 1,
        }
        if judgement.is_certain() {
            if judgement.outcome == Outcome::Imported {
                self.surely_imported += 1;
            } else {
                self.surely_not_imported += 1;
            }
        } else if judgement.may_be_imported() {
            self.may_be_imported += 1;
        } else if judgement.alternatives.contains(Outcome::NotCounted) {
            self.may_not_be_counted += 1;
        } else {
            self.surely_not_imported += 1;
        }
        let certainty = judgement.certainty;
        self.weakest = Some(
            self.weakest
                .map_or(certainty, |weakest| weakest.min(certainty)),
        );
    }

    /// Counts many rows that are surely imported and about which there are no findings.
    pub fn add_unremarkable(&mut self, rows: u64) {
        self.imported += rows;
        self.surely_imported += rows;
        if rows > 0 {
            self.weakest = Some(self.weakest.unwrap_or(Certainty::Documented));
        }
    }

    /// The rows of both.
    pub fn merge(&mut self, other: &Self) {
        self.imported += other.imported;
        self.skipped += other.skipped;
        self.failed += other.failed;
        self.surely_imported += other.surely_imported;
        self.surely_not_imported += other.surely_not_imported;
        self.may_be_imported += other.may_be_imported;
        self.may_not_be_counted += other.may_not_be_counted;
        self.weakest = match (self.weakest, other.weakest) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
    }

    /// How many rows there are.
    pub const fn rows(&self) -> u64 {
        self.imported + self.skipped + self.failed
    }
}
