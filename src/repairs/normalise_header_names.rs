//! Writes the names of the columns as the CSVHeader has them.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "normalise-header-names",
    fixes: &[
        RuleId::of("header-name-in-other-letter-case"),
        RuleId::of("header-name-has-white-space"),
        RuleId::of("header-name-in-quotation-marks"),
        RuleId::of("header-ends-in-empty-name"),
    ],
    applicability: Applicability::Safe,
    summary: "Column names in another letter case or spacing become those of the CSVHeader.",
    explanation: "Email, Given Name or a name with a space behind it can mean one column of the \
        CSVHeader only, so that column it is. Empty names that only end the line are left out. A \
        name that is merely similar is not guessed at: give it with --rename.",
    apply: Apply::File,
    examples: &[],
};
