//! Completes a row that stops before the last column.

use crate::rules::line::ROW_HAS_TOO_FEW_FIELDS;

use super::{Applicability, Apply, Repair};

/// Completes a row that stops before the last column.
pub static ADD_MISSING_FIELDS: Repair = Repair {
    name: "add-missing-fields",
    mends: &[&ROW_HAS_TOO_FEW_FIELDS],
    applicability: Applicability::Safe,
    summary: "A row that stops before the last column is completed with empty fields.",
    explanation: "Some programs leave out the empty fields at the end of a row. Empty, they say \
        the same as before: nothing. If one of them was needed, its own rule says so.",
    apply: Apply::File,
    examples: &[],
};
