//! Empty fields after the last column are left out.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-extra-empty-fields",
    fixes: &[RuleId::of("row-has-extra-empty-fields")],
    applicability: Applicability::Safe,
    summary: "Empty fields after the last column are left out.",
    explanation: "Spreadsheets end rows in commas where cells once were. The fields after them are empty and belong to no column. A row with text in such a field is rejected instead, because its values may be in the wrong columns.",
    apply: Apply::File,
    examples: &[],
};
