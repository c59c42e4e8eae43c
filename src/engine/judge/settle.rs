//! Values, repaired until no rule speaks that a repair can mend.

use crate::{
    dialect::cognito,
    engine::{Mode, plan::Plan},
    prediction::RepairMade,
    record::Record,
    repairs::RepairId,
    rules::{Detail, Field, Finding, RawRecord, RuleId},
    values::white_space,
};

use super::RowShape;

/// How often a row is looked at again after a repair. No two repairs undo each other, so this is
/// never reached; it bounds the work should that ever be wrong.
const MAX_ROUNDS: usize = 8;

/// What is left to say about a row when nothing more can be repaired.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) findings: Vec<Finding>,
    pub(super) repairs: Vec<RepairMade>,
    /// For each column, whether a blank was filled.
    pub(super) filled: Vec<bool>,
    /// How many blanks became what the user set.
    pub(super) values_set: u64,
}

/// Asks the rules, repairs what they speak about, and asks again, until nothing changes.
pub(super) fn settle(
    plan: &Plan,
    values: &mut [String],
    shape: RowShape,
    decisive: &[Finding],
) -> Settled {
    let mut settled = Settled {
        findings: Vec::new(),
        repairs: Vec::new(),
        filled: vec![false; values.len()],
        values_set: 0,
    };
    let mut is_set = vec![false; values.len()];
    for _ in 0..MAX_ROUNDS {
        for ((((value, filled), is_set), plan_of_column), column) in values
            .iter_mut()
            .zip(&mut settled.filled)
            .zip(&mut is_set)
            .zip(&plan.columns)
            .zip(plan.schema.columns())
        {
            // A repair may have left a blank where there was none.
            if !white_space::is_blank(value) {
                continue;
            }
            if let Some(set) = &plan_of_column.set
                && !std::mem::replace(is_set, true)
            {
                value.clone_from(set);
                settled.values_set += 1;
            }
            if let Some((_, meaning)) = plan_of_column.fill
                && white_space::is_blank(value)
            {
                meaning.clone_into(value);
                *filled = true;
            }
            // No rule speaks about a blank, but a line break in one could not be written.
            let cleans = plan.options.mode == Mode::Clean;
            if cleans && !value.is_empty() && white_space::is_blank(value) {
                value.clear();
                let repair = const { RepairId::of("remove-surrounding-white-space") };
                settled.repairs.push(RepairMade::new(repair, column.id));
            }
        }
        settled.findings.clear();
        settled.findings.extend_from_slice(decisive);
        find_in_values(plan, values, shape, &mut settled.findings);
        let mut changed = false;
        for (value, column) in values.iter_mut().zip(plan.schema.columns()) {
            let repairs = &mut settled.repairs;
            let better = plan.repair_field(column.id, &settled.findings, value.clone(), |repair| {
                repairs.push(RepairMade::new(repair, column.id));
            });
            if let Some(better) = better {
                *value = better;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    settled
}

/// Asks the rules about values, and notes white space that may or may not be trimmed.
pub(super) fn find_in_values(
    plan: &Plan,
    values: &[String],
    shape: RowShape,
    findings: &mut Vec<Finding>,
) {
    let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
    let row = shape.row(Record::from_values(&borrowed), &plan.schema);
    plan.find_in_row(&row, findings);
    for (value, column) in values.iter().zip(plan.schema.columns()) {
        if value.is_empty() {
            continue;
        }
        let field = Field::new(value, column, &plan.schema);
        plan.find_in_writing(&field, findings);
        if !value.is_ascii() {
            let trimmed = white_space::trim(value);
            if trimmed.trim().len() != trimmed.len() {
                findings.push(Finding {
                    rule: const { RuleId::of("unicode-space-around-value") },
                    column: Some(column.id),
                    detail: Detail::None,
                });
            }
        }
    }
}

/// Appends the row as a line of Cognito's dialect, without its line end, and asks the rules about
/// that line.
pub(super) fn find_in_line(
    plan: &Plan,
    values: &[String],
    lines: &mut Vec<u8>,
    findings: &mut Vec<Finding>,
) {
    let start = lines.len();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            lines.push(b',');
        }
        cognito::write_field(value, lines);
    }
    let line = lines.get(start..).unwrap_or_default();
    let reading = RawRecord {
        line: std::str::from_utf8(line).ok(),
        as_cognito: true,
        ..RawRecord::default()
    };
    plan.find_in_reading(&reading, findings);
}
