//! Which form of a `DateTime` the service reads is not known.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Field, Rule},
    schema::AttributeDataType,
    values::date_time::{self, DateTimeForm},
};

/// Which form of a `DateTime` the service reads is not known.
pub static DATE_TIME_FORM_IS_UNCERTAIN: Rule = Rule {
    name: "date-time-form-is-uncertain",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::DATE_TIME_FORM,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "Which form of a DateTime the service reads is not known.",
    explanation: "DateTime attributes can be made only by the API, and nobody has published an import of one.",
    advice: "Import a single user with such a value first.",
    check: Check::Value {
        reads: |_, column| column.attribute.data_type == AttributeDataType::DateTime,
        find,
    },
    examples: &[
        Example::speaks(&[("custom:since", "2024-01-31T08:30:00Z")]).columns(&["custom:since"]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:since","AttributeDataType":"DateTime"}]}"#),
        Example::speaks(&[("custom:since", "01/31/2024 08:30")]).columns(&["custom:since"]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:since","AttributeDataType":"DateTime"}]}"#),
        Example::speaks(&[("custom:since", "Wed, 31 Jan 2024 08:30:00 GMT")]).columns(&["custom:since"]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:since","AttributeDataType":"DateTime"}]}"#),
        Example::silent(&[("custom:since", "yesterday")]).columns(&["custom:since"]).pool(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF","SchemaAttributes":[{"Name":"custom:since","AttributeDataType":"DateTime"}]}"#),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if date_time::form(field.value()) != DateTimeForm::Other {
        found.push(Detail::None);
    }
}
