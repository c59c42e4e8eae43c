//! The username holds a character that the API’s pattern shuts out.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
    schema::ColumnKind,
    values::username,
};

/// The username holds a character that the API’s pattern shuts out.
pub static USERNAME_HAS_FORBIDDEN_CHARACTER: Rule = Rule {
    name: "username-has-forbidden-character",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::BOTO],
    summary: "The username holds a character that the API’s pattern shuts out.",
    explanation: "The API’s model admits letters, marks, symbols, numbers and punctuation. Spaces of other scripts, control characters and invisible ones such as the zero-width joiner are none of these.",
    advice: "Remove the character in the source system; `clean` removes invisible ones at the ends.",
    check: Check::Value {
        reads: |_, column| column.kind == ColumnKind::Username,
        find,
    },
    cleared_by: facts![USERNAME_CHARACTERS],
    words,
    examples: &[
        Example::speaks(&[("cognito:username", "ana\u{200d}lopez")]).saying("after 3 characters"),
        Example::speaks(&[("cognito:username", "ana\u{3000}lopez")]).saying("after 3 characters"),
        Example::silent(&[("cognito:username", "\u{5c71}\u{7530}!")]),
        Example::speaks(&[("cognito:username", "a b c\u{200d}")])
            .and(&["username-has-white-space"])
            .saying("after 5 characters"),
        Example::silent(&[("cognito:username", "ana lopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    let mut rest = field.value();
    let mut before = 0;
    while let Some((place, character)) = username::first_outside_pattern(rest) {
        if !matches!(character, ' ' | '\t') {
            found.push(Detail::At(
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

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::At(characters) => write!(f, "after {characters} characters"),
        _ => Ok(()),
    }
}
