//! A text that --null names becomes blank.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "blank-from-null-marker",
    fixes: &[RuleId::of("username-missing")],
    applicability: Applicability::OnRequest(Request::Null),
    summary: "A text that --null names becomes blank.",
    explanation: "Exports write NULL, \\\\N or NaN where there is no value. --null NULL,NaN makes exactly these texts blank, in every column and before anything else is done; --null common takes the usual ones. A value that only contains such a text stays.",
    apply: Apply::File,
    examples: &[],
};
