//! A column of the file is used a second time, as --copy says.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "copy-columns",
    fixes: &[RuleId::of("column-missing"), RuleId::of("username-missing")],
    applicability: Applicability::OnRequest(Request::Copy),
    summary: "A column of the file is used a second time, as --copy says.",
    explanation: "--copy email=cognito:username reads the column email as cognito:username, too. Its values are judged as those of both columns.",
    apply: Apply::File,
    examples: &[],
};
