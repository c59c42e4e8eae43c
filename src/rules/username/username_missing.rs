//! The row has no username.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Row, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "username-missing",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The row has no username.",
    explanation: "Every user needs a username. In a pool whose users sign in with an address, the username is that address, repeated in this column.",
    advice: "Fill cognito:username, for example with the e-mail address or the identifier of the old system.",
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![USERNAME],
    examples: &[
        Example::fires(&[("cognito:username", "")]),
        Example::fires(&[("cognito:username", " ")]),
        Example::passes(&[("cognito:username", "ana")]),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let column = row.schema.known().username;
    if row.value(column).is_empty() {
        findings.report_on(column, Detail::None);
    }
}
