//! The username has a character that the API does not allow.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    schema::ColumnKind,
    values::username,
};

pub(super) static RULE: Rule = Rule {
    name: "username-has-forbidden-character",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::BOTO],
    summary: "The username has a character that the API does not allow.",
    explanation: "The API allows letters, marks, symbols, numbers and punctuation. It does not allow spaces of other scripts, control characters, or invisible characters such as the zero-width joiner.",
    advice: &[
        Advice::person("Remove the character in the source system."),
        Advice::cleaning("`clean` removes invisible ones at the ends."),
    ],
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_CHARACTERS],
    examples: &[
        Example::fires(&[("cognito:username", "ana\u{200d}lopez")]).message("after 3 characters"),
        Example::fires(&[("cognito:username", "ana\u{3000}lopez")]).message("after 3 characters"),
        Example::passes(&[("cognito:username", "\u{5c71}\u{7530}!")]),
        Example::fires(&[("cognito:username", "a b c\u{200d}")])
            .and(&["username-has-white-space"])
            .message("after 5 characters"),
        Example::passes(&[("cognito:username", "ana lopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    let mut rest = field.value();
    let mut before = 0;
    while let Some((place, character)) = username::first_outside_pattern(rest) {
        if !matches!(character, ' ' | '\t') {
            findings.report(Detail::At(
                u32::try_from(before + place).unwrap_or(u32::MAX),
            ));
            return;
        }
        // That one is another rule's.
        let skipped: usize = rest.chars().take(place + 1).map(char::len_utf8).sum();
        rest = rest.get(skipped..).unwrap_or_default();
        before += place + 1;
    }
}
