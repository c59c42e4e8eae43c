//! What jobs of one kind answer, taken together.
//!
//! A row that was imported answers every open question of its findings. A row that failed blames what no imported row
//! has cleared: a single finding that is left is the answer, several are a clause that a later job may solve.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    evidence::unknowns,
    outcome::Outcome,
    rules::{FindingKey, OverBy, RuleId},
};

use super::format::{Group, Job};

/// Decisions that a log does not answer: the row's line says what happened, and not which reading made it so; or line
/// numbers themselves depend on the answer.
const NOT_IN_A_LOG: [&str; 6] = [
    unknowns::CARRIAGE_RETURN_ENDS.name,
    unknowns::BLANK_LINE_AS_USER.name,
    unknowns::ARGON2_COMMAS.name,
    unknowns::DOUBLED_BACKSLASH.name,
    unknowns::QUOTATION_MARKS.name,
    unknowns::USERNAME_AND_ATTRIBUTE.name,
];

/// What a user's row is skipped for, whatever else is found.
const SAME_NAME: [RuleId; 2] = [
    RuleId::of("username-is-duplicated"),
    RuleId::of("username-may-exist"),
];

/// The limit at which bytes may count, too.
const COMMON_LIMIT: &str = "2048";

/// Something that was seen, and when last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) rows: u64,
    pub(super) date: String,
}

impl Seen {
    fn add(&mut self, rows: u64, date: &str) {
        self.rows += rows;
        if self.date.as_str() < date {
            date.clone_into(&mut self.date);
        }
    }
}

/// What is blamed on one finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Blame {
    seen: Seen,
    is_certain: bool,
}

/// What jobs answer.
#[derive(Debug, Default)]
pub(super) struct Solved {
    /// Answers that are certain, each with the day of the last job that gave it.
    pub(super) answers: BTreeMap<FindingKey, (Outcome, String)>,
    /// Answers that rest on a single row.
    pub(super) leaning: BTreeMap<FindingKey, (Outcome, String)>,
    /// Rows that failed for one of these.
    pub(super) clauses: BTreeMap<Vec<FindingKey>, Seen>,
    /// Questions with two answers.
    pub(super) contradictions: BTreeSet<FindingKey>,
    /// Rules that fail or skip a row, of a row that was imported.
    pub(super) contradicted: BTreeMap<RuleId, String>,
    /// Texts of rows that failed though nothing was found.
    pub(super) new_rules: BTreeMap<Option<String>, Seen>,
    /// Texts of rows that failed for one rule.
    pub(super) texts: BTreeMap<(RuleId, String), Seen>,
}

/// Whether a log can answer what a rule leaves open.
fn is_learnable(rule: RuleId) -> bool {
    rule.rule()
        .decision()
        .is_some_and(|decision| !NOT_IN_A_LOG.contains(&decision.name))
}

/// Whether a rule leaves this outcome open.
fn leaves_open(rule: RuleId, outcome: Outcome) -> bool {
    rule.rule().alternatives().contains(&outcome)
}

/// A key without what does not tell answers apart: the unit is the same for every column.
fn question(key: &FindingKey) -> FindingKey {
    let mut question = key.clone();
    if key.over_by.is_some() {
        question.attribute = None;
        question.parameter = None;
    }
    question
}

struct Solver<'j> {
    jobs: &'j [&'j Job],
    cleared: BTreeMap<FindingKey, Seen>,
    blamed: BTreeMap<(FindingKey, Outcome), Blame>,
    solved: Solved,
}

/// What these jobs answer.
pub(super) fn solve(jobs: &[&Job]) -> Solved {
    let mut solver = Solver {
        jobs,
        cleared: BTreeMap::new(),
        blamed: BTreeMap::new(),
        solved: Solved::default(),
    };
    solver.clear();
    solver.blame();
    solver.finish()
}

impl Solver<'_> {
    fn groups(&self, seen: &'static str) -> Vec<(&Job, &Group, Vec<FindingKey>)> {
        let mut groups = Vec::new();
        for job in self.jobs {
            for group in job.rows.iter().filter(|group| group.seen == seen) {
                // A rule that this version does not have may be the reason: nothing is known then.
                let keys: Option<Vec<FindingKey>> =
                    group.findings.iter().map(super::Key::known).collect();
                if let Some(keys) = keys {
                    groups.push((*job, group, keys));
                }
            }
        }
        groups
    }

    /// What imported rows answer.
    fn clear(&mut self) {
        let mut cleared: BTreeMap<FindingKey, Seen> = BTreeMap::new();
        let mut contradicted = BTreeMap::new();
        for (job, group, keys) in self.groups("IMPORTED") {
            for key in keys {
                let rule = key.rule.rule();
                if rule.is_known() {
                    if rule.assumed() != Outcome::Imported {
                        contradicted.insert(key.rule, job.date.clone());
                    }
                    continue;
                }
                if !is_learnable(key.rule) {
                    continue;
                }
                let mut add = |key: FindingKey| {
                    cleared.entry(key).or_default().add(group.count, &job.date);
                };
                // Too long in UTF-16 at the limit at which bytes may count is too long in bytes.
                if key.over_by == Some(OverBy::Utf16)
                    && key.parameter.as_deref() == Some(COMMON_LIMIT)
                {
                    let mut bytes = question(&key);
                    bytes.over_by = Some(OverBy::Bytes);
                    add(bytes);
                }
                add(question(&key));
            }
        }
        self.cleared = cleared;
        self.solved.contradicted = contradicted;
    }

    /// What rows that failed or were skipped answer.
    fn blame(&mut self) {
        let mut solved = std::mem::take(&mut self.solved);
        let mut blamed: BTreeMap<(FindingKey, Outcome), Blame> = BTreeMap::new();
        for (job, group, keys) in self.groups("FAILED") {
            let fails =
                |rule: RuleId| rule.rule().is_known() && rule.rule().assumed() == Outcome::Failed;
            let mut failing: Vec<RuleId> = keys
                .iter()
                .map(|key| key.rule)
                .filter(|rule| fails(*rule) && !solved.contradicted.contains_key(rule))
                .collect();
            failing.dedup();
            if let [only] = failing[..]
                && let Some(text) = &group.text
            {
                let texts = solved.texts.entry((only, text.clone())).or_default();
                texts.add(group.count, &job.date);
            }
            if !failing.is_empty() {
                continue;
            }
            let mut open: Vec<FindingKey> = keys
                .iter()
                .filter(|key| leaves_open(key.rule, Outcome::Failed))
                .map(question)
                .collect();
            open.sort_unstable();
            open.dedup();
            self.blame_one(&open, Outcome::Failed, job, group, &mut blamed, &mut solved);
        }
        for (job, group, keys) in self.groups("SKIPPED") {
            let is_known = keys.iter().any(|key| {
                let rule = key.rule.rule();
                rule.is_known() && rule.assumed() == Outcome::Skipped
                    || SAME_NAME.contains(&key.rule)
            });
            if is_known || !job.file.existing_users_known {
                continue;
            }
            let open: Vec<FindingKey> = keys
                .iter()
                .filter(|key| leaves_open(key.rule, Outcome::Skipped))
                .map(question)
                .collect();
            if !open.is_empty() {
                self.blame_one(
                    &open,
                    Outcome::Skipped,
                    job,
                    group,
                    &mut blamed,
                    &mut solved,
                );
            }
        }
        self.blamed = blamed;
        self.solved = solved;
    }

    fn blame_one(
        &self,
        open: &[FindingKey],
        outcome: Outcome,
        job: &Job,
        group: &Group,
        blamed: &mut BTreeMap<(FindingKey, Outcome), Blame>,
        solved: &mut Solved,
    ) {
        if open.is_empty() {
            let rows = solved.new_rules.entry(group.text.clone()).or_default();
            rows.add(group.count, &job.date);
            return;
        }
        let left: Vec<&FindingKey> = open
            .iter()
            .filter(|key| !self.cleared.contains_key(key))
            .collect();
        match (&left[..], open) {
            // The same finding was imported elsewhere.
            ([], [only]) => {
                solved.contradictions.insert(only.clone());
            }
            // Whatever is found about the file applies to each row: all of them failing says nothing of one.
            ([only], _) if is_learnable(only.rule) && !only.rule.rule().is_about_file() => {
                let blame = blamed.entry(((*only).clone(), outcome)).or_default();
                blame.seen.add(group.count, &job.date);
                let text = only.rule.rule().log_line.map(|known| known.text);
                blame.is_certain |= job.counts.imported > 0
                    && group.text.is_some()
                    && (group.count >= 2 || group.text.as_deref() == text);
            }
            ([], all) => {
                let clause = solved.clauses.entry(all.to_vec()).or_default();
                clause.add(group.count, &job.date);
            }
            (several, _) => {
                let clause: Vec<FindingKey> = several.iter().copied().cloned().collect();
                solved
                    .clauses
                    .entry(clause)
                    .or_default()
                    .add(group.count, &job.date);
            }
        }
    }

    fn finish(self) -> Solved {
        let mut solved = self.solved;
        for (key, seen) in self.cleared {
            if !solved.contradictions.contains(&key) {
                solved.answers.insert(key, (Outcome::Imported, seen.date));
            }
        }
        let twice: Vec<FindingKey> = self
            .blamed
            .keys()
            .zip(self.blamed.keys().skip(1))
            .filter(|(one, two)| one.0 == two.0)
            .map(|(one, _)| one.0.clone())
            .collect();
        for ((key, outcome), blame) in self.blamed {
            if twice.contains(&key) {
                solved.contradictions.insert(key);
                continue;
            }
            let answer = (outcome, blame.seen.date);
            if !blame.is_certain {
                solved.leaning.insert(key, answer);
                continue;
            }
            // Too long in bytes alone fails: so does what is too long in UTF-16, which has more bytes still.
            if key.over_by == Some(OverBy::Bytes) {
                let mut utf_16 = key.clone();
                utf_16.over_by = Some(OverBy::Utf16);
                solved.answers.entry(utf_16).or_insert(answer.clone());
            }
            solved.answers.insert(key, answer);
        }
        // A clause with a finding that is known to fail needs no other.
        let answers = &solved.answers;
        let fails = |key: &FindingKey| {
            answers
                .get(key)
                .is_some_and(|(outcome, _)| *outcome == Outcome::Failed)
        };
        solved.clauses.retain(|clause, _| !clause.iter().any(fails));
        solved
    }
}
