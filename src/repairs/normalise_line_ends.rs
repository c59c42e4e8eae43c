//! Ends each line with a line feed.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "normalise-line-ends",
    fixes: &[RuleId::of("line-ends-are-carriage-returns")],
    applicability: Applicability::Safe,
    summary: "Each line of the cleaned file ends in a line feed, the last one too.",
    explanation: "The files that AWS's own tools write end their lines in a line feed. A \
        carriage return before it, as Windows writes it, or one in its place belongs to no \
        value. Line breaks inside a quoted value are another matter: see newlines-to-space.",
    apply: Apply::File,
    examples: &[],
};
