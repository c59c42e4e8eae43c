//! The value has an even number of backslashes before a comma.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Example, Rule, advice, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "backslashes-before-comma",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::DOUBLED_BACKSLASH,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::SOLN],
    summary: "The value has an even number of backslashes before a comma.",
    explanation: "A backslash before a comma escapes it. Whether two backslashes mean one backslash and a separator is not known; AWS’s own importer never writes them. The two interpretations of this row lead to different outcomes.",
    advice: &[Advice::person("Replace the backslashes in the source system: nothing in the row says which of the two it means."), Advice::options("--from rfc4180 --backslash-to-slash", "Where backslashes escape nothing in the file, `clean --from rfc4180 --backslash-to-slash` writes slashes for them.").when(advice::is_in_cognito_dialect)],
    check: Check::Interpretations,
    cleared_by: facts![ONE_MEANING_OF_BACKSLASHES],
    examples: &[
        Example::fires_on_file(b"{header}\nAna\\\\{row}\n"),
        Example::passes_on_file(b"{header}\nAna\\,{row}\n"),
    ],
    ..Rule::BASE
};
