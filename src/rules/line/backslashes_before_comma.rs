//! An even number of backslashes stands before a comma.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Example, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "backslashes-before-comma",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::DOUBLED_BACKSLASH,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::SOLN],
    summary: "An even number of backslashes stands before a comma.",
    explanation: "A backslash before a comma escapes it. Whether two of them are one backslash and a separator is not known; AWS’s own importer never writes it. The two readings of this row differ.",
    advice: "Replace the backslashes in the source system, or by `clean --backslash-to-slash`.",
    check: Check::Interpretations,
    cleared_by: facts![ONE_MEANING_OF_BACKSLASHES],
    examples: &[
        Example::fires_on_file(b"{header}\nAna\\\\{row}\n"),
        Example::passes_on_file(b"{header}\nAna\\,{row}\n"),
    ],
    ..Rule::BASE
};
