//! The job's result, judged under every combination of the rows' alternatives.

use serde::Serialize;

use crate::{
    evidence::Certainty,
    outcome::Effect,
    rules::{Finding, Rule},
};

use super::{Learned, RowTally};

/// The service's text for a job whose rows were all imported (NOID11, SOLN).
pub const COMPLETED: &str = "Import Job Completed Successfully.";
/// The service's text for a job with too many failed or skipped rows (GUIDE, I9).
pub const TOO_MANY: &str = "Too many users have failed or been skipped during the import.";

/// The failed and skipped rows of the only published job that imported a user and failed: 32 of
/// 46 (I9).
///
/// The threshold itself is not public; see
/// [`THRESHOLD_OF_TOO_MANY`](crate::evidence::unknowns::THRESHOLD_OF_TOO_MANY).
pub const OBSERVED_TOO_MANY: (u64, u64) = (32, 46);

/// The status of a job, by the API's names, and two words of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub enum Status {
    /// Every user was imported.
    Succeeded,
    /// Too many rows fail, or the file cannot be imported at all.
    Failed,
    /// `StartUserImportJob` refuses the job.
    NotStarted,
    /// Nobody outside AWS can say; the alternatives are listed.
    Unknown,
}

impl Status {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::NotStarted => "NotStarted",
            Self::Unknown => "Unknown",
        }
    }
}

/// The predicted job, by the field names of `UserImportJob`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct JobPrediction {
    /// The status in which the job ends.
    #[serde(rename = "Status")]
    pub status: Status,
    /// Users imported, each row by its assumed outcome. Not known of a job that fails as a whole, which
    /// may count no row at all; so are the other two.
    #[serde(rename = "ImportedUsers")]
    pub imported_users: Option<u64>,
    /// Users skipped, each row by its assumed outcome.
    #[serde(rename = "SkippedUsers")]
    pub skipped_users: Option<u64>,
    /// Users failed, each row by its assumed outcome.
    #[serde(rename = "FailedUsers")]
    pub failed_users: Option<u64>,
    /// The message with which the job ends, where its text is known.
    #[serde(rename = "CompletionMessage")]
    pub completion_message: Option<&'static str>,
    /// How sure the status is.
    pub certainty: Certainty,
    /// Every status that is possible where it is unknown; otherwise empty.
    pub alternatives: Vec<Status>,
    /// Why, in sentences for a person.
    pub reasons: Vec<String>,
}

/// A count of the job as text: `not known` where it is not.
pub(crate) fn counted(count: Option<u64>) -> String {
    count.map_or_else(|| "not known".to_owned(), |count| count.to_string())
}

/// What rules say, each once however many columns it is about.
fn reasons_of(rules: &mut dyn Iterator<Item = &'static Rule>) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for rule in rules {
        let reason = format!("{}: {}", rule.name, rule.summary);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// Why the rows do not decide the status.
fn reasons_of_rows(tally: &RowTally) -> Vec<String> {
    let mut reasons = Vec::new();
    if tally.rows() == 0 {
        reasons.push("no user follows the header; how such a job ends is not known".into());
    } else if tally.may_be_imported + tally.may_not_be_counted > 0 {
        reasons.push(format!(
            "the outcome of {} of {} rows is not known",
            tally.may_be_imported + tally.may_not_be_counted,
            tally.rows()
        ));
    }
    if tally.surely_not_imported > 0 && tally.surely_imported + tally.may_be_imported > 0 {
        reasons.push(
            "the threshold of “Too many users have failed or been skipped” is not public".into(),
        );
    }
    reasons
}

/// Predicts the job from its rows and from what was found about the file as a whole.
///
/// The job is judged in the best and in the worst combination of the rows' alternatives: between
/// the two the failed and skipped rows only grow in number and share, so if they agree all combinations
/// do.
pub fn predict_job(tally: &RowTally, file_findings: &[Finding]) -> JobPrediction {
    predict_job_with(tally, file_findings, None)
}

/// The same, with what jobs have taught.
pub fn predict_job_with(
    tally: &RowTally,
    file_findings: &[Finding],
    learned: Option<&Learned>,
) -> JobPrediction {
    let threshold = learned
        .and_then(Learned::threshold)
        .cloned()
        .unwrap_or_default();
    let status_of = |imported, not_imported| threshold.status_of(imported, not_imported);
    let is_open = |finding: &&Finding| {
        learned.is_none_or(|learned| !learned.is_known_to_import(finding.rule))
    };
    let of_effect = |effect: Effect| {
        file_findings
            .iter()
            .filter(is_open)
            .map(|finding| finding.rule.rule())
            .filter(move |rule| rule.effect == effect)
    };
    if let Some(rule) = of_effect(Effect::JobDoesNotStart).find(|rule| rule.is_known()) {
        return JobPrediction {
            status: Status::NotStarted,
            imported_users: Some(0),
            skipped_users: Some(0),
            failed_users: Some(0),
            completion_message: None,
            certainty: rule.certainty(),
            alternatives: Vec::new(),
            reasons: reasons_of(&mut of_effect(Effect::JobDoesNotStart)),
        };
    }
    let decided_failures: Vec<_> = of_effect(Effect::JobFails)
        .filter(|rule| rule.is_known())
        .collect();
    if let Some(certainty) = decided_failures.iter().map(|rule| rule.certainty()).max() {
        // A job that fails as a whole imports no user. What it counts is not published:
        // `unknowns::COUNTERS_OF_A_FAILED_JOB`.
        return JobPrediction {
            status: Status::Failed,
            imported_users: None,
            skipped_users: None,
            failed_users: None,
            completion_message: None,
            certainty,
            alternatives: Vec::new(),
            reasons: reasons_of(&mut decided_failures.into_iter()),
        };
    }
    let best = status_of(
        tally.surely_imported + tally.may_be_imported,
        tally.surely_not_imported,
    );
    let worst = status_of(
        tally.surely_imported,
        tally.surely_not_imported + tally.may_be_imported + tally.may_not_be_counted,
    );
    let may_fail_as_a_whole: Vec<_> = of_effect(Effect::JobFails)
        .filter(|rule| !rule.is_known())
        .collect();
    let mut reasons = reasons_of(&mut may_fail_as_a_whole.iter().copied());
    let mut alternatives = Vec::new();
    let (status, certainty, completion_message) = match (best, worst) {
        (Some(best), Some(worst))
            if best == worst && (best == Status::Failed || may_fail_as_a_whole.is_empty()) =>
        {
            let weakest = tally.weakest.unwrap_or(Certainty::Documented);
            let message = if best == Status::Succeeded {
                COMPLETED
            } else {
                TOO_MANY
            };
            let certainty = if best == Status::Failed || tally.surely_not_imported > 0 {
                Certainty::Inferred.min(weakest.max(Certainty::Inferred))
            } else {
                weakest.min(Certainty::Observed)
            };
            let message = may_fail_as_a_whole.is_empty().then_some(message);
            (best, certainty, message)
        }
        _ => {
            alternatives.extend([Status::Succeeded, Status::Failed]);
            reasons.extend(reasons_of_rows(tally));
            (Status::Unknown, Certainty::Unknown, None)
        }
    };
    JobPrediction {
        status,
        imported_users: Some(tally.imported),
        skipped_users: Some(tally.skipped),
        failed_users: Some(tally.failed),
        completion_message,
        certainty,
        alternatives,
        reasons,
    }
}
