//! A name with which a user signs in begins with an apostrophe.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "name-begins-with-apostrophe",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A username or e-mail address begins with an apostrophe.",
    explanation: "Exports put an apostrophe before a value to keep a spreadsheet from calculating. An address may begin with one, but hardly any does: mail would not reach the user, and the user would have to type the apostrophe to sign in.",
    advice: &[Advice::person(
        "Remove it where it is not part of the name.",
    )],
    check: Check::Value {
        reads: columns::sign_in_names,
        find,
    },
    cleared_by: facts![NO_APOSTROPHE_AT_START],
    examples: &[
        Example::fires(&[("cognito:username", "'ana")]),
        Example::fires(&[("email", "'ana@example.com")]),
        Example::passes(&[("family_name", "'t Hart")]),
        Example::passes(&[("cognito:username", "ana'")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().starts_with('\'') {
        findings.report(Detail::None);
    }
}
