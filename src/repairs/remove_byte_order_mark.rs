//! Leaves the byte order mark out of the file.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-byte-order-mark",
    fixes: &[RuleId::of("byte-order-mark")],
    applicability: Applicability::Safe,
    summary: "The byte order mark at the start of the file is left out.",
    explanation: "Excel and Windows programs write three bytes before the first name to say that \
        the file is UTF-8. They are no part of any value, but the import would take them for a \
        part of the first column's name. The rejected file keeps its mark.",
    apply: Apply::File,
    examples: &[],
};
