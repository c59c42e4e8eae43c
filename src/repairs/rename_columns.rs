//! A column of the file gets the name that --rename gives it.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "rename-columns",
    fixes: &[
        RuleId::of("header-has-unexpected-column"),
        RuleId::of("column-missing"),
    ],
    applicability: Applicability::OnRequest(Request::Rename),
    summary: "A column of the file gets the name that --rename gives it.",
    explanation: "--rename mail=email reads the column mail as email. The file does not say which of its columns means which column of the pool, so only you can. The values are then judged as those of the new column.",
    apply: Apply::File,
    examples: &[],
};
