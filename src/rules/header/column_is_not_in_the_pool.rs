//! The `CSVHeader` lists a custom attribute that the pool’s description does not have.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, POOL_EMAIL_OFF, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "column-is-not-in-the-pool",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The CSVHeader lists a custom attribute that the pool’s description does not have.",
    explanation: "The two documents were saved at different times or belong to different pools. Values of this column are checked as a String without constraints.",
    advice: &[Advice::person(
        "Save both documents again: `aws cognito-idp get-csv-header` and `aws cognito-idp describe-user-pool`.",
    )],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\n")
            .columns(&["custom:level"])
            .pool(POOL_EMAIL_OFF.with(r#"{"Name":"sub","AttributeDataType":"String"}"#)),
        Example::passes_on_file(b"{header}\n{row}\n").columns(&["custom:level"]),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    let schema = header.schema;
    if !schema.pool_is_given() || schema.pool().attributes.is_empty() {
        return;
    }
    for column in schema.columns() {
        if column.attribute.is_custom() && !column.attribute.is_listed {
            findings.report_on(Some(column.id), Detail::None);
        }
    }
}
