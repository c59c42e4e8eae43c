//! Columns that the `CSVHeader` does not have are left out.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-unknown-columns",
    fixes: &[RuleId::of("header-has-unexpected-column")],
    applicability: Applicability::OnRequest(Request::DropUnknownColumns),
    summary: "Columns that the CSVHeader does not have are left out.",
    explanation: "A column that the pool does not have is likely to fail the whole job. Its values never reach a user, but you may want them to: check whether the name is misspelled, or whether the attribute must first be added to the pool. The source file and the rejected file keep the column.",
    apply: Apply::File,
    examples: &[],
};
