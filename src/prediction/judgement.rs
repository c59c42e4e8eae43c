//! What findings come to together: one outcome, what else is possible, and how sure that is.

use crate::{
    evidence::Certainty,
    outcome::{Outcome, OutcomeSet},
    rules::Finding,
    schema::Schema,
};

use super::{Learned, learned::Settled};

/// What is predicted for one row, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Judgement {
    /// What is predicted. Where it is not known, the assumed outcome.
    pub outcome: Outcome,
    /// Every outcome that is possible where it is not known, the predicted one included; otherwise
    /// empty.
    pub alternatives: OutcomeSet,
    /// How sure the prediction is.
    pub certainty: Certainty,
}

impl Judgement {
    /// A row about which there are no findings: it is imported.
    pub const IMPORTED: Self = Self::certain(Outcome::Imported, Certainty::Documented);

    const fn certain(outcome: Outcome, certainty: Certainty) -> Self {
        Self {
            outcome,
            alternatives: OutcomeSet::EMPTY,
            certainty,
        }
    }

    const fn assumed(outcome: Outcome, alternatives: OutcomeSet) -> Self {
        Self {
            outcome,
            alternatives,
            certainty: Certainty::Unknown,
        }
    }

    /// Joins what each finding leaves possible.
    ///
    /// Findings are independent claims: the row fails in every interpretation in which one of them
    /// makes it fail, whatever the others say. A row that both exists and breaks a rule may be skipped
    /// or may fail, because the order of the service's checks is not known.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::prediction::Judgement;
    ///
    /// let judgement = Judgement::join(&[]);
    /// assert_eq!(judgement, Judgement::IMPORTED);
    /// assert!(judgement.is_certain() && judgement.may_be_imported());
    /// ```
    pub fn join(findings: &[Finding]) -> Self {
        Self::join_by(findings, |_| Settled::AsTheRule)
    }

    /// The same, with what jobs have taught about what the rules leave open.
    pub fn join_with(findings: &[Finding], schema: &Schema, learned: &Learned) -> Self {
        Self::join_by(findings, |finding| learned.settle(finding, schema))
    }

    fn join_by<'l>(findings: &[Finding], settle: impl Fn(&Finding) -> Settled<'l>) -> Self {
        let mut possible = OutcomeSet::EMPTY;
        let mut surely_fails = None::<Certainty>;
        let mut surely_skipped = None::<Certainty>;
        let mut warned = Certainty::Documented;
        let mut is_assumed_to_fail = false;
        let mut is_assumed_skipped = false;
        for finding in findings {
            let rule = finding.rule.rule();
            let (known, open) = match settle(finding) {
                Settled::AsTheRule if rule.is_known() => {
                    (Some((rule.assumed(), finding.certainty())), None)
                }
                Settled::AsTheRule => (None, Some((rule.outcomes(), rule.assumed()))),
                Settled::Known(answer) => (Some((answer.outcome, answer.certainty)), None),
                Settled::Open(outcomes, assumed) => (None, Some((outcomes, assumed))),
            };
            match known {
                Some((Outcome::Failed | Outcome::NotCounted, certainty)) => {
                    surely_fails = surely_fails.max(Some(certainty));
                }
                Some((Outcome::Skipped, certainty)) => {
                    surely_skipped = surely_skipped.max(Some(certainty));
                }
                Some((Outcome::Imported, certainty)) => warned = warned.min(certainty),
                None => {}
            }
            if let Some((outcomes, assumed)) = open {
                possible = possible.union(outcomes);
                match assumed {
                    Outcome::Failed => is_assumed_to_fail = true,
                    Outcome::Skipped => is_assumed_skipped = true,
                    Outcome::Imported | Outcome::NotCounted => {}
                }
            }
        }
        let may_fail = possible.contains(Outcome::Failed);
        let may_be_skipped = possible.contains(Outcome::Skipped);
        let failed_or_skipped = OutcomeSet::of(&[Outcome::Failed, Outcome::Skipped]);
        match (surely_fails, surely_skipped) {
            (Some(certainty), None) if !may_be_skipped => Self::certain(Outcome::Failed, certainty),
            (Some(_), _) => Self::assumed(Outcome::Failed, failed_or_skipped),
            (None, Some(certainty)) if !may_fail => Self::certain(Outcome::Skipped, certainty),
            (None, Some(_)) if is_assumed_to_fail => {
                Self::assumed(Outcome::Failed, failed_or_skipped)
            }
            (None, Some(_)) => Self::assumed(Outcome::Skipped, failed_or_skipped),
            (None, None) if possible.is_empty() => Self::certain(Outcome::Imported, warned),
            (None, None) if is_assumed_to_fail => Self::assumed(Outcome::Failed, possible),
            (None, None) if is_assumed_skipped => Self::assumed(Outcome::Skipped, possible),
            (None, None) => Self::assumed(Outcome::Imported, possible),
        }
    }

    /// Whether only one outcome is possible.
    pub const fn is_certain(self) -> bool {
        self.alternatives.is_empty()
    }

    /// Whether the row is imported, or may be.
    pub const fn may_be_imported(self) -> bool {
        matches!(self.outcome, Outcome::Imported) || self.alternatives.contains(Outcome::Imported)
    }

    /// Whether both leave the same outcomes possible and predict the same one, however sure each is.
    pub(crate) fn predicts_the_same_as(self, other: Self) -> bool {
        (self.outcome, self.alternatives) == (other.outcome, other.alternatives)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Detail, RuleId};

    fn findings(names: &[&str]) -> Vec<Finding> {
        let finding = |name: &&str| Finding {
            rule: RuleId::named(name).unwrap(),
            column: None,
            detail: Detail::None,
        };
        names.iter().map(finding).collect()
    }

    #[test]
    fn a_row_that_exists_and_breaks_a_rule_is_skipped_or_fails() {
        let judgement =
            Judgement::join(&findings(&["username-missing", "username-already-exists"]));
        assert_eq!(judgement.outcome, Outcome::Failed);
        let alternatives: Vec<Outcome> = judgement.alternatives.iter().collect();
        assert_eq!(alternatives, [Outcome::Skipped, Outcome::Failed]);
        assert!(!judgement.is_certain() && !judgement.may_be_imported());
    }

    #[test]
    fn a_failure_that_is_certain_leaves_no_other_outcome() {
        for name in ["username-missing", "email-verified-without-email"] {
            let judgement = Judgement::join(&findings(&[name]));
            assert_eq!(judgement.outcome, Outcome::Failed, "{name}");
        }
        assert!(Judgement::join(&findings(&["username-missing"])).is_certain());
    }
}
