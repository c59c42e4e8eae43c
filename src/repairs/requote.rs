//! Writes quoted or otherwise delimited values in Cognito's own dialect.

use crate::rules::{
    header::HEADER_NAME_IN_QUOTATION_MARKS,
    line::{QUOTATION_MARK_AT_START_OF_VALUE, ROW_HAS_TOO_MANY_FIELDS},
};

use super::{Applicability, Apply, Repair};

/// Writes quoted or otherwise delimited values in Cognito's own dialect.
pub static REQUOTE: Repair = Repair {
    name: "requote",
    mends: &[
        &HEADER_NAME_IN_QUOTATION_MARKS,
        &QUOTATION_MARK_AT_START_OF_VALUE,
        &ROW_HAS_TOO_MANY_FIELDS,
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
