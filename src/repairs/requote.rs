//! Writes quoted or otherwise delimited values in Cognito's own dialect.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "requote",
    fixes: &[
        RuleId::of("header-name-in-quotation-marks"),
        RuleId::of("quotation-mark-at-start-of-value"),
        RuleId::of("row-has-too-many-fields"),
    ],
    applicability: Applicability::Safe,
    summary: "Quoted values are written without quotes, with a backslash before each comma.",
    explanation: "Spreadsheets put a value that holds a comma in quotation marks, and some \
        separate fields by a tab or a semicolon. The import knows neither: it splits at every \
        comma that has no backslash before it. The values stay the same. One that this dialect \
        cannot write, with a line break or a final backslash, sets its row aside.",
    apply: Apply::File,
    examples: &[],
};
