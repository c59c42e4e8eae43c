//! Counts that are kept while rows go by, in tables that need no search.

use crate::{
    outcome::Outcome,
    position::Position,
    prediction::{Judgement, UserStatus},
    repairs::{REPAIRS, RepairId},
    rules::{Finding, RULES, RuleId},
};

use super::{Counts, RuleCount, judge::Judged, plan::Plan};

/// The counts of a run so far.
#[derive(Debug)]
pub(crate) struct Tally {
    rules: Vec<RuleCount>,
    repairs: Vec<u64>,
    reset_required: u64,
    confirmed: u64,
    uncertain: u64,
    /// Imported rows that a cleaning rejects.
    pub(crate) held_back: u64,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            rules: vec![RuleCount::default(); RULES.len()],
            repairs: vec![0; REPAIRS.len()],
            reset_required: 0,
            confirmed: 0,
            uncertain: 0,
            held_back: 0,
        }
    }

    pub(crate) fn finding(&mut self, file: usize, position: Position, finding: Finding) {
        if let Some(count) = self.rules.get_mut(finding.rule.index()) {
            count.add(file, position, finding);
        }
    }

    pub(crate) fn repair(&mut self, repair: RepairId, times: u64) {
        if let Some(count) = self.repairs.get_mut(repair.index()) {
            *count += times;
        }
    }

    #[inline]
    pub(crate) const fn user(&mut self, status: UserStatus) {
        match status {
            UserStatus::ResetRequired => self.reset_required += 1,
            UserStatus::Confirmed => self.confirmed += 1,
        }
    }

    /// How many users need not reset a password.
    pub(crate) const fn confirmed(&self) -> u64 {
        self.confirmed
    }

    pub(crate) fn judgement(&mut self, judgement: Judgement) {
        let is_uncertain = judgement.outcome == Outcome::Imported && !judgement.is_certain();
        self.uncertain += u64::from(is_uncertain);
    }

    /// Adds the repairs that are counted by the chunk and not by the row.
    pub(crate) fn add_repairs(&mut self, plan: &Plan, judged: &Judged) {
        self.repair(
            const { RepairId::of("drop-extra-empty-fields") },
            judged.extra_fields_dropped,
        );
        self.repair(
            const { RepairId::of("add-missing-fields") },
            judged.missing_fields_added,
        );
        self.repair(const { RepairId::of("set-values") }, judged.values_set);
        self.repair(
            const { RepairId::of("convert-to-utf-8") },
            judged.decoded_otherwise,
        );
        if plan.options.mode == super::Mode::Clean {
            self.repair(
                const { RepairId::of("drop-blank-lines") },
                judged.blank_lines,
            );
        }
        for (column, times) in plan.repairing.columns().iter().zip(&judged.filled) {
            if let Some((repair, _)) = column.fill {
                self.repair(repair, *times);
            }
        }
    }

    /// The counts by rule, repair and status, of those that are not zero.
    pub(crate) fn into_counts(self) -> Counts {
        let mut counts = Counts {
            uncertain: self.uncertain,
            held_back: self.held_back,
            ..Counts::default()
        };
        for (id, count) in RuleId::all().zip(self.rules) {
            if count.findings > 0 {
                counts.rules.insert(id, count);
            }
        }
        for (id, times) in RepairId::all().zip(self.repairs) {
            if times > 0 {
                counts.repairs.insert(id, times);
            }
        }
        let statuses = [
            (UserStatus::ResetRequired, self.reset_required),
            (UserStatus::Confirmed, self.confirmed),
        ];
        counts
            .user_status
            .extend(statuses.into_iter().filter(|(_, users)| *users > 0));
        counts
    }
}
