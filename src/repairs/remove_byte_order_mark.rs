//! The byte order mark at the start of the file is left out.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-byte-order-mark",
    fixes: &[RuleId::of("byte-order-mark")],
    applicability: Applicability::Safe,
    summary: "The byte order mark at the start of the file is left out.",
    explanation: "Excel and Windows programs write three bytes before the first name to mark the file as UTF-8. They are not part of any value, but the import would read them as part of the first column’s name. The rejected file keeps its mark.",
    apply: Apply::File,
    examples: &[],
};
