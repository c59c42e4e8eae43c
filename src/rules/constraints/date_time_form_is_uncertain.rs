//! The value of a `DateTime` attribute may have a form that the service refuses.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, POOL_EMAIL_OFF, Rule},
    schema::AttributeDataType,
    values::date_time::{self, DateTimeForm},
};

const SINCE: &str = r#"{"Name":"custom:since","AttributeDataType":"DateTime"}"#;

pub(super) static RULE: Rule = Rule {
    name: "date-time-form-is-uncertain",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::DATE_TIME_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The value of a DateTime attribute may have a form that the service refuses.",
    explanation: "Which form the service reads is not known. DateTime attributes can be created only through the API, and no import of one is published.",
    advice: &[Advice::person(
        "Import a single user with such a value first.",
    )],
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::DateTime,
        find,
    },
    examples: &[
        Example::fires(&[("custom:since", "2024-01-31T08:30:00Z")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE))
            .message("ISO 8601"),
        Example::fires(&[("custom:since", "01/31/2024 08:30")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE))
            .message("slashes"),
        Example::fires(&[("custom:since", "Wed, 31 Jan 2024 08:30:00 GMT")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE))
            .message("RFC 1123"),
        Example::passes(&[("custom:since", "yesterday")])
            .columns(&["custom:since"])
            .pool(POOL_EMAIL_OFF.with(SINCE)),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    // What one form does says nothing of another.
    let form = match date_time::form(field.value()) {
        DateTimeForm::Iso8601 => "ISO 8601",
        DateTimeForm::Numeric => "a number",
        DateTimeForm::Slashed => "slashes",
        DateTimeForm::Rfc1123 => "RFC 1123",
        DateTimeForm::Other => return,
    };
    findings.report(Detail::Because(form));
}
