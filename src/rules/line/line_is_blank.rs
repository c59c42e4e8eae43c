//! The line holds nothing but white space.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// The line holds nothing but white space.
pub static LINE_IS_BLANK: Rule = Rule {
    name: "line-is-blank",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BLANK_LINE_AS_USER,
        possible: &[Outcome::Failed, Outcome::NotCounted],
    },
    sources: &[&source::OURS],
    summary: "The line holds nothing but white space.",
    explanation: "Whether the service takes a blank line for a user without a username, which fails, or passes over it is not known. Later lines keep the numbers that they have in the file.",
    advice: "Delete the line; `clean` drops it.",
    check: Check::Reading { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::speaks_on_file(b"{header}\n{row}\n\n"),
        Example::speaks_on_file(b"{header}\n \t\n{row}\n"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b"{header}\n,,,,,,,,,,,,,,,,,,,,\n"),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if reading.blank {
        found.push(Detail::None);
    }
}
