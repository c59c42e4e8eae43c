//! A single user, without a file around them.

use crate::{
    engine::{
        Mode,
        gate::{Facts, Gate, is_unsuspicious},
        plan::Plan,
    },
    prediction::{Judgement, RepairMade, UserStatus},
    record::Record,
    rules::{Finding, RuleId},
    schema::limits,
    values::white_space,
};

use super::{
    RowShape, narrow,
    settle::{find_in_line, find_in_values, settle},
};

/// What is to be said about one user.
#[derive(Debug)]
pub(crate) struct RecordJudged {
    pub(crate) findings: Vec<Finding>,
    pub(crate) repairs: Vec<RepairMade>,
    /// The values after the repairs, where any changed.
    pub(crate) values: Option<Vec<String>>,
    pub(crate) user_status: UserStatus,
}

/// Judges one user by everything that needs neither other users nor a file.
pub(crate) fn judge_record(plan: &Plan, record: &Record<'_>) -> RecordJudged {
    if let Some(user_status) = clear(plan, record) {
        return RecordJudged {
            findings: Vec::new(),
            repairs: Vec::new(),
            values: None,
            user_status,
        };
    }
    let columns = plan.schema.columns();
    let written: Vec<&str> = columns
        .iter()
        .map(|column| record.field(column.id).unwrap_or_default())
        .collect();
    let mut values: Vec<String> = written.iter().map(|value| (*value).to_owned()).collect();
    let extra = record.values_after(columns.len());
    let extra_are_blank = extra
        .iter()
        .all(|value| value.is_none_or(white_space::is_blank));
    let drops_extra = !extra.is_empty() && extra_are_blank && plan.options.mode == Mode::Clean;
    let count = narrow(columns.len());
    let shape = RowShape {
        field_count: if drops_extra {
            count
        } else {
            count + narrow(extra.len())
        },
        header_count: count,
        extra_fields_are_blank: extra_are_blank,
    };
    let mut settled = settle(plan, &mut values, shape, &[]);
    find_in_line(plan, &values, &mut Vec::new(), &mut settled.findings);
    if plan.options.mode == Mode::Check {
        read_both_ways(plan, &values, shape, &mut settled.findings);
    }
    let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
    let user_status = UserStatus::of(&Record::from_values(&borrowed), &plan.schema);
    let has_changed = values
        .iter()
        .zip(&written)
        .any(|(value, written)| value.as_str() != *written);
    RecordJudged {
        findings: settled.findings,
        repairs: settled.repairs,
        values: has_changed.then_some(values),
        user_status,
    }
}

/// White space outside ASCII may be trimmed or not. As in a file, that is told only where it matters,
/// and then beside what is found in the reading in which the user may live.
fn read_both_ways(plan: &Plan, values: &[String], shape: RowShape, findings: &mut Vec<Finding>) {
    let space = const { RuleId::of("unicode-space-around-value") };
    let (spaces, kept): (Vec<Finding>, Vec<Finding>) =
        findings.iter().partition(|finding| finding.rule == space);
    if spaces.is_empty() {
        return;
    }
    let trimmed: Vec<String> = values.iter().map(|value| value.trim().to_owned()).collect();
    let mut other = Vec::new();
    find_in_values(plan, &trimmed, shape, &mut other);
    find_in_line(plan, &trimmed, &mut Vec::new(), &mut other);
    let judgement = Judgement::join(&kept);
    let other_judgement = Judgement::join(&other);
    *findings = if judgement.predicts_the_same_as(other_judgement) && judgement.is_certain() {
        kept
    } else if other_judgement.may_be_imported() && !judgement.may_be_imported() {
        [spaces, other].concat()
    } else {
        [spaces, kept].concat()
    };
}

/// Clears a user without asking a rule, or says that the rules must be asked.
fn clear(plan: &Plan, record: &Record<'_>) -> Option<UserStatus> {
    if !record.values_after(plan.schema.columns().len()).is_empty() {
        return None;
    }
    let mut facts = Facts::default();
    let mut length = 0;
    let columns = plan.schema.columns().iter().zip(&plan.columns);
    for ((column, column_plan), gate) in columns.zip(plan.gate.columns()) {
        let value = record.field(column.id).unwrap_or_default();
        // A comma may need a backslash.
        length += 2 * value.len() as u64 + 1;
        if value.is_empty() {
            let is_filled = column_plan.fill.is_some() || column_plan.set.is_some();
            if is_filled && plan.options.mode == Mode::Clean {
                return None;
            }
        } else if !is_unsuspicious(value.as_bytes())
            || value.contains('\\')
            || !Gate::clears(gate, value, false, &mut facts)
        {
            return None;
        }
    }
    (length <= limits::ROW_CHARACTERS && plan.gate.clears_row(&facts)).then(|| {
        if plan.gate.confirms(&facts) {
            UserStatus::Confirmed
        } else {
            UserStatus::ResetRequired
        }
    })
}
