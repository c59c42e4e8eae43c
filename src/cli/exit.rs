//! The exit statuses, and which one a summary deserves.

use std::process::ExitCode;

use crate::{
    engine::{Mode, Summary},
    outcome::Effect,
    prediction::Status,
};

use super::args::values::Allowance;

/// How the command ends. The numbers are part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Every row would be imported, or the command did what it was asked to.
    Success,
    /// A row would be skipped or fail, the job would fail or not start, a row was rejected, or the input
    /// is not a file of users.
    Rejected,
    /// Wrong usage, schema or configuration.
    Usage,
    /// The run could not finish: unreadable input, full disk.
    Unfinished,
    /// The signal of this number ended the run.
    Signal(u8),
}

impl Exit {
    /// The number that the command ends with.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Rejected => 1,
            Self::Usage => 2,
            Self::Unfinished => 3,
            // As shells report a process that a signal has ended.
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Which summaries are a success.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExitPolicy {
    pub(super) mode: Mode,
    /// Whether an uncertain outcome is rejected.
    pub(super) strict: bool,
    /// How many rows may not be imported.
    pub(super) allowance: Option<Allowance>,
}

impl ExitPolicy {
    /// Success where every row would be imported, otherwise rejection.
    pub(super) fn status(self, summary: &Summary) -> Exit {
        let counts = &summary.counts;
        let job = &summary.prediction;
        // Whatever is allowed, a file without any user is not what was meant.
        if counts.rows.rows() == 0 {
            return Exit::Rejected;
        }
        let not_imported = match self.mode {
            Mode::Check => counts.rows.skipped + counts.rows.failed + counts.held_back,
            Mode::Clean => counts.rejected,
        };
        let rows_pass = self
            .allowance
            .unwrap_or(Allowance::Rows(0))
            .admits(not_imported, counts.rows.rows());
        // With an allowance, a job that fails because of its rows is what was allowed; one that fails
        // for another reason is not.
        let job_passes = match job.status {
            Status::NotStarted => false,
            Status::Failed => self.allowance.is_some() && !fails_as_a_whole(summary),
            Status::Succeeded | Status::Unknown => true,
        };
        let is_certain = counts.rows.may_be_imported == 0
            && counts.rows.may_not_be_counted == 0
            && job.status != Status::Unknown;
        if rows_pass && job_passes && (is_certain || !self.strict) {
            Exit::Success
        } else {
            Exit::Rejected
        }
    }
}

fn fails_as_a_whole(summary: &Summary) -> bool {
    summary.counts.rules.keys().any(|rule| {
        let rule = rule.rule();
        rule.is_known() && rule.is_about_file() && rule.effect == Effect::JobFails
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Counts,
        evidence::Certainty,
        outcome::{Outcome, OutcomeSet},
        position::Position,
        prediction::{Judgement, RowTally, predict_job},
        rules::{Detail, Finding, RuleId},
    };

    const STRICT: ExitPolicy = ExitPolicy {
        mode: Mode::Check,
        strict: true,
        allowance: None,
    };
    const LENIENT: ExitPolicy = ExitPolicy {
        strict: false,
        ..STRICT
    };

    fn allowing(rows: u64) -> ExitPolicy {
        ExitPolicy {
            allowance: Some(Allowance::Rows(rows)),
            ..LENIENT
        }
    }

    fn summary(rows: RowTally, rules: &[&str]) -> Summary {
        let mut counts = Counts {
            rows,
            ..Counts::default()
        };
        let mut findings = Vec::new();
        for name in rules {
            let rule = RuleId::named(name).unwrap();
            let finding = Finding {
                rule,
                column: None,
                detail: Detail::None,
            };
            findings.push(finding);
            let count = counts.rules.entry(rule).or_default();
            count.add(0, Position::default(), finding);
        }
        Summary {
            files: Vec::new(),
            prediction: predict_job(&rows, &findings),
            counts,
            existing_users_given: false,
        }
    }

    fn rows(imported: u64, failed: u64, unsure: u64) -> RowTally {
        let mut tally = RowTally::default();
        tally.add_unremarkable(imported);
        for _ in 0..failed {
            tally.add(Judgement {
                outcome: Outcome::Failed,
                ..Judgement::IMPORTED
            });
        }
        let either = OutcomeSet::of(&[Outcome::Imported, Outcome::Failed]);
        for _ in 0..unsure {
            tally.add(Judgement {
                outcome: Outcome::Imported,
                alternatives: either,
                certainty: Certainty::Unknown,
            });
        }
        tally
    }

    #[test]
    fn rows_that_are_not_imported_reject_the_file() {
        assert_eq!(STRICT.status(&summary(rows(3, 0, 0), &[])), Exit::Success);
        assert_eq!(
            LENIENT.status(&summary(rows(99, 1, 0), &[])),
            Exit::Rejected
        );
    }

    #[test]
    fn only_a_strict_policy_rejects_uncertainty() {
        let unsure = summary(rows(3, 0, 1), &[]);
        assert_eq!(LENIENT.status(&unsure), Exit::Success);
        assert_eq!(STRICT.status(&unsure), Exit::Rejected);
    }

    #[test]
    fn an_allowance_admits_rows_and_no_job_that_fails_for_another_reason() {
        let bad = summary(rows(98, 2, 0), &[]);
        assert_eq!(allowing(2).status(&bad), Exit::Success);
        assert_eq!(allowing(1).status(&bad), Exit::Rejected);
        let too_many = summary(rows(14, 32, 0), &[]);
        assert_eq!(too_many.prediction.status, Status::Failed);
        assert_eq!(allowing(32).status(&too_many), Exit::Success);
        let no_columns = summary(rows(0, 10, 0), &["header-has-unexpected-column"]);
        assert_eq!(allowing(10).status(&no_columns), Exit::Rejected);
        let refused = summary(rows(10, 0, 0), &["no-auto-verified-attribute"]);
        assert_eq!(refused.prediction.status, Status::NotStarted);
        assert_eq!(allowing(10).status(&refused), Exit::Rejected);
    }

    #[test]
    fn a_rejected_row_rejects_the_file_although_the_rest_passes() {
        let mut cleaned = summary(rows(5, 0, 0), &[]);
        cleaned.counts.rejected = 1;
        let policy = ExitPolicy {
            mode: Mode::Clean,
            ..LENIENT
        };
        assert_eq!(policy.status(&cleaned), Exit::Rejected);
        assert_eq!(LENIENT.status(&cleaned), Exit::Success);
    }

    #[test]
    fn a_file_without_users_is_rejected_whatever_is_allowed() {
        for allowance in [None, Some(Allowance::Rows(1))] {
            let policy = ExitPolicy {
                mode: Mode::Clean,
                allowance,
                ..LENIENT
            };
            // The prediction is about the cleaned file, of which the header is right.
            let cleaned = |rules: &[&str]| Summary {
                prediction: predict_job(&RowTally::default(), &[]),
                ..summary(RowTally::default(), rules)
            };
            assert_eq!(policy.status(&cleaned(&[])), Exit::Rejected);
            for rule in ["header-has-unexpected-column", "file-is-empty"] {
                assert_eq!(policy.status(&cleaned(&[rule])), Exit::Rejected, "{rule}");
            }
        }
    }
}
