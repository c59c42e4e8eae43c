//! Leaves columns out that the CSVHeader does not have.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "drop-unknown-columns",
    fixes: &[RuleId::of("header-has-unexpected-column")],
    applicability: Applicability::OnRequest(Request::DropUnknownColumns),
    summary: "Columns that the CSVHeader does not have are left out.",
    explanation: "A column that the pool does not know is likely to fail the whole job. What stands in it \
        reaches no user either way, but you may have meant it to: look whether the name is \
        misspelled or the attribute is still to be made before you leave it out. The source file \
        and the rejected file keep it.",
    apply: Apply::File,
    examples: &[],
};
