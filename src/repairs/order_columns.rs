//! The columns are written in the order of the `CSVHeader`.

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "order-columns",
    fixes: &[],
    applicability: Applicability::Safe,
    summary: "The columns are written in the order of the CSVHeader.",
    explanation: "The order of the columns is free, so this fixes nothing by itself. It makes every cleaned file look like the template of its pool, so that they can be compared.",
    apply: Apply::File,
    examples: &[],
};
