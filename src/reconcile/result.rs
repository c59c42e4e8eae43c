//! What a job came to, beside what was predicted.

use crate::{
    engine::FileStart,
    evidence::Certainty,
    outcome::{Outcome, OutcomeSet},
    prediction::{JobPrediction, Judgement, Status},
    rules::FindingKey,
};

use super::{Agreement, Job, JobOfFile, Seen};

/// How many places of each kind of difference are kept for a person to look at.
const EXAMPLES: usize = 2;

/// The rows of a file by what the log says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RowsSeen {
    /// Rows that were imported.
    pub imported: u64,
    /// Rows that were skipped.
    pub skipped: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Rows with a line of a kind that is not known.
    pub other: u64,
    /// Rows without a line.
    pub unseen: u64,
    /// Rows that came out as predicted.
    pub as_predicted: u64,
    /// Rows that came out in another way that was possible.
    pub possible: u64,
    /// Rows that came out in a way that was not possible.
    pub otherwise: u64,
}

impl RowsSeen {
    /// All rows of the file.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.imported + self.skipped + self.failed + self.other + self.unseen
    }

    /// The rows of both.
    #[must_use]
    pub const fn and(&self, other: &Self) -> Self {
        Self {
            imported: self.imported + other.imported,
            skipped: self.skipped + other.skipped,
            failed: self.failed + other.failed,
            other: self.other + other.other,
            unseen: self.unseen + other.unseen,
            as_predicted: self.as_predicted + other.as_predicted,
            possible: self.possible + other.possible,
            otherwise: self.otherwise + other.otherwise,
        }
    }
}

/// How much of a file the log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "it is about all rows, some or none"
)]
pub enum Mapped {
    /// One line for each row, none read twice, and as many of each kind as the job counts.
    Whole,
    /// Some rows, or other numbers than the job counts.
    Part,
    /// No row.
    None,
}

impl Mapped {
    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Part => "part",
            Self::None => "none",
        }
    }
}

/// What there is to know of a job's log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogSeen {
    /// Its lines about rows, each once.
    pub rows: u64,
    /// Lines that were read again.
    pub repeated: u64,
    /// How much of the file it is about.
    pub mapped: Mapped,
    /// Whether the job has ended and the log has as many lines as the job counts users.
    pub is_complete: bool,
    /// What is in brackets and is not known.
    pub unknown_prefixes: Vec<String>,
}

/// Where a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Its line in the file that was imported.
    pub line: u64,
    /// The file that it comes from, as a place in [`Manifest::sources`](super::Manifest::sources).
    pub source: Option<usize>,
    /// Its line there.
    pub source_line: Option<u64>,
}

/// Rows that were not imported or not as predicted, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// What the log says.
    pub seen: Seen,
    /// What was predicted.
    pub predicted: Outcome,
    /// Whether that is the same.
    pub agreement: Agreement,
    /// The rules that decide the prediction.
    pub rules: Vec<&'static str>,
    /// What is in brackets in the log.
    pub prefix: Option<String>,
    /// What follows the number there.
    pub text: Option<String>,
    /// How many rows there are.
    pub rows: u64,
    /// The first of them.
    pub first: Vec<Place>,
}

impl Difference {
    pub(super) fn add(&mut self, place: Place) {
        self.rows += 1;
        if self.first.len() < EXAMPLES {
            self.first.push(place);
        }
    }
}

/// A judgement as rows are grouped by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Predicted {
    pub(super) outcome: Outcome,
    pub(super) certainty: Certainty,
    /// Whether each outcome is possible, in the order of [`Outcome`].
    possible: [bool; 4],
}

impl Predicted {
    /// The alternatives, where the outcome is not known.
    pub(super) fn alternatives(self) -> OutcomeSet {
        OUTCOMES
            .into_iter()
            .zip(self.possible)
            .filter(|(_, is_possible)| *is_possible)
            .fold(OutcomeSet::EMPTY, |set, (outcome, _)| set.with(outcome))
    }
}

const OUTCOMES: [Outcome; 4] = [
    Outcome::Imported,
    Outcome::Skipped,
    Outcome::Failed,
    Outcome::NotCounted,
];

impl From<Judgement> for Predicted {
    fn from(judgement: Judgement) -> Self {
        Self {
            outcome: judgement.outcome,
            certainty: judgement.certainty,
            possible: OUTCOMES.map(|outcome| judgement.alternatives.contains(outcome)),
        }
    }
}

/// What rows of evidence have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct GroupKey {
    pub(super) findings: Vec<FindingKey>,
    pub(super) judgement: Predicted,
    pub(super) seen: Seen,
    pub(super) text: Option<String>,
}

impl GroupKey {
    /// A row that is imported and of which nothing was found.
    pub(super) fn unremarkable(text: String) -> Self {
        Self {
            findings: Vec::new(),
            judgement: Judgement::IMPORTED.into(),
            seen: Seen::Imported,
            text: Some(text),
        }
    }
}

/// Rows of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) key: GroupKey,
    pub(super) count: u64,
}

/// What a job came to.
#[derive(Debug)]
#[non_exhaustive]
pub struct PartResult {
    /// The file, as the caller named it.
    pub file: String,
    /// The job.
    pub job: Job,
    /// What was predicted for it.
    pub predicted: Option<JobPrediction>,
    /// The rows.
    pub rows: RowsSeen,
    /// The log.
    pub log: LogSeen,
    /// Rows that were not imported or not as predicted.
    pub differences: Vec<Difference>,
    /// Whether there are too many kinds of rows to keep the text of each.
    pub kinds_are_cut: bool,
    /// What was found about the header and about the file.
    pub(super) file_findings: Vec<FindingKey>,
    /// How the lines of the file end.
    pub(super) line_ends: LineEnds,
    /// The length of the file.
    pub(super) bytes: u64,
    /// The most rows after one another that were not imported.
    pub(super) longest_run_not_imported: u64,
    /// How many rows were not imported since the last one that was.
    run: u64,
    /// How many rows come after the last one with a line.
    unseen_at_end: u64,
    pub(super) groups: Vec<Group>,
}

/// How the lines of a file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    Lf,
    CrLf,
    Cr,
    Mixed,
}

impl LineEnds {
    fn of(line_end: &[u8]) -> Self {
        match line_end {
            b"\r\n" => Self::CrLf,
            b"\r" => Self::Cr,
            _ => Self::Lf,
        }
    }

    /// The same with one more line end; the last line may have none.
    pub(super) fn and(self, line_end: &[u8]) -> Self {
        if line_end.is_empty() || self == Self::of(line_end) {
            self
        } else {
            Self::Mixed
        }
    }
}

impl PartResult {
    pub(super) fn new(job: &JobOfFile<'_>, start: &FileStart<'_>) -> Self {
        let mut unknown_prefixes: Vec<String> = Vec::new();
        for row in job.log.rows() {
            let is_new = || !unknown_prefixes.iter().any(|known| known == row.prefix);
            if Seen::of_prefix(row.prefix) == Seen::Other && is_new() {
                unknown_prefixes.push(row.prefix.to_owned());
            }
        }
        let mut file_findings: Vec<FindingKey> = start
            .findings
            .iter()
            .map(|finding| FindingKey::of(finding, start.schema))
            .collect();
        file_findings.sort_unstable();
        file_findings.dedup();
        Self {
            file: start.input.name.clone(),
            job: job.job.clone(),
            predicted: None,
            rows: RowsSeen::default(),
            log: LogSeen {
                rows: 0,
                repeated: 0,
                mapped: Mapped::None,
                is_complete: false,
                unknown_prefixes,
            },
            differences: Vec::new(),
            kinds_are_cut: false,
            file_findings,
            line_ends: LineEnds::of(start.line_end),
            bytes: 0,
            longest_run_not_imported: 0,
            run: 0,
            unseen_at_end: 0,
            groups: Vec::new(),
        }
    }

    pub(super) fn count(&mut self, seen: Seen, agreement: Agreement) {
        match seen {
            Seen::Imported => self.run = 0,
            Seen::Skipped | Seen::Failed | Seen::Other => {
                self.run += 1;
                self.longest_run_not_imported = self.longest_run_not_imported.max(self.run);
            }
            Seen::Unseen => {}
        }
        self.unseen_at_end = match seen {
            Seen::Unseen => self.unseen_at_end + 1,
            _ => 0,
        };
        let rows = &mut self.rows;
        *match seen {
            Seen::Imported => &mut rows.imported,
            Seen::Skipped => &mut rows.skipped,
            Seen::Failed => &mut rows.failed,
            Seen::Other => &mut rows.other,
            Seen::Unseen => &mut rows.unseen,
        } += 1;
        match agreement {
            Agreement::AsPredicted => rows.as_predicted += 1,
            Agreement::Possible => rows.possible += 1,
            Agreement::Otherwise => rows.otherwise += 1,
            Agreement::NotKnown => {}
        }
    }

    /// After how many rows the job stopped, where it failed and only rows at the end have no line.
    pub(super) fn rows_before_stop(&self) -> Option<u64> {
        let is_stopped = self.job.status == "Failed"
            && self.rows.unseen > 0
            && self.rows.unseen == self.unseen_at_end;
        let before = self.rows.all().checked_sub(self.unseen_at_end)?;
        (is_stopped && before > 0).then_some(before)
    }

    /// Whether the job ended in a status that was not possible.
    #[must_use]
    pub fn status_is_otherwise(&self) -> bool {
        let Some(predicted) = &self.predicted else {
            return false;
        };
        match self.job.predictable_status() {
            Some(status) => {
                predicted.status != status
                    && predicted.status != Status::Unknown
                    && !predicted.alternatives.contains(&status)
            }
            None => false,
        }
    }

    /// Whether every row was imported, and the job and each row as predicted or in a way that was possible.
    #[must_use]
    pub fn is_as_wanted(&self) -> bool {
        let is_imported = self.rows.imported == self.rows.all() && self.rows.imported > 0;
        is_imported && self.rows.otherwise == 0 && !self.status_is_otherwise()
    }
}

/// What a person should know of a job that did not simply import every row, and what to do.
#[must_use]
pub fn advice(result: &PartResult) -> Vec<String> {
    let mut advice = Vec::new();
    let Job { status, .. } = &result.job;
    let counted = result.job.users();
    match status.as_str() {
        "Created" => advice.push(
            "the job has not been started: upload the file and start it; its address for the upload is valid for 15 \
             minutes"
                .to_owned(),
        ),
        "Pending" | "InProgress" | "Stopping" => advice.push(format!(
            "the job is {status}: describe it again and fetch its log again when it has ended"
        )),
        "Expired" => advice.push(
            "the job has expired: create a new one, upload within 15 minutes and start it within a day".to_owned(),
        ),
        _ if result.log.rows < counted => advice.push(format!(
            "the log has {} of {counted} lines: `aws logs get-log-events` gives one page at a time, from its end; \
             fetch the others with --start-from-head and --next-token, or use `aws logs filter-log-events`",
            result.log.rows
        )),
        "Failed" if counted == 0 && result.log.rows == 0 => advice.push(
            "the job failed before its first row: see its message; the role for the log, its policy and its trust are \
             the usual reasons, besides the file's header and encoding"
                .to_owned(),
        ),
        "Succeeded" if result.rows.unseen > 0 => advice.push(format!(
            "the job counts {counted} users of {} rows; what became of the others no line says",
            result.rows.all()
        )),
        _ => {}
    }
    if result.log.repeated > 0 {
        advice.push(format!(
            "{} lines of the log were read twice; such a log teaches nothing, so give each file once",
            result.log.repeated
        ));
    }
    if !result.log.unknown_prefixes.is_empty() {
        advice.push(format!(
            "the log has lines of a kind that is not known: {}",
            result.log.unknown_prefixes.join(", ")
        ));
    }
    if result.rows.skipped > 0 {
        advice.push(
            "skipped rows are not in the retry file: their users exist, and a second job would skip them again"
                .to_owned(),
        );
    }
    advice
}
