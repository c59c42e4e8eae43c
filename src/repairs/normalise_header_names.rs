//! Column names in another spelling become those of the `CSVHeader`.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "normalise-header-names",
    fixes: &[
        RuleId::of("header-name-is-spelled-differently"),
        RuleId::of("header-name-has-white-space"),
        RuleId::of("header-name-in-quotation-marks"),
        RuleId::of("header-ends-in-empty-name"),
    ],
    applicability: Applicability::Safe,
    summary: "Column names in another spelling become those of the CSVHeader.",
    explanation: "Email, Given Name or a name with a space after it can mean only one column of the CSVHeader, so it is read as that column. Empty names at the end of the header are left out. A name that is merely similar is not guessed: give it with --rename.",
    apply: Apply::File,
    examples: &[],
};
