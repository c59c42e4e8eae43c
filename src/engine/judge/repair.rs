//! Values, repaired until no rule reports what a repair can fix.

use std::borrow::Cow;

use crate::{
    dialect::cognito::RowWriter,
    engine::plan::{Asked, Plan, Repairing},
    prediction::RepairMade,
    record::Record,
    repairs::RepairId,
    rules::{Detail, Facts, Field, Finding, RawRecord},
    schema::ColumnId,
    values::white_space,
};

use super::{
    RowShape,
    readings::{UNICODE_SPACE, has_unicode_space},
};

/// How often a row is looked at again after a repair. No two repairs undo each other, so this is
/// never reached; it bounds the work should that ever be wrong.
const MAX_ITERATIONS: usize = 8;

/// What there is to report about a row when nothing more can be repaired.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    pub(super) findings: Vec<Finding>,
    pub(super) repairs: Vec<RepairMade>,
    /// The columns of which a blank was filled.
    pub(super) filled: Vec<ColumnId>,
    /// The columns of which a blank became what the user set.
    pub(super) set: Vec<ColumnId>,
}

/// Asks the rules, repairs what they report, and asks again, until nothing changes. `decisive` are findings
/// that no repair takes away. The rules of values are asked about these columns, and about each that
/// changes.
pub(super) fn repair_until_stable(
    plan: &Plan,
    repairing: &Repairing,
    values: &mut [Cow<'_, str>],
    shape: RowShape,
    decisive: &[Finding],
    mut columns: Vec<ColumnId>,
) -> Repaired {
    let mut repaired = Repaired::default();
    for _ in 0..MAX_ITERATIONS {
        fill_blanks(plan, repairing, values, &mut columns, &mut repaired);
        repaired.findings.clear();
        repaired.findings.extend_from_slice(decisive);
        find_in_values(plan, values, &columns, shape, &mut repaired.findings);
        if !repair(plan, repairing, values, &mut columns, &mut repaired) {
            break;
        }
    }
    repaired
}

/// Puts what was set, or what a blank means, into the values that are blank.
fn fill_blanks(
    plan: &Plan,
    repairing: &Repairing,
    values: &mut [Cow<'_, str>],
    columns: &mut Vec<ColumnId>,
    repaired: &mut Repaired,
) {
    let of_plan = plan.schema.columns().iter().zip(repairing.columns());
    for (value, (column, repairing)) in values.iter_mut().zip(of_plan) {
        // A repair may have left a blank where there was none.
        if !white_space::is_blank(value) {
            continue;
        }
        let before = value.len();
        if let Some(set) = &repairing.set
            && !repaired.set.contains(&column.id)
        {
            *value = Cow::Owned(set.clone());
            repaired.set.push(column.id);
        }
        if let Some((_, meaning)) = repairing.fill
            && white_space::is_blank(value)
        {
            *value = Cow::Borrowed(meaning);
            if !repaired.filled.contains(&column.id) {
                repaired.filled.push(column.id);
            }
        }
        // No rule reports a blank, but a line break in one could not be written.
        if !value.is_empty() && white_space::is_blank(value) {
            *value = Cow::Borrowed("");
            let repair = const { RepairId::of("remove-surrounding-white-space") };
            repaired.repairs.push(RepairMade::new(repair, column.id));
        }
        if value.len() != before {
            ask_about(column.id, columns);
        }
    }
}

/// Rewrites the values that a finding is about; says whether any changed.
fn repair(
    plan: &Plan,
    repairing: &Repairing,
    values: &mut [Cow<'_, str>],
    columns: &mut Vec<ColumnId>,
    repaired: &mut Repaired,
) -> bool {
    let Repaired {
        findings, repairs, ..
    } = repaired;
    let mut changed = false;
    let of_plan = plan.schema.columns().iter().zip(repairing.columns());
    for (value, (column, repairing)) in values.iter_mut().zip(of_plan) {
        let better = repairing.rewrite(column.id, findings, value, &plan.options.repairs, |id| {
            repairs.push(RepairMade::new(id, column.id));
        });
        if let Some(better) = better {
            *value = Cow::Owned(better);
            ask_about(column.id, columns);
            changed = true;
        }
    }
    changed
}

/// Adds a column to those of which the rules are asked, in their order.
fn ask_about(column: ColumnId, columns: &mut Vec<ColumnId>) {
    if let Err(place) = columns.binary_search(&column) {
        columns.insert(place, column);
    }
}

/// Asks the rules about the values of these columns and about the row, and notes white space that may
/// or may not be trimmed.
pub(super) fn find_in_values(
    plan: &Plan,
    values: &[Cow<'_, str>],
    columns: &[ColumnId],
    shape: RowShape,
    findings: &mut Vec<Finding>,
) {
    let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_ref())).collect();
    let record = Record::from_values(&borrowed);
    let row = shape.row(record, &plan.schema);
    let asked = Asked {
        columns,
        proven: Facts::NONE,
    };
    plan.find_in_row(&row, asked, findings);
    for id in columns {
        let (Some(column), Some(value)) = (plan.schema.column(*id), record.field(*id)) else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        plan.find_in_writing(&Field::new(value, column, &plan.schema), findings);
        if has_unicode_space(value) {
            findings.push(Finding {
                rule: UNICODE_SPACE,
                column: Some(*id),
                detail: Detail::None,
            });
        }
    }
}

/// Appends the row as a line of Cognito's dialect, without its line end, and asks the rules about
/// that line.
pub(super) fn find_in_line(
    plan: &Plan,
    values: &[Cow<'_, str>],
    lines: &mut Vec<u8>,
    findings: &mut Vec<Finding>,
) {
    let start = lines.len();
    let mut writer = RowWriter::new(lines);
    for value in values {
        writer.field(value);
    }
    let reading = RawRecord {
        line: lines
            .get(start..)
            .and_then(|line| std::str::from_utf8(line).ok()),
        as_cognito: true,
        ..RawRecord::default()
    };
    plan.find_in_reading(&reading, Facts::NONE, findings);
}
