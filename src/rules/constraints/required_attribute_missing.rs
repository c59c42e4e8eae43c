//! An attribute that the pool requires has no value.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, POOL_EMAIL_OFF, Row, Rule, facts},
};

const GIVEN_NAME: &str = r#"{"Name":"given_name","AttributeDataType":"String","Required":true}"#;

pub(super) static RULE: Rule = Rule {
    name: "required-attribute-missing",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "An attribute that the pool requires has no value.",
    explanation: "Every user must have a value for each attribute that the pool requires. A blank value counts as missing.",
    advice: &[Advice::person("Fill the column in the source system. The required attributes of a pool cannot be changed."), Advice::options("--set COLUMN=VALUE", "Where one value is right for every user without one, `clean --set COLUMN=VALUE` writes it.").when(|found| {
            let known = found.schema.known();
            let own = [known.email, known.phone_number, known.preferred_username];
            found.columns().any(|column| !own.contains(&Some(column.id)))
        })],
    check: Check::Row {
        reads: |schema| schema.pool().required().next().is_some(),
        find,
    },
    cleared_by: facts![REQUIRED_ATTRIBUTES],
    examples: &[
        Example::fires(&[]).pool(POOL_EMAIL_OFF.with(GIVEN_NAME)),
        Example::fires(&[("given_name", "  ")]).pool(POOL_EMAIL_OFF.with(GIVEN_NAME)),
        Example::passes(&[("given_name", "Ana")]).pool(POOL_EMAIL_OFF.with(GIVEN_NAME)),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    for attribute in row.schema.pool().required() {
        if attribute.name == "identities" {
            continue;
        }
        let column = row
            .schema
            .column_named(&attribute.name)
            .map(|column| column.id);
        if row.value(column).is_empty() {
            findings.report_on(column, Detail::None);
        }
    }
}
