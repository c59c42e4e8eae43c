//! Leaves lines out that hold nothing.

use crate::rules::{header::BLANK_LINE_BEFORE_HEADER, line::LINE_IS_BLANK};

use super::{Applicability, Apply, Repair};

/// Leaves lines out that hold nothing.
pub static DROP_BLANK_LINES: Repair = Repair {
    name: "drop-blank-lines",
    mends: &[&LINE_IS_BLANK, &BLANK_LINE_BEFORE_HEADER],
    applicability: Applicability::Safe,
    summary: "Lines that hold nothing but white space are left out.",
    explanation: "A blank line is no user. Whether the import passes over it or counts it as a \
        row that fails is not known; before the header it would be taken for the names. Without \
        it there is no question. It counts neither as cleaned nor as rejected.",
    apply: Apply::File,
    examples: &[],
};
