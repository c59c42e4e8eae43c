//! Completes a row that stops before the last column.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "add-missing-fields",
    fixes: &[RuleId::of("row-has-too-few-fields")],
    applicability: Applicability::Safe,
    summary: "A row that stops before the last column is completed with empty fields.",
    explanation: "Some programs leave out the empty fields at the end of a row. Empty, they say \
        the same as before: nothing. If one of them was needed, its own rule says so. A row with a \
        backslash before a comma is completed only where `--from` names the dialect: in RFC 4180 two \
        fields end there, in Cognito's none, and a row that lacks one may be a file in the other.",
    apply: Apply::File,
    examples: &[],
};
