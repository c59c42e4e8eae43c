//! Writes the names of the columns as the CSVHeader has them.

use crate::rules::header::{
    HEADER_ENDS_IN_EMPTY_NAME, HEADER_NAME_HAS_WHITE_SPACE, HEADER_NAME_IN_OTHER_LETTER_CASE,
    HEADER_NAME_IN_QUOTATION_MARKS,
};

use super::{Applicability, Apply, Repair};

/// Writes the names of the columns as the CSVHeader has them.
pub static NORMALISE_HEADER_NAMES: Repair = Repair {
    name: "normalise-header-names",
    mends: &[
        &HEADER_NAME_IN_OTHER_LETTER_CASE,
        &HEADER_NAME_HAS_WHITE_SPACE,
        &HEADER_NAME_IN_QUOTATION_MARKS,
        &HEADER_ENDS_IN_EMPTY_NAME,
    ],
    applicability: Applicability::Safe,
    summary: "Column names in another letter case or spacing become those of the CSVHeader.",
    explanation: "Email, Given Name or a name with a space behind it can mean one column of the \
        CSVHeader only, so that column it is. Empty names that only end the line are left out. A \
        name that is merely similar is not guessed at: give it with --rename.",
    apply: Apply::File,
    examples: &[],
};
