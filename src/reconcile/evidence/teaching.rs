//! What evidence teaches about one pool: which jobs count, and what follows from them together.

use std::{collections::BTreeMap, fmt};

use crate::{
    evidence::Certainty,
    outcome::Outcome,
    prediction::{Answer, Learned, NotImported, TOO_MANY, Threshold},
    rules::{FindingKey, RuleId},
};

use super::{
    Evidence, EvidenceSource, Job, PoolFeatures,
    learn::{Solved, solve},
};

/// One thing that evidence says, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lesson {
    /// An open question is answered.
    Answered(String),
    /// An answer rests on a single row, and changes nothing.
    Leaning(String),
    /// One of several findings is the reason.
    OneOf(String),
    /// Two jobs disagree, or a job disagrees with a rule.
    Contradicts(String),
    /// Rows failed for a reason that no rule knows.
    NewRule(String),
    /// What the log says for a rule.
    Text(String),
    /// A job is not used.
    Unused(String),
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(text)
            | Self::Leaning(text)
            | Self::OneOf(text)
            | Self::Contradicts(text)
            | Self::NewRule(text)
            | Self::Text(text)
            | Self::Unused(text) => f.write_str(text),
        }
    }
}

/// What evidence teaches about one pool.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Teaching {
    /// What changes judgements.
    pub learned: Learned,
    /// All that it says, what matters most first.
    pub lessons: Vec<Lesson>,
}

/// A feature of a pool, shown as a text.
type Feature = (&'static str, fn(&Job) -> String);

/// Features by which a contradiction may be explained, beyond those that must be the same.
const OTHER_FEATURES: [Feature; 5] = [
    ("alias_attributes", |job| {
        job.pool.alias_attributes.join(",")
    }),
    ("auto_verified", |job| job.pool.auto_verified.join(",")),
    ("case_sensitive", |job| {
        format!("{:?}", job.pool.case_sensitive)
    }),
    ("password_hash_column", |job| {
        job.pool.password_hash_column.to_string()
    }),
    ("created", |job| format!("{:?}", job.pool.created)),
];

/// Features that must be the same for a job to say anything about another pool.
const MATTERING: [Feature; 5] = [
    ("header_order", |job| format!("{:?}", job.pool.header_order)),
    ("tier", |job| format!("{:?}", job.pool.tier)),
    ("mfa", |job| format!("{:?}", job.pool.mfa)),
    ("username_attributes", |job| {
        job.pool.username_attributes.join(",")
    }),
    ("algorithm", |job| format!("{:?}", job.file.algorithm)),
];

impl Evidence {
    /// What the jobs teach about a pool with these features, for a job with this algorithm of password hashes. Jobs
    /// before the day `since`, such as `2026-11-27`, are passed over.
    ///
    /// Only a job of the service whose log is whole teaches. One of the same pool is *observed*; one of another pool
    /// in which every feature that matters is the same makes an answer *inferred*.
    #[must_use]
    pub fn teach(
        &self,
        pool: &PoolFeatures,
        algorithm: Option<&str>,
        since: Option<&str>,
    ) -> Teaching {
        let mut teaching = Teaching::default();
        let mut own: Vec<&Job> = Vec::new();
        let mut alike: Vec<&Job> = Vec::new();
        let mut others: Vec<&Job> = Vec::new();
        for job in &self.jobs {
            if let Some(problem) = cannot_teach(job, since) {
                teaching.unused(job, problem);
                continue;
            }
            let is_own = pool.schema.is_some() && job.pool.schema == pool.schema;
            let is_alike = job.pool.header_order == pool.header_order
                && job.pool.tier == pool.tier
                && job.pool.mfa == pool.mfa
                && job.pool.username_attributes == pool.username_attributes
                && job.file.algorithm.as_deref() == algorithm;
            if is_own {
                own.push(job);
                alike.push(job);
            } else if is_alike {
                alike.push(job);
            } else {
                others.push(job);
            }
        }
        if !others.is_empty() {
            let count = others.len();
            let jobs = if count == 1 { "job is" } else { "jobs are" };
            teaching.lessons.push(Lesson::Unused(format!(
                "{count} {jobs} of pools in which a feature that may matter is another one"
            )));
        }
        let observed = solve(&own);
        let inferred = solve(&alike);
        teaching.add(&observed, Certainty::Observed, "your job");
        for rule in observed.contradicted.keys() {
            teaching.learned.contradict(*rule, "your job");
        }
        teaching.infer(pool, &observed, &inferred, &alike);
        teaching.say_others(&inferred);
        teaching.explain_contradictions(&self.jobs, since);
        teaching.learn_threshold(&self.threshold_jobs(since));
        teaching.lessons.sort_by_key(Lesson::order);
        teaching
    }

    /// The jobs that say something of the threshold. It is taken to be that of the service, not of a pool.
    fn threshold_jobs(&self, since: Option<&str>) -> Vec<&Job> {
        let counts_agree = |job: &&Job| {
            let counted = job.counts.imported + job.counts.skipped + job.counts.failed;
            cannot_teach(job, since).is_none()
                || (job.source == EvidenceSource::Service
                    && is_recent(job, since)
                    && job.counts.rows_before_stop == Some(counted)
                    && job.log.lines == counted)
        };
        self.jobs.iter().filter(counts_agree).collect()
    }
}

fn is_recent(job: &Job, since: Option<&str>) -> bool {
    since.is_none_or(|since| job.date.as_str() >= since)
}

/// Why a job teaches nothing, where it does not.
fn cannot_teach(job: &Job, since: Option<&str>) -> Option<&'static str> {
    if job.source != EvidenceSource::Service {
        Some("it is a rehearsal")
    } else if job.log.mapped != "whole" {
        Some("its log is not one line for each row of the file")
    } else if !is_recent(job, since) {
        Some("it is older than was asked for")
    } else {
        None
    }
}

/// A question as a person reads it.
fn shown(key: &FindingKey) -> String {
    let what = [
        key.attribute.map(|attribute| attribute.as_str().to_owned()),
        key.because.clone(),
        key.parameter.clone(),
        key.over_by
            .map(|unit| format!("too long in {}", unit.as_str())),
    ];
    let what: Vec<String> = what.into_iter().flatten().collect();
    let name = key.rule.rule().name;
    if what.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", what.join(", "))
    }
}

fn rows(count: u64) -> String {
    if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    }
}

impl Lesson {
    const fn order(&self) -> u8 {
        match self {
            Self::Contradicts(_) => 0,
            Self::Answered(_) => 1,
            Self::NewRule(_) => 2,
            Self::Leaning(_) => 3,
            Self::OneOf(_) => 4,
            Self::Text(_) => 5,
            Self::Unused(_) => 6,
        }
    }
}

impl Teaching {
    fn unused(&mut self, job: &Job, problem: &str) {
        self.lessons.push(Lesson::Unused(format!(
            "the job of {} teaches nothing: {problem}",
            job.date
        )));
    }

    fn add(&mut self, solved: &Solved, certainty: Certainty, source: &str) {
        for (key, (outcome, date)) in &solved.answers {
            self.answer(key, *outcome, certainty, &format!("{source} of {date}"));
        }
    }

    fn answer(&mut self, key: &FindingKey, outcome: Outcome, certainty: Certainty, source: &str) {
        self.lessons.push(Lesson::Answered(format!(
            "{}: {outcome} ({certainty} in {source})",
            shown(key)
        )));
        self.learned
            .answer(key.clone(), Answer::new(outcome, certainty, source));
    }

    /// What the pool's own jobs do not answer, those of pools like it may.
    fn infer(&mut self, pool: &PoolFeatures, observed: &Solved, inferred: &Solved, alike: &[&Job]) {
        let is_open = |key: &FindingKey| {
            !observed.answers.contains_key(key) && !observed.contradictions.contains(key)
        };
        for (key, (outcome, date)) in &inferred.answers {
            if is_open(key) {
                let source = format!("a job of {date} in a pool of the same kind");
                self.answer(key, *outcome, Certainty::Inferred, &source);
            }
        }
        for key in observed
            .contradictions
            .iter()
            .chain(&inferred.contradictions)
        {
            if observed.answers.contains_key(key) {
                continue;
            }
            let split = if is_open(key) {
                OTHER_FEATURES
                    .iter()
                    .find_map(|feature| answer_by_feature(key, pool, alike, feature))
            } else {
                None
            };
            match split {
                Some((name, outcome, date)) => {
                    let source = format!("a job of {date} in a pool with the same {name}");
                    self.answer(key, outcome, Certainty::Inferred, &source);
                }
                None => self.lessons.push(Lesson::Contradicts(format!(
                    "{}: one row was imported and another was not, in pools of the same kind; it stays not known",
                    shown(key)
                ))),
            }
        }
    }

    fn say_others(&mut self, solved: &Solved) {
        for (rule, date) in &solved.contradicted {
            self.lessons.push(Lesson::Contradicts(format!(
                "{}: a row was imported on {date} although the rule says otherwise",
                rule.rule().name
            )));
        }
        for (key, (outcome, date)) in &solved.leaning {
            if !solved.answers.contains_key(key) {
                self.lessons.push(Lesson::Leaning(format!(
                    "{}: {outcome} in a single row on {date}, which is not enough",
                    shown(key)
                )));
            }
        }
        for (clause, seen) in &solved.clauses {
            let keys: Vec<String> = clause.iter().map(shown).collect();
            self.lessons.push(Lesson::OneOf(format!(
                "{} failed on {} for one of: {}",
                rows(seen.rows),
                seen.date,
                keys.join("; ")
            )));
        }
        for (text, seen) in &solved.new_rules {
            let text = text.as_deref().unwrap_or("a text that cannot be shown");
            self.lessons.push(Lesson::NewRule(format!(
                "{} failed on {} though no rule reports: “{text}”",
                rows(seen.rows),
                seen.date
            )));
        }
        for ((rule, text), seen) in &solved.texts {
            if rule.rule().log_line.is_none_or(|known| known.text != text) {
                self.lessons.push(Lesson::Text(format!(
                    "{}: the log says “{text}” ({})",
                    rule.rule().name,
                    rows(seen.rows)
                )));
            }
        }
    }

    /// Says by which feature of their pools jobs of different kinds disagree.
    fn explain_contradictions(&mut self, jobs: &[Job], since: Option<&str>) {
        let jobs: Vec<&Job> = jobs
            .iter()
            .filter(|job| cannot_teach(job, since).is_none())
            .collect();
        for key in &solve(&jobs).contradictions {
            let explains = |feature: &&Feature| {
                by_feature(&jobs, feature)
                    .values()
                    .all(|jobs| !solve(jobs).contradictions.contains(key))
            };
            if let Some((name, _)) = MATTERING.iter().chain(&OTHER_FEATURES).find(explains) {
                self.lessons.push(Lesson::Contradicts(format!(
                    "{}: jobs disagree, and {name} of their pools explains it",
                    shown(key)
                )));
            }
        }
    }

    fn learn_threshold(&mut self, jobs: &[&Job]) {
        let mut threshold = Threshold::default();
        for job in jobs {
            let counts = &job.counts;
            let rows = counts.skipped + counts.failed;
            let counted = NotImported {
                rows,
                of: rows + counts.imported,
            };
            if job.status == "Succeeded" {
                threshold.add_succeeded(counted);
            } else if job.status == "Failed" && job.completion_message.as_deref() == Some(TOO_MANY)
            {
                threshold.add_failed(counted);
            }
        }
        if threshold == Threshold::default() {
            return;
        }
        self.lessons.push(Lesson::Answered(format!(
            "threshold-of-too-many: {}",
            threshold.limits().join("; or ")
        )));
        self.learned.set_threshold(threshold);
    }

    /// What was learned about rules that report, in sentences for a person.
    pub fn sentences(&self, reports: impl Fn(RuleId) -> bool) -> Vec<String> {
        self.learned
            .rules()
            .into_iter()
            .filter(|rule| reports(*rule))
            .flat_map(|rule| self.learned.sentences(rule))
            .collect()
    }
}

fn by_feature<'j>(jobs: &[&'j Job], (_, of): &Feature) -> BTreeMap<String, Vec<&'j Job>> {
    let mut groups: BTreeMap<String, Vec<&Job>> = BTreeMap::new();
    for job in jobs {
        groups.entry(of(job)).or_default().push(job);
    }
    groups
}

/// The answer of those jobs whose pool is like this one in a feature, where that feature explains all of them.
fn answer_by_feature(
    key: &FindingKey,
    pool: &PoolFeatures,
    jobs: &[&Job],
    feature: &Feature,
) -> Option<(&'static str, Outcome, String)> {
    let groups = by_feature(jobs, feature);
    let solved: BTreeMap<&String, Solved> = groups
        .iter()
        .map(|(value, jobs)| (value, solve(jobs)))
        .collect();
    if solved.values().any(|one| one.contradictions.contains(key)) {
        return None;
    }
    let mut like_this = (*jobs.first()?).clone();
    like_this.pool = pool.clone();
    let (name, of) = feature;
    let (outcome, date) = solved.get(&of(&like_this))?.answers.get(key)?;
    Some((name, *outcome, date.clone()))
}
