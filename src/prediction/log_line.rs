//! The line that the job's log will hold for a row.

use std::fmt;

use crate::{evidence::Certainty, outcome::Outcome, rules::LogText};

use super::{Verdict, verdict::deciding_rules};

/// The service's text for an imported row (GUIDE, LOG2020).
pub const SUCCEEDED: &str = "The import succeeded.";
/// The service's text for a skipped row (GUIDE).
pub const SKIPPED: &str = "The user already exists.";

/// One line of the job's log, such as `[SUCCEEDED] Line Number 2 - The import succeeded.`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct LogLine {
    /// What happens to the row.
    pub outcome: Outcome,
    /// The line number, which counts the header (LOG2020).
    pub line: u64,
    /// The service's text.
    pub text: &'static str,
    /// How the text is known.
    pub certainty: Certainty,
}

impl LogLine {
    /// The line of a verdict, or `None` where several texts are possible or none is known.
    pub(super) fn of(verdict: &Verdict<'_>) -> Option<Self> {
        if !verdict.judgement.is_certain() {
            return None;
        }
        let LogText { text, certainty } = match verdict.judgement.outcome {
            Outcome::Imported => LogText::documented(SUCCEEDED),
            Outcome::Skipped => LogText::documented(SKIPPED),
            Outcome::NotCounted => return None,
            Outcome::Failed => {
                // Every deciding rule must agree on the text: which one the service checks first
                // is not known.
                let mut texts = deciding_rules(verdict.findings).map(|rule| rule.log_line);
                let first = texts.next()??;
                if texts.any(|text| text != Some(first)) {
                    return None;
                }
                first
            }
        };
        Some(Self {
            outcome: verdict.judgement.outcome,
            line: verdict.position.line,
            text,
            certainty,
        })
    }
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = match self.outcome {
            Outcome::Imported => "SUCCEEDED",
            Outcome::Skipped => "SKIPPED",
            Outcome::Failed | Outcome::NotCounted => "FAILED",
        };
        write!(f, "[{prefix}] Line Number {} - {}", self.line, self.text)
    }
}
