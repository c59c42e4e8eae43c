//! Puts a value where there is none.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "set-values",
    fixes: &[
        RuleId::of("required-attribute-missing"),
        RuleId::of("no-auto-verified-attribute-is-true"),
        RuleId::of("verified-flag-is-blank"),
        RuleId::of("mfa-enabled-is-blank"),
    ],
    applicability: Applicability::OnRequest(Request::Set),
    summary: "A blank or absent value becomes the one that --set gives for its column.",
    explanation: "--set locale=en writes en into every row whose locale is blank, or into all \
        rows where the file has no such column. A value that is there stays. Be sure before you \
        set email_verified=true: it says that each of these users can be reached at that \
        address, and so may reset the password there.",
    apply: Apply::File,
    examples: &[],
};
