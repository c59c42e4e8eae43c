//! The row has no username.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Row, Rule, facts},
};

/// The row has no username.
pub static USERNAME_MISSING: Rule = Rule {
    name: "username-missing",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The row has no username.",
    explanation: "Every user needs a username. In a pool whose users sign in with an address it is that address, repeated in this column.",
    advice: "Fill cognito:username, for instance with the e-mail address or the old system’s identifier.",
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![USERNAME],
    examples: &[
        Example::speaks(&[("cognito:username", "")]),
        Example::speaks(&[("cognito:username", " ")]),
        Example::silent(&[("cognito:username", "ana")]),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, found: &mut Found<'_>) {
    let column = row.schema.known().username;
    if row.value(column).is_empty() {
        found.push_on(column, Detail::None);
    }
}
