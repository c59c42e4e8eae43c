//! Blank lines are left out.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-blank-lines",
    fixes: &[
        RuleId::of("line-is-blank"),
        RuleId::of("blank-line-before-header"),
    ],
    applicability: Applicability::Safe,
    summary: "Blank lines are left out.",
    explanation: "A blank line is not a user. Whether the import skips it or counts it as a row that fails is not known; before the header it would be read as the header. Without it there is no question. It counts neither as cleaned nor as rejected.",
    apply: Apply::File,
    examples: &[],
};
