//! A carriage return stands inside the line.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// A carriage return stands inside the line.
pub static CARRIAGE_RETURN_IN_LINE: Rule = Rule {
    name: "carriage-return-in-line",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::CARRIAGE_RETURN_INSIDE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "A carriage return stands inside the line.",
    explanation: "In a file whose lines end in line feeds, a lone carriage return may be data or may end the line and cut the row in two.",
    advice: "Delete it in the source system; `clean --newlines-to-space` turns it into a space.",
    check: Check::Reading { find },
    cleared_by: facts![NO_CARRIAGE_RETURN],
    examples: &[
        Example::speaks_on_file(b"{header}\nAna\rLopez{row}\n"),
        Example::silent_on_file(b"{header}\r\n{row}\r\n"),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if reading.as_cognito && reading.line.is_some_and(|line| line.contains('\r')) {
        found.push(Detail::None);
    }
}
