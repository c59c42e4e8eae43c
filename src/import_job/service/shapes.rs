//! The types of the members of requests around pools, which are read one by one.

use serde_json::Value;

use super::calls::Members;
use crate::import_job::{ApiError, ErrorKind};

/// The type of a member. What is not listed in an object may be anything.
enum Kind {
    Text,
    Number,
    Flag,
    List(&'static Kind),
    Object(&'static [(&'static str, Kind)]),
}

use Kind::{Flag, List, Number, Object, Text};

/// `SchemaAttributeType` (BOTO).
const ATTRIBUTE: Kind = Object(&[
    ("Name", Text),
    ("AttributeDataType", Text),
    ("DeveloperOnlyAttribute", Flag),
    ("Mutable", Flag),
    ("Required", Flag),
    (
        "NumberAttributeConstraints",
        Object(&[("MinValue", Text), ("MaxValue", Text)]),
    ),
    (
        "StringAttributeConstraints",
        Object(&[("MinLength", Text), ("MaxLength", Text)]),
    ),
]);

/// The members of all requests around pools together: none has two types (BOTO).
const REQUEST: &[(&str, Kind)] = &[
    ("UserPoolId", Text),
    ("PoolName", Text),
    ("NextToken", Text),
    ("MaxResults", Number),
    ("MfaConfiguration", Text),
    ("UserPoolTier", Text),
    ("DeletionProtection", Text),
    ("AutoVerifiedAttributes", List(&Text)),
    ("AliasAttributes", List(&Text)),
    ("UsernameAttributes", List(&Text)),
    ("UsernameConfiguration", Object(&[("CaseSensitive", Flag)])),
    ("Schema", List(&ATTRIBUTE)),
    ("CustomAttributes", List(&ATTRIBUTE)),
    (
        "Policies",
        Object(&[
            ("PasswordPolicy", Object(&[])),
            (
                "SignInPolicy",
                Object(&[("AllowedFirstAuthFactors", List(&Text))]),
            ),
        ]),
    ),
    ("AdminCreateUserConfig", Object(&[])),
    ("LambdaConfig", Object(&[])),
    ("UserPoolTags", Object(&[])),
];

/// Refuses a request that has a member of another type.
pub(super) fn check(request: &Members) -> Result<(), ApiError> {
    match misfit_among(|name| request.get(name), REQUEST) {
        None => Ok(()),
        Some(member) => Err(ApiError::new(
            ErrorKind::Serialization,
            format!("The member {member} is not of its type."),
        )),
    }
}

/// The first member of another type, by its path. An absent one may be null as well.
fn misfit_among<'v>(
    member: impl Fn(&str) -> Option<&'v Value>,
    kinds: &[(&str, Kind)],
) -> Option<String> {
    kinds.iter().find_map(|(name, kind)| {
        let misfit = misfit(member(name)?, kind)?;
        Some(if misfit.is_empty() {
            (*name).to_owned()
        } else {
            format!("{name}.{misfit}")
        })
    })
}

/// Where a value is of another type: an empty path for the value itself.
fn misfit(value: &Value, kind: &Kind) -> Option<String> {
    let fits = match (kind, value) {
        (_, Value::Null) | (Text, Value::String(_)) | (Flag, Value::Bool(_)) => true,
        (Number, value) => value.is_i64() || value.is_u64(),
        (List(kind), Value::Array(values)) => {
            return values.iter().zip(1..).find_map(|(value, place)| {
                let misfit = misfit(value, kind)?;
                let dot = if misfit.is_empty() { "" } else { "." };
                Some(format!("{place}{dot}{misfit}"))
            });
        }
        (Object(kinds), Value::Object(_)) => {
            return misfit_among(|name| value.get(name), kinds);
        }
        _ => false,
    };
    (!fits).then(String::new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn misfit_of(request: &Value) -> Option<String> {
        let members: Members = serde_json::from_value(request.clone()).unwrap();
        check(&members).err().map(|error| {
            assert_eq!(error.kind(), ErrorKind::Serialization);
            error.message().to_owned()
        })
    }

    #[test]
    fn a_member_of_another_type_is_named() {
        for (request, member) in [
            (json!({"PoolName": 7}), "PoolName"),
            (json!({"MaxResults": "7"}), "MaxResults"),
            (json!({"MaxResults": 1.5}), "MaxResults"),
            (json!({"AliasAttributes": "email"}), "AliasAttributes"),
            (
                json!({"AliasAttributes": ["email", 7]}),
                "AliasAttributes.2",
            ),
            (
                json!({"Schema": [{"Name": "x"}, {"Required": "yes"}]}),
                "Schema.2.Required",
            ),
            (json!({"Schema": [7]}), "Schema.1"),
            (
                json!({"UsernameConfiguration": {"CaseSensitive": 0}}),
                "UsernameConfiguration.CaseSensitive",
            ),
        ] {
            let message = format!("The member {member} is not of its type.");
            assert_eq!(misfit_of(&request), Some(message), "{request}");
        }
    }

    #[test]
    fn what_is_of_its_type_or_absent_passes() {
        for request in [
            json!({}),
            json!({"PoolName": null, "Schema": null, "Unknown": [7]}),
            json!({"PoolName": "x", "MaxResults": 60, "AliasAttributes": [],
                "Schema": [{"Name": "x", "Required": false, "StringAttributeConstraints": {}}]}),
        ] {
            assert_eq!(misfit_of(&request), None, "{request}");
        }
    }
}
