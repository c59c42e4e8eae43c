//! Leaves lines out that hold nothing.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-blank-lines",
    fixes: &[
        RuleId::of("line-is-blank"),
        RuleId::of("blank-line-before-header"),
    ],
    applicability: Applicability::Safe,
    summary: "Lines that hold nothing but white space are left out.",
    explanation: "A blank line is no user. Whether the import passes over it or counts it as a \
        row that fails is not known; before the header it would be taken for the names. Without \
        it there is no question. It counts neither as cleaned nor as rejected.",
    apply: Apply::File,
    examples: &[],
};
