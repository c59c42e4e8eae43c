//! Answers to what the rules leave open, from jobs that were run or as a caller assumes them.

use std::collections::BTreeMap;

use crate::{
    evidence::Certainty,
    outcome::{Outcome, OutcomeSet},
    rules::{Finding, FindingKey, OverBy, RuleId},
    schema::Schema,
};

use super::Threshold;

/// An answer to what one kind of finding asks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// What the importer does.
    pub outcome: Outcome,
    /// How that is known. An answer that is assumed is *unknown*: it changes which outcome is assumed, and nothing else.
    pub certainty: Certainty,
    /// Where it comes from, such as `your job of 2026-11-27`.
    pub source: String,
}

impl Answer {
    /// An answer with its source.
    pub fn new(outcome: Outcome, certainty: Certainty, source: impl Into<String>) -> Self {
        Self {
            outcome,
            certainty,
            source: source.into(),
        }
    }
}

/// What jobs have taught, or a caller assumes, for one pool.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Learned {
    answers: BTreeMap<FindingKey, Answer>,
    /// Rules that are about a unit: what happens to a value that is too long in this unit and in no smaller one.
    units: BTreeMap<(RuleId, OverBy), Answer>,
    assumed: BTreeMap<RuleId, Answer>,
    /// Rules that a row of this pool has contradicted.
    contradicted: BTreeMap<RuleId, String>,
    threshold: Option<Threshold>,
}

/// What one finding does to its row.
pub(super) enum Settled<'a> {
    /// What the rule says.
    AsTheRule,
    /// It is known from a job.
    Known(&'a Answer),
    /// It is not known, and this is assumed.
    Open(OutcomeSet, Outcome),
}

/// An assumption that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoSuchAssumption {
    /// There is no such rule.
    #[error("there is no rule of this name")]
    Rule,
    /// What follows from the rule is known, or the outcome is none of its alternatives.
    #[error("the rule does not leave this outcome open")]
    Outcome,
}

impl Learned {
    /// Whether there is nothing that changes a judgement.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds the answer to what a kind of finding asks.
    pub fn answer(&mut self, key: FindingKey, answer: Answer) {
        if let Some(over_by) = key.over_by {
            self.units.insert((key.rule, over_by), answer);
        } else {
            self.answers.insert(key, answer);
        }
    }

    /// Assumes what happens where this rule reports. It stays not known.
    ///
    /// # Errors
    ///
    /// [`NoSuchAssumption`] where there is no such rule, or where it does not leave this outcome open.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::{outcome::Outcome, prediction::Learned};
    ///
    /// let mut learned = Learned::default();
    /// learned.assume("alias-already-taken", Outcome::Imported)?;
    /// assert!(learned.assume("username-missing", Outcome::Imported).is_err());
    /// # Ok::<(), cognito_preflight::prediction::NoSuchAssumption>(())
    /// ```
    pub fn assume(&mut self, rule: &str, outcome: Outcome) -> Result<(), NoSuchAssumption> {
        let id = RuleId::named(rule).ok_or(NoSuchAssumption::Rule)?;
        if !id.rule().alternatives().contains(&outcome) {
            return Err(NoSuchAssumption::Outcome);
        }
        let answer = Answer::new(outcome, Certainty::Unknown, "an assumption");
        self.assumed.insert(id, answer);
        Ok(())
    }

    /// Says that a row of this pool was imported although this rule fails or skips it.
    pub fn contradict(&mut self, rule: RuleId, source: impl Into<String>) {
        self.contradicted.insert(rule, source.into());
    }

    /// Sets what is known of the threshold.
    pub fn set_threshold(&mut self, threshold: Threshold) {
        self.threshold = Some(threshold);
    }

    /// What is known of the threshold, beyond what is published.
    pub const fn threshold(&self) -> Option<&Threshold> {
        self.threshold.as_ref()
    }

    /// What a finding does to its row.
    pub(super) fn settle(&self, finding: &Finding, schema: &Schema) -> Settled<'_> {
        let rule = finding.rule.rule();
        if rule.is_known() {
            return if self.contradicted.contains_key(&finding.rule) {
                let possible = OutcomeSet::of(&[Outcome::Imported]).with(rule.assumed());
                Settled::Open(possible, rule.assumed())
            } else {
                Settled::AsTheRule
            };
        }
        if let Some(answer) = self.of(finding, schema) {
            return Settled::Known(answer);
        }
        match self.assumed.get(&finding.rule) {
            Some(answer) => Settled::Open(rule.outcomes(), answer.outcome),
            None => Settled::AsTheRule,
        }
    }

    /// Whether a job has shown that rows are imported where this rule about a file reports.
    pub(super) fn is_known_to_import(&self, rule: RuleId) -> bool {
        let answer = self.answers.get(&FindingKey::of_rule(rule));
        answer.is_some_and(|answer| answer.outcome == Outcome::Imported)
    }

    /// What jobs have taught about a finding.
    fn of(&self, finding: &Finding, schema: &Schema) -> Option<&Answer> {
        if self.answers.is_empty() && self.units.is_empty() {
            return None;
        }
        let key = FindingKey::of(finding, schema);
        match key.over_by {
            Some(over_by) => self.units.get(&(key.rule, over_by)),
            None => self.answers.get(&key),
        }
    }

    /// What was learned or assumed about this rule, in sentences for a person.
    pub fn sentences(&self, rule: RuleId) -> Vec<String> {
        let name = rule.rule().name;
        let mut sentences = Vec::new();
        let mut say = |what: &str, answer: &Answer| {
            let sentence = match answer.certainty {
                Certainty::Unknown => {
                    format!("{name}: {} is assumed, as was asked for", answer.outcome)
                }
                certainty => format!(
                    "{name}{what}: {} ({certainty} in {})",
                    answer.outcome, answer.source
                ),
            };
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        };
        for (key, answer) in self.answers.iter().filter(|(key, _)| key.rule == rule) {
            let what = [
                key.attribute.map(|attribute| attribute.as_str().to_owned()),
                key.because.clone(),
                key.parameter.clone(),
            ];
            let what: Vec<String> = what.into_iter().flatten().collect();
            let what = if what.is_empty() {
                String::new()
            } else {
                format!(" ({})", what.join(", "))
            };
            say(&what, answer);
        }
        for ((_, over_by), answer) in self.units.iter().filter(|((id, _), _)| *id == rule) {
            say(&format!(" (too long in {})", over_by.as_str()), answer);
        }
        if let Some(answer) = self.assumed.get(&rule) {
            say("", answer);
        }
        if let Some(source) = self.contradicted.get(&rule) {
            sentences.push(format!(
                "{name}: contradicted in {source}, where such a row was imported; it counts as not known"
            ));
        }
        sentences
    }

    /// The rules about which something was learned or assumed.
    pub fn rules(&self) -> Vec<RuleId> {
        let mut rules: Vec<RuleId> = self
            .answers
            .keys()
            .map(|key| key.rule)
            .chain(self.units.keys().map(|(rule, _)| *rule))
            .chain(self.assumed.keys().copied())
            .chain(self.contradicted.keys().copied())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}
