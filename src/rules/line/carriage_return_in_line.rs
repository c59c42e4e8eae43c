//! A carriage return stands inside the line.

use crate::{
    evidence::{Certainty, source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Example, Reading, Rule, no_words},
};

/// A carriage return stands inside the line.
pub static CARRIAGE_RETURN_IN_LINE: Rule = Rule {
    name: "carriage-return-in-line",
    effect: Effect::RowFails,
    certainty: Certainty::Unknown,
    alternatives: &[Outcome::Imported, Outcome::Failed],
    sources: &[&source::OURS],
    decision: Some(&unknowns::CARRIAGE_RETURN_INSIDE),
    summary: "A carriage return stands inside the line.",
    explanation: "In a file whose lines end in line feeds, a lone carriage return may be data or may end the line and cut the row in two.",
    advice: "Delete it in the source system; `clean --newlines-to-space` turns it into a space.",
    log_line: None,
    check: Check::Reading { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b"{header}\nAna\rLopez{row}\n"),
        Example::silent_on_file(b"{header}\r\n{row}\r\n"),
    ],
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if reading.as_cognito && reading.line.is_some_and(|line| line.contains('\r')) {
        found.push(Detail::None);
    }
}
