//! The exit status that a summary deserves.

use crate::{
    engine::{Mode, Summary},
    finding::Effect,
    prediction::Status,
};

use super::values::Allowance;

/// What moves the line between 0 and 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) mode: Mode,
    pub(super) strict: bool,
    pub(super) allowance: Option<Allowance>,
}

/// 0 where every row would be imported, otherwise 1.
pub(super) fn status(summary: &Summary, line: Line) -> u8 {
    let counts = &summary.counts;
    let job = &summary.prediction;
    let not_imported = match line.mode {
        Mode::Check => counts.rows.skipped + counts.rows.failed,
        Mode::Clean => counts.rejected,
    };
    let rows_pass = line
        .allowance
        .unwrap_or(Allowance::Rows(0))
        .admits(not_imported, counts.rows.rows());
    // With an allowance, a job that fails because of its rows is what was allowed; one that fails
    // for another reason is not.
    let job_passes = match job.status {
        Status::NotStarted => false,
        Status::Failed => line.allowance.is_some() && !fails_as_a_whole(summary),
        Status::Succeeded | Status::Unknown => true,
    };
    let is_certain = counts.rows.may_be_imported == 0
        && counts.rows.may_not_be_counted == 0
        && job.status != Status::Unknown;
    let passes = rows_pass && job_passes && (is_certain || !line.strict);
    u8::from(!passes)
}

fn fails_as_a_whole(summary: &Summary) -> bool {
    summary.counts.rules.keys().any(|rule| {
        let rule = rule.rule();
        rule.is_decided() && rule.is_about_file() && rule.effect == Effect::JobFails
    })
}
