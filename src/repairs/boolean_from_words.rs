//! A word that --true or --false names becomes true or false.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "boolean-from-words",
    fixes: &[
        RuleId::of("verified-flag-is-not-a-boolean"),
        RuleId::of("boolean-is-malformed"),
    ],
    applicability: Applicability::OnRequest(Request::True),
    summary: "A word that --true or --false names becomes true or false.",
    explanation: "--true ja,oui says which words mean true in the columns that are true or false, --true COLUMN=WORDS in one of them. The word present means any value that is not blank, as in a column with the moment of a confirmation.",
    apply: Apply::File,
    examples: &[],
};
