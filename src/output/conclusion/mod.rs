//! What a run comes to in one word and a few sentences, and what to do next: what the terminal, the JSON
//! document and the page begin with.

mod next;

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    engine::{Mode, Preflight, Summary},
    outcome::Effect,
    prediction::{JobPrediction, Status, UserStatus},
    rules::Rule,
};

use super::{Files, header_names::shell_word};

#[cfg(feature = "html")]
pub(crate) use self::next::{Remedy, remedy};
#[cfg(feature = "cli")]
pub(crate) use self::next::{more_options, reasons};

/// Whether a file can be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(
    clippy::exhaustive_enums,
    reason = "a file is ready, partly ready or not ready"
)]
pub enum Readiness {
    /// Every user would be imported.
    Ready,
    /// Some users need a look, or the outcome of some is not known.
    NearlyReady,
    /// Users would be lost, or the job would fail.
    NotReady,
}

impl Readiness {
    /// The word for a person.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::NearlyReady => "Nearly ready",
            Self::NotReady => "Not ready",
        }
    }
}

/// How the command was given, so that the next one can be printed as it runs.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Invocation {
    /// The inputs, as they were typed.
    pub inputs: Vec<String>,
    /// The options that describe the pool, each with its value: `--csv-header header.json`.
    pub pool: Vec<String>,
}

impl Invocation {
    /// A command over these inputs.
    #[must_use]
    pub fn new(inputs: Vec<String>) -> Self {
        Self {
            inputs,
            pool: Vec::new(),
        }
    }

    /// With an option that describes the pool.
    #[must_use]
    pub fn with(mut self, option: &str, value: &str) -> Self {
        self.pool.push(format!("{option} {}", shell_word(value)));
        self
    }
}

/// What a person does next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// What it is for, in one sentence.
    pub purpose: String,
    /// The command, or the options to add to the one that ran.
    pub command: String,
}

impl Step {
    /// Whether the command runs as it is, and is not options to add to another.
    pub fn is_command(&self) -> bool {
        !self.command.starts_with('-')
    }
}

/// Users by what happens to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct Shares {
    /// Users that are imported, or ready to be.
    pub ready: u64,
    /// Users that are ready, and whose outcome is not known.
    pub uncertain: u64,
    /// Users that would be imported and that a cleaning rejects.
    pub held_back: u64,
    /// Users that would be skipped.
    pub skipped: u64,
    /// Users that would fail.
    pub failed: u64,
}

/// What a whole run comes to.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Conclusion {
    /// The one word.
    pub readiness: Readiness,
    /// What will happen, in a sentence or two.
    pub sentence: String,
    /// How the job ends, in words.
    pub job: String,
    /// The users.
    pub users: Shares,
    /// How the users sign in for the first time.
    pub first_sign_in: String,
    /// What was not looked for, because nothing was given to look in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_checked: Option<&'static str>,
    /// What to do next, the most useful first.
    #[serde(skip)]
    pub next: Vec<Step>,
}

/// Said wherever no list of users was given.
const NOT_CHECKED: &str =
    "Users who are in the pool already. Give their list with --existing-users.";

impl Conclusion {
    /// What this run comes to.
    pub fn new(
        preflight: &Preflight,
        summary: &Summary,
        files: &Files,
        invocation: &Invocation,
    ) -> Self {
        let mode = preflight.options().mode;
        let rows = &summary.counts.rows;
        let users = shares(summary, mode);
        let total = rows.rows();
        let (readiness, sentence) = match mode {
            Mode::Check => checked(summary, &users, total),
            Mode::Clean => cleaned(summary, &users, total),
        };
        Self {
            readiness,
            sentence,
            job: job(&summary.prediction, users.uncertain),
            users,
            first_sign_in: first_sign_in(summary),
            not_checked: (!summary.existing_users_given).then_some(NOT_CHECKED),
            next: next::steps(preflight, summary, files, invocation, readiness),
        }
    }
}

fn shares(summary: &Summary, mode: Mode) -> Shares {
    let counts = &summary.counts;
    let rows = &counts.rows;
    let held_back = counts.held_back.min(rows.imported);
    let (ready, uncertain) = match mode {
        Mode::Check => {
            let uncertain = counts.uncertain.min(rows.imported - held_back);
            (rows.imported - held_back - uncertain, uncertain)
        }
        Mode::Clean => {
            let uncertain = counts.cleaned_uncertain;
            (counts.cleaned.saturating_sub(uncertain), uncertain)
        }
    };
    Shares {
        ready,
        uncertain,
        held_back,
        skipped: rows.skipped,
        failed: rows.failed,
    }
}

/// Why the job fails as a whole or does not start, where it does: the effect, and the sentences of one
/// rule and how many more there are.
fn whole_file(summary: &Summary) -> Option<(Effect, String)> {
    let rules = summary.counts.rules.keys().map(|id| id.rule());
    let rules: Vec<&Rule> = rules.filter(|rule| rule.fails_the_job()).collect();
    let worst = rules.iter().min_by_key(|rule| rule.effect)?;
    let reason = lower(worst.summary);
    let reason = match rules.len() {
        1 => reason,
        2 => format!("{} (and for another reason).", reason.trim_end_matches('.')),
        many => format!(
            "{} (and for {} other reasons).",
            reason.trim_end_matches('.'),
            many - 1
        ),
    };
    Some((worst.effect, reason))
}

fn checked(summary: &Summary, users: &Shares, total: u64) -> (Readiness, String) {
    let job = &summary.prediction;
    if let Some((effect, reason)) = whole_file(summary) {
        let what = if effect == Effect::JobDoesNotStart {
            "The job would not start"
        } else {
            "Cognito would refuse this file"
        };
        return (Readiness::NotReady, format!("{what}: {reason}"));
    }
    if total == 0 {
        return (Readiness::NotReady, "There is no user in it.".to_owned());
    }
    let lost = users.failed + users.skipped;
    if lost == 1 && total == 1 {
        let sentence = "Do not upload this file yet: its only user would not arrive.";
        return (Readiness::NotReady, sentence.to_owned());
    }
    let what = match summary.files.len() {
        1 => "this file",
        _ => "these files",
    };
    if lost > 0 {
        return (
            Readiness::NotReady,
            format!(
                "Do not upload {what} yet: {} of {} would not arrive.",
                grouped(lost),
                people(total)
            ),
        );
    }
    let mut sentence = match total {
        1 => "The only user would be imported.".to_owned(),
        _ => format!("All {} would be imported.", people(total)),
    };
    if users.uncertain > 0 {
        sentence = format!(
            "{} would be imported as far as is known; the outcome of {} is not certain.",
            people(total),
            grouped(users.uncertain)
        );
    }
    if users.held_back > 0 {
        let held_back = grouped(users.held_back);
        let _ = write!(sentence, " clean would reject {held_back} of them.");
    }
    let is_ready = users.uncertain == 0 && users.held_back == 0 && job.status == Status::Succeeded;
    let readiness = if is_ready {
        Readiness::Ready
    } else {
        Readiness::NearlyReady
    };
    (readiness, sentence)
}

fn cleaned(summary: &Summary, users: &Shares, total: u64) -> (Readiness, String) {
    let counts = &summary.counts;
    if let Some((Effect::JobDoesNotStart, reason)) = whole_file(summary) {
        let sentence = format!("The job would not start: {reason}");
        return (Readiness::NotReady, sentence);
    }
    if total == 0 {
        return (Readiness::NotReady, "There is no user in it.".to_owned());
    }
    if counts.rejected == 0 {
        let sentence = match total {
            1 => "The only user is ready to import.".to_owned(),
            _ => format!("All {} are ready to import.", people(total)),
        };
        return if users.uncertain == 0 {
            (Readiness::Ready, sentence)
        } else {
            let rest = uncertain(users.uncertain);
            (Readiness::NearlyReady, format!("{sentence} {rest}"))
        };
    }
    let reasons = [
        (users.failed, "would fail"),
        (users.skipped, "would be skipped"),
        (
            users.held_back,
            "would be imported, but may not be meant so",
        ),
        (
            counts
                .rejected
                .saturating_sub(users.failed + users.skipped + users.held_back),
            "for another reason",
        ),
    ];
    let reasons: Vec<String> = reasons
        .into_iter()
        .filter(|(rows, _)| *rows > 0)
        .map(|(rows, what)| format!("{} {what}", grouped(rows)))
        .collect();
    let rows = if counts.rejected == 1 {
        "row was"
    } else {
        "rows were"
    };
    let why = if reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", reasons.join(", "))
    };
    let readiness = if counts.cleaned == 0 {
        Readiness::NotReady
    } else {
        Readiness::NearlyReady
    };
    let verb = if counts.cleaned == 1 { "is" } else { "are" };
    let ready = if counts.cleaned == 0 {
        format!("None of {} is ready to import.", people(total))
    } else {
        format!(
            "{} of {} {verb} ready to import.",
            grouped(counts.cleaned),
            people(total)
        )
    };
    let sentence = format!("{ready} {} {rows} rejected{why}.", grouped(counts.rejected));
    (readiness, sentence)
}

fn uncertain(rows: u64) -> String {
    match rows {
        1 => "The outcome of 1 of them is not certain.".to_owned(),
        rows => format!("The outcome of {} of them is not certain.", grouped(rows)),
    }
}

/// How the job ends, in words.
fn job(job: &JobPrediction, uncertain: u64) -> String {
    match job.status {
        Status::NotStarted => "It does not start.".to_owned(),
        Status::Unknown
            if uncertain > 0 && job.failed_users == Some(0) && job.skipped_users == Some(0) =>
        {
            let rows = match uncertain {
                1 => "the uncertain row is".to_owned(),
                rows => format!("the {} uncertain rows are", grouped(rows)),
            };
            format!("Succeeded if {rows} imported; otherwise not known")
        }
        Status::Unknown => {
            let possible: Vec<&str> = job.alternatives.iter().map(|one| one.as_str()).collect();
            format!("not known: {}", possible.join(" or "))
        }
        Status::Succeeded if uncertain == 1 => {
            "Succeeded, unless the one uncertain row fails".to_owned()
        }
        Status::Succeeded if uncertain > 1 => format!(
            "Succeeded, unless one of {} uncertain rows fails",
            grouped(uncertain)
        ),
        status => status.as_str().to_owned(),
    }
}

fn first_sign_in(summary: &Summary) -> String {
    let of = |status| {
        summary
            .counts
            .user_status
            .get(&status)
            .copied()
            .unwrap_or(0)
    };
    let (reset, confirmed) = (of(UserStatus::ResetRequired), of(UserStatus::Confirmed));
    match (reset, confirmed) {
        (0, 0) => "No user is imported.".to_owned(),
        (1, 0) => "The user must set a new password (RESET_REQUIRED).".to_owned(),
        (_, 0) => format!(
            "All {} must set a new password (RESET_REQUIRED).",
            people(reset)
        ),
        (0, 1) => "The user signs in with the old password (CONFIRMED).".to_owned(),
        (0, _) => format!(
            "All {} sign in with their old passwords (CONFIRMED).",
            people(confirmed)
        ),
        _ => format!(
            "{} sign in with their old passwords (CONFIRMED), {} must set a new one (RESET_REQUIRED).",
            people(confirmed),
            grouped(reset)
        ),
    }
}

/// `1 user`, `12,345 users`.
pub(crate) fn people(users: u64) -> String {
    match users {
        1 => "1 user".to_owned(),
        users => format!("{} users", grouped(users)),
    }
}

/// A number with a comma before each three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A sentence with a small first letter, unless it begins with a name.
fn lower(sentence: &str) -> String {
    let mut characters = sentence.chars();
    let first = characters.next();
    match first {
        Some(first) if characters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests;
