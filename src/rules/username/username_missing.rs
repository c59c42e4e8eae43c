//! The row has no username.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Circumstances, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule,
        facts,
    },
    schema::{AliasAttribute, VerifiableAttribute},
};

pub(super) static RULE: Rule = Rule {
    name: "username-missing",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The row has no username.",
    explanation: "Every user needs a username. In a pool whose users sign in with an address, the username is that address, repeated in this column.",
    advice: &[
        Advice::cleaning("`clean` repeats the address with which users sign in.")
            .when(|found| found.schema.pool().username_attributes.len() == 1),
        Advice::person("Fill the e-mail address, and repeat it in cognito:username.")
            .when(|found| signs_in_with(found, VerifiableAttribute::Email))
            .edit(&[("cognito:username", "ana@example.com")]),
        Advice::person("Fill the phone number, and repeat it in cognito:username.")
            .when(|found| signs_in_with(found, VerifiableAttribute::PhoneNumber))
            .edit(&[
                ("phone_number", "+12065550100"),
                ("cognito:username", "+12065550100"),
            ]),
        Advice::person("Fill cognito:username with the identifier of the old system.")
            .when(|found| found.schema.pool().username_attributes.is_empty())
            .edit(&[("cognito:username", "ana")]),
        Advice::person("The e-mail address will do, too, where users are to sign in with it.")
            .when(|found| {
                let pool = found.schema.pool();
                pool.username_attributes.is_empty() && !pool.has_alias(AliasAttribute::Email)
            })
            .edit(&[("cognito:username", "ana@example.com")]),
    ],
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![USERNAME],
    examples: &[
        Example::fires(&[("cognito:username", "")]),
        Example::fires(&[("cognito:username", " ")]),
        Example::fires(&[("cognito:username", "")]).pool(POOL_EMAIL_OFF.aliases(&["email"])),
        Example::fires(&[("cognito:username", "")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email"])),
        Example::fires(&[("cognito:username", "")])
            .pool(POOL_EMAIL_OFF.username_attributes(&["email", "phone_number"])),
        Example::passes(&[("cognito:username", "ana")]),
    ],
    ..Rule::BASE
};

fn signs_in_with(found: &Circumstances<'_>, attribute: VerifiableAttribute) -> bool {
    found.schema.pool().has_username_attribute(attribute)
}

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    let column = row.schema.known().username;
    if row.value(column).is_empty() {
        findings.report_on(column, Detail::None);
    }
}
