//! Every value of a column becomes the one that --override gives.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "override-values",
    fixes: &[RuleId::of("no-auto-verified-attribute-is-true")],
    applicability: Applicability::OnRequest(Request::Override),
    summary: "Every value of a column becomes the one that --override gives.",
    explanation: "--override locale=en writes en into every row, whatever is there. --set fills blanks only, and is the safer of the two.",
    apply: Apply::File,
    examples: &[],
};
