//! White space outside ASCII stands around the value.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Example, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "unicode-space-around-value",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::UNICODE_WHITE_SPACE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "White space outside ASCII stands around the value.",
    explanation: "That white space is trimmed is documented; which characters count as white space is not. If a no-break space is not trimmed it stays part of the value and may break it.",
    advice: "Delete the character; `clean` does.",
    check: Check::Interpretations,
    cleared_by: facts![VISIBLE_ENDS],
    examples: &[
        Example::fires(&[("cognito:username", "ana\u{a0}")]),
        Example::passes(&[("name", "Ana\u{a0}Lopez")]),
    ],
    ..Rule::BASE
};
