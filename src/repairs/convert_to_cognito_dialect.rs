//! Quoted values are written without quotes, with a backslash before each comma.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "convert-to-cognito-dialect",
    fixes: &[
        RuleId::of("header-name-in-quotation-marks"),
        RuleId::of("quotation-mark-at-start-of-value"),
        RuleId::of("row-has-too-many-fields"),
    ],
    applicability: Applicability::Safe,
    summary: "Quoted values are written without quotes, with a backslash before each comma.",
    explanation: "Spreadsheets put a value with a comma in quotation marks, and some separate fields by a tab or a semicolon. The import supports neither: it splits at every comma that has no backslash before it. The values stay the same. A value that this dialect cannot hold, such as one with a line break or a final backslash, has its row rejected.",
    apply: Apply::File,
    examples: &[],
};
