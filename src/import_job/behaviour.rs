//! What the served importer does where the real one's behaviour is not known outside AWS.
//!
//! All of it is here. Rows follow the rules of this crate, each of which names its decision
//! ([`crate::evidence::unknowns`]): where a rule leaves several outcomes open the worst one
//! happens, unless [`Behaviour::assume`] says otherwise.

use super::Counts;
use crate::{
    outcome::Outcome,
    prediction::{OBSERVED_TOO_MANY, Verdict},
    rules::{Finding, RuleId},
};

/// The order of the columns that GetCSVHeader answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum HeaderOrder {
    /// As older pools and every sample of AWS have it, custom attributes after `updated_at`
    /// (GUIDE, DEVTO, SYNCER).
    #[default]
    Older,
    /// As pools have it that were seen from 2025 on, custom attributes between `zoneinfo` and
    /// `locale` (MWARNER, YHAY).
    Newer,
}

/// A share of the rows, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Share {
    /// The number above the line.
    pub of: u64,
    /// The number below the line.
    pub all: u64,
}

impl Share {
    /// A share such as 32 of 46.
    pub const fn new(of: u64, all: u64) -> Self {
        Self { of, all }
    }

    /// Whether `part` of `whole` is at least this share, and more than nothing.
    fn is_reached_by(self, part: u64, whole: u64) -> bool {
        part > 0
            && u128::from(part) * u128::from(self.all) >= u128::from(self.of) * u128::from(whole)
    }
}

/// What the served importer does where the real one's behaviour is not known.
///
/// # Example
///
/// ```
/// use cognito_preflight::{import_job::{Behaviour, Share}, outcome::Outcome};
///
/// let mut behaviour = Behaviour::default();
/// // One row that is not imported fails the job.
/// behaviour.too_many = Share::new(0, 1);
/// // A taken alias moves to the imported user.
/// behaviour.assume("alias-already-taken", Outcome::Imported)?;
/// # Ok::<(), cognito_preflight::import_job::UnknownAssumption>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question about the service that is not answered"
)]
pub struct Behaviour {
    /// From which share of skipped and failed rows on the job fails with “Too many users …”. A job
    /// that imports no user fails in any case. The default is 32 of 46, the only share that was seen
    /// to fail a job that imported users (I9; decision `threshold-of-too-many`).
    pub too_many: Share,
    /// Whether a file without any user fails the job. Not known; by default it does, the
    /// worse of the two.
    pub empty_file_fails: bool,
    /// The order of GetCSVHeader's columns.
    pub header_order: HeaderOrder,
    /// Whether GetCSVHeader lists `password_hash`, as it does for eligible pools (GUIDE). Which
    /// pools are eligible is not known; by default all are. It is the last, as in the guide's
    /// sample.
    pub password_hash_column: bool,
    /// Whether a file must have the `password_hash` column also where its job names no algorithm. By
    /// default it need not: the guide demands the column of a job with an algorithm (GUIDE), and
    /// files made for the older template still have to pass.
    pub password_hash_column_required: bool,
    /// Whether a job that fails as a whole, as for its header, fails and counts each row. Whether the
    /// service's own does is not known (decision `counters-of-a-failed-job`); otherwise it logs and counts
    /// no row.
    pub failed_job_counts_rows: bool,
    /// Whether USER_SRP_AUTH of a user who must reset the password is refused with
    /// InvalidParameterException, as three reports of 2019 and 2020 have it. By default it is refused as
    /// every other flow, which is documented without an exception.
    pub srp_of_reset_required_is_invalid: bool,
    /// Whether USER_SRP_AUTH of a user who was imported with a hash, and has not signed in with the
    /// password since, is answered by a challenge that no answer can meet. No hash that is imported can be
    /// turned into what SRP needs, and what the service does is not documented; by default such a user is
    /// refused at once, so that a rehearsal shows it where it happens.
    pub srp_of_imported_hash_is_challenged: bool,
    /// How many codes for another password a user may ask for within an hour. From 5 to 20 are documented,
    /// by a risk that is not described; by default 5, so that a rehearsal meets the limit.
    pub codes_per_hour: usize,
    /// How many wrong codes may be tried before the next is refused unseen. The number is not documented; by
    /// default 5, as of wrong passwords.
    pub wrong_codes: u32,
    assumptions: Vec<(RuleId, Outcome)>,
}

impl Default for Behaviour {
    fn default() -> Self {
        let (of, all) = OBSERVED_TOO_MANY;
        Self {
            too_many: Share::new(of, all),
            empty_file_fails: true,
            header_order: HeaderOrder::default(),
            password_hash_column: true,
            password_hash_column_required: false,
            failed_job_counts_rows: true,
            srp_of_reset_required_is_invalid: false,
            srp_of_imported_hash_is_challenged: false,
            codes_per_hour: 5,
            wrong_codes: 5,
            assumptions: Vec::new(),
        }
    }
}

/// An assumption that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownAssumption {
    /// There is no such rule.
    #[error("there is no rule of this name")]
    Rule,
    /// What follows from the rule is known, or the outcome is none of its alternatives.
    #[error("the rule does not leave this outcome open")]
    Outcome,
}

impl Behaviour {
    /// Decides what happens to a row where a rule fires that leaves several outcomes open.
    ///
    /// # Errors
    ///
    /// [`UnknownAssumption`] where there is no such rule, or where it does not leave this outcome
    /// open.
    pub fn assume(&mut self, rule: &str, outcome: Outcome) -> Result<(), UnknownAssumption> {
        let id = RuleId::named(rule).ok_or(UnknownAssumption::Rule)?;
        if !id.rule().alternatives().contains(&outcome) {
            return Err(UnknownAssumption::Outcome);
        }
        self.assumptions.retain(|(other, _)| *other != id);
        self.assumptions.push((id, outcome));
        Ok(())
    }

    /// What happens to a row.
    pub(crate) fn outcome(&self, verdict: &Verdict<'_>) -> Outcome {
        if self.assumptions.is_empty() || verdict.judgement.alternatives.is_empty() {
            return verdict.judgement.outcome;
        }
        let outcomes = || verdict.findings.iter().map(|one| self.outcome_of(*one));
        [Outcome::Failed, Outcome::Skipped, Outcome::NotCounted]
            .into_iter()
            .find(|outcome| outcomes().any(|other| other == *outcome))
            .unwrap_or(Outcome::Imported)
    }

    /// What a finding alone does to its row.
    pub(crate) fn outcome_of(&self, finding: Finding) -> Outcome {
        self.assumptions
            .iter()
            .find(|(rule, _)| *rule == finding.rule)
            .map_or_else(|| finding.rule.rule().assumed(), |(_, outcome)| *outcome)
    }

    /// Whether a job with these counts succeeds.
    pub(crate) fn succeeds(&self, counts: Counts) -> bool {
        if counts.rows() == 0 {
            return !self.empty_file_fails;
        }
        let not_imported = counts.skipped.saturating_add(counts.failed);
        counts.imported > 0 && !self.too_many.is_reached_by(not_imported, counts.rows())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(imported: u64, skipped: u64, failed: u64) -> Counts {
        Counts {
            imported,
            skipped,
            failed,
        }
    }

    #[test]
    fn jobs_end_as_the_published_ones_did() {
        let behaviour = Behaviour::default();
        assert!(behaviour.succeeds(counts(5, 0, 0)));
        // I9, GUIDE and CLI.
        assert!(!behaviour.succeeds(counts(14, 0, 32)));
        assert!(!behaviour.succeeds(counts(0, 0, 5)));
        assert!(!behaviour.succeeds(counts(0, 1, 0)));
        assert!(!behaviour.succeeds(counts(0, 0, 0)));
        assert!(behaviour.succeeds(counts(15, 0, 31)));
    }

    #[test]
    fn the_threshold_can_be_any_share() {
        let mut behaviour = Behaviour {
            too_many: Share::new(0, 1),
            ..Behaviour::default()
        };
        assert!(!behaviour.succeeds(counts(999_999, 1, 0)));
        assert!(behaviour.succeeds(counts(999_999, 0, 0)));
        behaviour.too_many = Share::new(1, 1);
        assert!(behaviour.succeeds(counts(1, 5, 999)));
        assert!(!behaviour.succeeds(counts(0, 0, 1)));
    }

    #[test]
    fn only_what_is_open_can_be_assumed() {
        let mut behaviour = Behaviour::default();
        assert_eq!(
            behaviour.assume("no-such-rule", Outcome::Failed),
            Err(UnknownAssumption::Rule)
        );
        assert_eq!(
            behaviour.assume("username-already-exists", Outcome::Failed),
            Err(UnknownAssumption::Outcome)
        );
        behaviour
            .assume("alias-already-taken", Outcome::Imported)
            .unwrap();
    }
}
