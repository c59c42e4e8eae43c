//! The value has white space outside ASCII around it.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "unicode-space-around-value",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::UNICODE_WHITE_SPACE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value has white space outside ASCII around it.",
    explanation: "The guide says that white space is trimmed, but not which characters count as white space. A no-break space that is not trimmed becomes part of the value and may make it invalid.",
    advice: &[
        Advice::cleaning("`clean` deletes the character."),
        Advice::person("Delete the character."),
    ],
    check: Check::Interpretations,
    cleared_by: facts![VISIBLE_ENDS],
    examples: &[
        Example::fires(&[("cognito:username", "ana\u{a0}")]),
        Example::passes(&[("name", "Ana\u{a0}Lopez")]),
    ],
    ..Rule::BASE
};
