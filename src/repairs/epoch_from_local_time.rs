//! A moment without a zone becomes seconds since 1970 where --time-zone says UTC.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "epoch-from-local-time",
    fixes: &[RuleId::of("number-is-malformed")],
    applicability: Applicability::OnRequest(Request::TimeZone),
    summary: "A moment without a zone becomes seconds since 1970 where --time-zone says UTC.",
    explanation: "Laravel and Rails write updated_at without a zone. --time-zone UTC says that these moments are UTC, as both frameworks have them unless they are told otherwise.",
    apply: Apply::File,
    examples: &[],
};
