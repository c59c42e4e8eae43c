//! A single user, without a file around them.

use std::borrow::Cow;

use crate::{
    bug::narrow,
    engine::{
        Mode,
        fast_path::{Pass, is_unsuspicious},
        plan::Plan,
    },
    prediction::{RepairMade, UserStatus},
    record::Record,
    rules::{Facts, Finding, facts},
    schema::{ColumnId, limits},
    values::white_space,
};

use super::{
    RowShape,
    readings::{self, Readings, UNICODE_SPACE},
    repair::{Repaired, find_in_line, find_in_values, repair_until_stable},
};

/// What there is to report about one user.
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
    let mut uncleared = Vec::new();
    let cleared = clear(plan, record, &mut uncleared);
    if let Some(user_status) = cleared {
        let judged = RecordJudged {
            findings: Vec::new(),
            repairs: Vec::new(),
            values: None,
            user_status,
        };
        debug_assert!(
            judge_by_rules(plan, record, &plan.all_columns).is_unremarkable(),
            "the fast path cleared what a rule reports"
        );
        return judged;
    }
    let judged = judge_by_rules(plan, record, &uncleared);
    debug_assert_eq!(
        judged.findings,
        judge_by_rules(plan, record, &plan.all_columns).findings,
        "the fast path cleared what a rule reports"
    );
    judged
}

impl RecordJudged {
    fn is_unremarkable(&self) -> bool {
        self.findings.is_empty() && self.repairs.is_empty()
    }
}

/// Judges one user by the rules; those of values are asked about these columns.
fn judge_by_rules(plan: &Plan, record: &Record<'_>, columns: &[ColumnId]) -> RecordJudged {
    let count = plan.schema.columns().len();
    let written: Vec<&str> = plan
        .all_columns
        .iter()
        .map(|column| record.field(*column).unwrap_or_default())
        .collect();
    let mut values: Vec<Cow<'_, str>> = written.iter().copied().map(Cow::Borrowed).collect();
    let extra = record.values_after(count);
    let extra_are_blank = extra
        .iter()
        .all(|value| value.is_none_or(white_space::is_blank));
    let mut shape = RowShape::of_header(count);
    if !extra_are_blank || plan.options.mode == Mode::Check {
        shape.field_count += narrow(extra.len());
    }
    shape.extra_fields_are_blank = extra_are_blank;
    let Repaired {
        mut findings,
        repairs,
        ..
    } = repair_until_stable(
        plan,
        &plan.repairing,
        &mut values,
        shape,
        &[],
        columns.to_vec(),
    );
    find_in_line(plan, &values, &mut Vec::new(), &mut findings);
    if plan.options.mode == Mode::Check {
        read_both_ways(plan, &values, columns, shape, &mut findings);
    }
    let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_ref())).collect();
    let user_status = UserStatus::of(&Record::from_values(&borrowed), &plan.schema);
    let has_changed = values.iter().zip(&written).any(|(value, was)| value != was);
    RecordJudged {
        findings,
        repairs,
        values: has_changed.then(|| values.into_iter().map(Cow::into_owned).collect()),
        user_status,
    }
}

/// White space outside ASCII may be trimmed or not, and quotation marks may be data or not. As in a file,
/// that is reported only where it matters, and then beside what is found in the reading in which the
/// user may be imported.
fn read_both_ways(
    plan: &Plan,
    values: &[Cow<'_, str>],
    columns: &[ColumnId],
    shape: RowShape,
    findings: &mut Vec<Finding>,
) {
    let (spaces, kept): (Vec<Finding>, Vec<Finding>) = findings
        .iter()
        .partition(|finding| finding.rule == UNICODE_SPACE);
    let unquoted = readings::unquoted(values, &plan.schema);
    if spaces.is_empty() && unquoted.is_none() {
        return;
    }
    let find = |values: &[Cow<'_, str>]| {
        let mut found = Vec::new();
        find_in_values(plan, values, columns, shape, &mut found);
        find_in_line(plan, values, &mut Vec::new(), &mut found);
        found.retain(|finding| finding.rule != UNICODE_SPACE);
        found
    };
    let mut joined = Readings::new(kept, ());
    if !spaces.is_empty() {
        let trimmed: Vec<Cow<'_, str>> = values
            .iter()
            .map(|value| Cow::Borrowed(value.trim()))
            .collect();
        joined.add(plan, spaces, find(&trimmed), ());
    }
    if let Some((unquoted, because)) = unquoted {
        joined.add(plan, because, find(&unquoted), ());
    }
    (*findings, ()) = joined.finish();
}

/// Clears a user without asking a rule, or says which columns the rules must be asked about.
fn clear(plan: &Plan, record: &Record<'_>, uncleared: &mut Vec<ColumnId>) -> Option<UserStatus> {
    let mut pass = Pass::new(uncleared, true);
    let mut length = 0;
    let mut is_changed = false;
    for (place, scan) in plan.fast_path.columns().iter().enumerate() {
        let value = record.field(scan.column()).unwrap_or_default();
        // A comma may need a backslash.
        length += 2 * value.len() as u64 + 1;
        if value.is_empty() {
            let repairing = plan.repairing.columns().get(place);
            is_changed |= repairing.is_some_and(|one| one.fill.is_some() || one.set.is_some());
        } else if value.contains('\\') {
            // It may be one that cannot be written.
            pass.leave(scan, value);
        } else {
            let bytes = value.as_bytes();
            pass.look(scan, bytes, || value, false, is_unsuspicious(bytes));
        }
    }
    let seen = pass.finish();
    let has_columns_only = record.values_after(plan.schema.columns().len()).is_empty();
    // Of what was cleared, nothing has a line break or a backslash.
    let of_line = facts![
        TEXT,
        NO_CARRIAGE_RETURN,
        NO_BACKSLASH_AT_END,
        ONE_MEANING_OF_BACKSLASHES
    ]
    .union(Facts::SHORT_LINE.when(length <= limits::ROW_CHARACTERS))
    .union(Facts::FIELDS_OF_HEADER.when(has_columns_only));
    let proven = plan.fast_path.facts_of_row(&seen, of_line);
    (!is_changed && uncleared.is_empty() && plan.fast_path.clears_row(proven))
        .then(|| plan.fast_path.user_status(&seen))
}
