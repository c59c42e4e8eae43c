//! A blank or absent value becomes the one that --set gives for its column.

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
    explanation: "--set locale=en writes en into every row whose locale is blank, or into all rows where the file has no such column. An existing value stays. Be sure before you set email_verified=true: it says that each of these users can be reached at that address, and so can reset the password there.",
    apply: Apply::File,
    examples: &[],
};
