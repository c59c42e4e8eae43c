//! The letters of a value become lower case where --lower-case names its column.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "lower-case",
    fixes: &[RuleId::of("username-already-exists")],
    applicability: Applicability::OnRequest(Request::LowerCase),
    summary: "The letters of a value become lower case where --lower-case names its column.",
    explanation: "Names that differ in their letter case are two users in a case-sensitive pool. --lower-case cognito:username makes one spelling of them; two rows may become the same user then, of which the second is rejected.",
    apply: Apply::File,
    examples: &[],
};
