//! The line ends in a backslash.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// The line ends in a backslash.
pub static LINE_ENDS_IN_BACKSLASH: Rule = Rule {
    name: "line-ends-in-backslash",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BACKSLASH_AT_END_OF_LINE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The line ends in a backslash.",
    explanation: "A backslash before a comma escapes it; whether one before a line end is data or joins two lines is not known. If it joins, the next user is lost, too.",
    advice: "Put another column last, or replace the backslash: `clean --backslash-to-slash`.",
    check: Check::Reading { find },
    cleared_by: facts![NO_BACKSLASH_AT_END],
    examples: &[
        Example::speaks_on_file(b"{header}\n{row}\\\n"),
        Example::silent_on_file(b"{header}\n{row}\n"),
        Example::silent_on_file(b"{header}\nC:\\users{row}\n"),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if reading.as_cognito && reading.line.is_some_and(|line| line.ends_with('\\')) {
        found.push(Detail::None);
    }
}
