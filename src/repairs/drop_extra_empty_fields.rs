//! Leaves fields out that stand beyond the header and hold nothing.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-extra-empty-fields",
    fixes: &[RuleId::of("row-has-extra-empty-fields")],
    applicability: Applicability::Safe,
    summary: "Empty fields beyond the last column are left out.",
    explanation: "Spreadsheets end rows in commas where cells once were. The fields behind them \
        hold nothing and belong to no column. A row with anything in such a field is set aside \
        instead, since its values may have slipped into the wrong columns.",
    apply: Apply::File,
    examples: &[],
};
