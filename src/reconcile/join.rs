//! Joins the rows of a file with the lines of its job's log.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Write},
    mem,
};

use serde::Serialize;

use crate::{
    engine::{FileStart, Interest, Sink, Summary},
    outcome::Outcome,
    prediction::{JobPrediction, Verdict},
    rules::{Finding, FindingKey},
};

use super::{
    Agreement, Job, JobLog, Log, Part, ReconcileError, Retry, Seen,
    result::{Difference, Group, GroupKey, Mapped, PartResult, Place},
    rows::RowSeen,
};

/// How many kinds of rows are told apart. Texts of the log may be as many as rows; the rows of further kinds are
/// counted without their texts.
const MOST_KINDS: usize = 2_000;

/// One file, its job and the job's log.
#[derive(Debug)]
#[non_exhaustive]
pub struct JobOfFile<'a> {
    /// The job.
    pub job: &'a Job,
    /// Its log.
    pub log: JobLog<'a>,
    /// Where the file's lines come from, where it is a part.
    pub part: Option<&'a Part>,
}

impl<'a> JobOfFile<'a> {
    /// A job with the log of it, and its part of a split file.
    ///
    /// # Errors
    ///
    /// Those of [`Log::of_job`].
    pub fn new(job: &'a Job, log: &'a Log, part: Option<&'a Part>) -> Result<Self, ReconcileError> {
        Ok(Self {
            job,
            log: log.of_job(Some(&job.id))?,
            part,
        })
    }
}

/// A [`Sink`] that compares each row of a check with the log of the job that imported it.
///
/// The files of the run are those of the jobs, in the same order.
#[derive(Debug)]
pub struct Reconciler<'a, W: Write> {
    jobs: std::vec::IntoIter<JobOfFile<'a>>,
    now: Option<Now<'a>>,
    retry: Option<Retry<W>>,
    report: Option<W>,
    shows_values: bool,
    line: Vec<u8>,
    results: Vec<PartResult>,
    failure: Option<ReconcileError>,
}

/// The file that is being read.
#[derive(Debug)]
struct Now<'a> {
    job: JobOfFile<'a>,
    /// How many lines of the log were joined.
    joined: usize,
    result: PartResult,
    differences: BTreeMap<DifferenceKey, Difference>,
    groups: BTreeMap<GroupKey, u64>,
    /// Rows that are imported, of which nothing was found, by the text of the log.
    unremarkable: BTreeMap<Box<str>, u64>,
    /// A record that comes in pieces.
    pieces: Vec<u8>,
}

/// The seen kind, the predicted outcome, the agreement, the rules, the prefix and the text.
type DifferenceKey = (
    Seen,
    Outcome,
    Agreement,
    Vec<&'static str>,
    Option<(String, String)>,
);

impl<'a, W: Write> Reconciler<'a, W> {
    /// Compares the files of a run with these jobs.
    #[must_use]
    pub fn new(jobs: Vec<JobOfFile<'a>>) -> Self {
        Self {
            jobs: jobs.into_iter(),
            now: None,
            retry: None,
            report: None,
            shows_values: false,
            line: Vec::new(),
            results: Vec::new(),
            failure: None,
        }
    }

    /// Writes the rows to try again to `writer`.
    #[must_use]
    pub fn retry(mut self, writer: Option<W>) -> Self {
        self.retry = writer.map(Retry::new);
        self
    }

    /// Writes a line of JSON to `writer` for each row that is not imported or not as predicted.
    #[must_use]
    pub fn report(mut self, writer: Option<W>) -> Self {
        self.report = writer;
        self
    }

    /// Shows values of a row where a text of the log holds them.
    #[must_use]
    pub const fn show_values(mut self, shows: bool) -> Self {
        self.shows_values = shows;
        self
    }

    /// Why the run ended with an error of this sink, where it is not one of writing.
    pub fn take_failure(&mut self) -> Option<ReconcileError> {
        self.failure.take()
    }

    /// What each job came to, in their order.
    #[must_use]
    pub fn into_results(self) -> Vec<PartResult> {
        self.results
    }

    /// How many rows are to be tried again.
    #[must_use]
    pub fn rows_to_retry(&self) -> u64 {
        self.retry.as_ref().map_or(0, Retry::rows)
    }

    fn refuse(&mut self, failure: ReconcileError) -> io::Error {
        let error = io::Error::other(failure.to_string());
        self.failure = Some(failure);
        error
    }
}

impl<W: Write + Send> Sink for Reconciler<'_, W> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the comparison with the log")
    }

    fn interest(&self) -> Interest {
        Interest::EVERY_ROW.with_values()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        let Some(job) = self.jobs.next() else {
            let failure = ReconcileError::JobsAndFiles {
                jobs: self.results.len(),
                files: self.results.len() + 1,
            };
            return Err(self.refuse(failure));
        };
        if let Some(retry) = &mut self.retry {
            retry.begin(start)?;
        }
        let result = PartResult::new(&job, start);
        self.now = Some(Now {
            job,
            joined: 0,
            result,
            differences: BTreeMap::new(),
            groups: BTreeMap::new(),
            unremarkable: BTreeMap::new(),
            pieces: Vec::new(),
        });
        Ok(())
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let (Some(now), Some(_)) = (&mut self.now, &self.retry) {
            now.pieces.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let Some(now) = &mut self.now else {
            return Ok(());
        };
        let line = verdict.position.line;
        let log = now.job.log.log();
        let entry = now.job.log.entries.get(now.joined).copied();
        let entry = match entry {
            Some(entry) if u64::from(entry.line) < line => {
                let failure = now.another_file(entry.line);
                return Err(self.refuse(failure));
            }
            Some(entry) if u64::from(entry.line) == line => {
                now.joined += 1;
                Some(log.row(&entry))
            }
            _ => None,
        };
        now.result.line_ends = now.result.line_ends.and(verdict.line_end);
        let raw = mem::take(&mut now.pieces);
        // Most rows are imported, as was predicted, and there is nothing else to say.
        if let Some(row) = entry
            && row.prefix == "SUCCEEDED"
            && !verdict.findings.iter().any(decides)
        {
            now.result.count(Seen::Imported, Agreement::AsPredicted);
            if let Some(count) = now.unremarkable.get_mut(row.text) {
                *count += 1;
            } else if now.unremarkable.len() < MOST_KINDS {
                now.unremarkable.insert(row.text.into(), 1);
            }
            return Ok(());
        }
        let source = now.job.part.and_then(|part| part.source_of(line));
        let seen = RowSeen::new(verdict, entry, source, self.shows_values);
        now.add(verdict, &seen);
        let raw = if raw.is_empty() { verdict.raw } else { &raw };
        if let Some(retry) = &mut self.retry {
            retry.row(verdict, raw, &seen)?;
        }
        let is_as_predicted =
            seen.seen == Seen::Imported && seen.agreement == Agreement::AsPredicted;
        if let Some(report) = &mut self.report
            && !is_as_predicted
        {
            self.line.clear();
            serde_json::to_writer(
                &mut self.line,
                &Record::new(verdict, &seen, &now.result.file),
            )?;
            self.line.push(b'\n');
            report.write_all(crate::output::guarded_json(&self.line).as_bytes())?;
        }
        Ok(())
    }

    fn end_of_file(&mut self, job: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        let Some(now) = self.now.take() else {
            return Ok(());
        };
        if let Some(entry) = now.job.log.entries.get(now.joined) {
            let failure = now.another_file(entry.line);
            return Err(self.refuse(failure));
        }
        match now.end(job, findings) {
            Ok(result) => {
                self.results.push(result);
                Ok(())
            }
            Err(failure) => Err(self.refuse(failure)),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        // A run has the last of the files.
        let before = self.results.len().saturating_sub(summary.files.len());
        for (result, file) in self.results.iter_mut().skip(before).zip(&summary.files) {
            result.bytes = file.input.bytes;
        }
        if let Some(retry) = &mut self.retry {
            retry.finish()?;
        }
        if let Some(report) = &mut self.report {
            report.flush()?;
        }
        Ok(())
    }
}

impl Now<'_> {
    fn another_file(&self, line: u32) -> ReconcileError {
        ReconcileError::AnotherFile {
            file: self.result.file.clone(),
            line,
        }
    }

    fn add(&mut self, verdict: &Verdict<'_>, seen: &RowSeen<'_>) {
        self.result.count(seen.seen, seen.agreement);
        let text = seen.log.as_ref().map(|(_, text)| text.to_string());
        let mut group = GroupKey {
            findings: verdict
                .findings
                .iter()
                .filter(|finding| decides(finding))
                .map(|finding| FindingKey::of(finding, verdict.schema))
                .collect(),
            judgement: verdict.judgement.into(),
            seen: seen.seen,
            text,
        };
        group.findings.sort_unstable();
        group.findings.dedup();
        if self.groups.len() >= MOST_KINDS && !self.groups.contains_key(&group) {
            group.text = None;
            self.result.kinds_are_cut = true;
        }
        *self.groups.entry(group).or_default() += 1;
        if seen.seen == Seen::Imported && seen.agreement == Agreement::AsPredicted {
            return;
        }
        let log = seen.log.as_ref();
        let mut key = (
            seen.seen,
            verdict.judgement.outcome,
            seen.agreement,
            seen.rules.clone(),
            log.map(|(prefix, text)| ((*prefix).to_owned(), text.to_string())),
        );
        if self.differences.len() >= MOST_KINDS && !self.differences.contains_key(&key) {
            key.4 = log.map(|(prefix, _)| ((*prefix).to_owned(), String::new()));
        }
        let difference = self.differences.entry(key).or_insert_with_key(|key| {
            let (seen, predicted, agreement, rules, log) = key.clone();
            let (prefix, text) = log.unzip();
            Difference {
                seen,
                predicted,
                agreement,
                rules,
                prefix,
                text,
                rows: 0,
                first: Vec::new(),
            }
        });
        difference.add(Place {
            line: verdict.position.line,
            source: seen.source,
            source_line: seen.source_line,
        });
    }

    fn end(
        self,
        predicted: &JobPrediction,
        findings: &[Finding],
    ) -> Result<PartResult, ReconcileError> {
        let mut result = self.result;
        let job = self.job.job;
        result.predicted = Some(predicted.clone());
        result.file_findings.extend(
            findings
                .iter()
                .map(|finding| FindingKey::of_rule(finding.rule)),
        );
        let rows = result.rows.all();
        let counted = job.users();
        if counted > rows {
            return Err(ReconcileError::MoreUsers {
                file: result.file,
                counted,
                rows,
            });
        }
        // A job that fails as a whole may count nothing.
        if job.has_ended() && counted > 0 {
            for (prefix, logged, counted) in [
                ("SUCCEEDED", result.rows.imported, job.imported_users),
                ("SKIPPED", result.rows.skipped, job.skipped_users),
                ("FAILED", result.rows.failed, job.failed_users),
            ] {
                if logged > counted {
                    return Err(ReconcileError::AnotherLog {
                        prefix,
                        logged,
                        counted,
                    });
                }
            }
        }
        let logged = self.job.log.len();
        result.log.rows = logged;
        result.log.repeated = self.job.log.repeated();
        let sums_agree = result.rows.imported == job.imported_users
            && result.rows.skipped == job.skipped_users
            && result.rows.failed + result.rows.other == job.failed_users;
        result.log.mapped = if logged == 0 {
            Mapped::None
        } else if logged == rows && sums_agree && result.log.repeated == 0 {
            Mapped::Whole
        } else {
            Mapped::Part
        };
        result.log.is_complete = job.has_ended() && logged >= counted;
        result.differences = self.differences.into_values().collect();
        // What happened to most comes first.
        result
            .differences
            .sort_by_key(|difference| std::cmp::Reverse(difference.rows));
        let mut groups = self.groups;
        for (text, count) in self.unremarkable {
            let key = GroupKey::unremarkable(text.into());
            *groups.entry(key).or_default() += count;
        }
        result.groups = groups
            .into_iter()
            .map(|(key, count)| Group { key, count })
            .collect();
        Ok(result)
    }
}

/// Whether a finding is a reason for an outcome, and not a warning.
fn decides(finding: &Finding) -> bool {
    finding.rule.rule().decides()
}

/// One row of the report.
#[derive(Serialize)]
struct Record<'r> {
    file: &'r str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_line: Option<u64>,
    seen: &'static str,
    agreement: &'static str,
    predicted: Outcome,
    certainty: crate::evidence::Certainty,
    alternatives: crate::outcome::OutcomeSet,
    rules: &'r [&'static str],
    prefix: Option<&'r str>,
    text: Option<&'r str>,
}

impl<'r> Record<'r> {
    fn new(verdict: &Verdict<'_>, seen: &'r RowSeen<'_>, file: &'r str) -> Self {
        Self {
            file,
            line: verdict.position.line,
            source: seen.source,
            source_line: seen.source_line,
            seen: seen.seen.as_str(),
            agreement: seen.agreement.as_str(),
            predicted: verdict.judgement.outcome,
            certainty: verdict.judgement.certainty,
            alternatives: verdict.judgement.alternatives,
            rules: &seen.rules,
            prefix: seen.log.as_ref().map(|(prefix, _)| *prefix),
            text: seen.log.as_ref().map(|(_, text)| text.as_ref()),
        }
    }
}
