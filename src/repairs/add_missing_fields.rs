//! A row with fewer fields than the header is completed with empty fields.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "add-missing-fields",
    fixes: &[RuleId::of("row-has-too-few-fields")],
    applicability: Applicability::Safe,
    summary: "A row with fewer fields than the header is completed with empty fields.",
    explanation: "Some programs leave out the empty fields at the end of a row. Written out, they mean the same. If one of them was required, its own rule reports it. A row with a backslash before a comma is completed only where `--from` names the dialect: in RFC 4180 that comma separates two fields, in Cognito’s dialect it does not, so a row that lacks a field may be in the other dialect.",
    apply: Apply::File,
    examples: &[],
};
