//! Each line of the cleaned file ends in a line feed, including the last.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "normalise-line-ends",
    fixes: &[RuleId::of("line-ends-are-carriage-returns")],
    applicability: Applicability::Safe,
    summary: "Each line of the cleaned file ends in a line feed, including the last.",
    explanation: "The files that AWS’s own tools write end their lines in a line feed. A carriage return before it, as Windows writes it, or in its place belongs to no value. For line breaks inside a quoted value see newlines-to-space.",
    apply: Apply::File,
    examples: &[],
};
