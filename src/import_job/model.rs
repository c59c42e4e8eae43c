//! What the API model says of requests (BOTO): the members of CreateUserPool and UpdateUserPool that are
//! only kept, and every member of the operations that have a file of their own.
//! `tests/clients/test_model.py` writes the model from botocore's.

use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{ApiError, ErrorKind, constraints, constraints::Violations};

/// The part of the API model that is needed.
#[derive(Debug, Deserialize)]
struct Model {
    /// The members of a pool that are only kept.
    members: BTreeMap<String, String>,
    /// The shape of an operation's request.
    operations: BTreeMap<String, String>,
    shapes: BTreeMap<String, Shape>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Boolean,
    Integer,
    List,
    Map,
    String,
    Structure,
}

#[derive(Debug, Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    kind: Kind,
    min: Option<i64>,
    max: Option<i64>,
    #[serde(default, rename = "enum")]
    names: Vec<String>,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    members: BTreeMap<String, String>,
    /// What a list holds.
    member: Option<String>,
    key: Option<String>,
    value: Option<String>,
    pattern: Option<Pattern>,
}

/// A pattern of the model, compiled when the model is read.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Pattern {
    text: String,
    regex: Regex,
}

impl TryFrom<String> for Pattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Self, regex::Error> {
        let regex = constraints::compile(&text)?;
        Ok(Self { text, regex })
    }
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "a test reads the model that is compiled in"
    )]
    serde_json::from_str(include_str!("model.json")).expect("the model of the API")
});

/// The names of a pool's members that are only kept.
pub(super) fn members() -> impl Iterator<Item = &'static str> {
    MODEL.members.keys().map(String::as_str)
}

/// Finds what is wrong with the members of a pool that are only kept.
///
/// # Errors
///
/// SerializationException where a value is of another type; it names the first.
pub(super) fn check(
    request: &Map<String, Value>,
    violations: &mut Violations,
) -> Result<(), ApiError> {
    for (name, shape) in &MODEL.members {
        if let Some(value) = request.get(name).filter(|value| !value.is_null()) {
            let mut check = Check {
                violations,
                is_sensitive: false,
            };
            check.value(shape, &lower(name), name, value)?;
        }
    }
    Ok(())
}

/// Checks the members of an operation's request.
///
/// # Errors
///
/// SerializationException where a value is of another type; it names the first.
/// InvalidParameterException that names all that is wrong.
pub(super) fn check_request(operation: &str, request: &Value) -> Result<(), ApiError> {
    let Some(shape) = MODEL.operations.get(operation) else {
        return Err(ApiError::internal());
    };
    let mut violations = Violations::default();
    let mut check = Check {
        violations: &mut violations,
        is_sensitive: false,
    };
    check.value(shape, "", "", request)?;
    violations.check()
}

struct Check<'v> {
    violations: &'v mut Violations,
    /// Whether the value is part of a sensitive one, which the service does not repeat.
    is_sensitive: bool,
}

impl Check<'_> {
    /// Checks a value. `member` is its path as the service's messages have it, `path` as the request has.
    fn value(
        &mut self,
        shape: &str,
        member: &str,
        path: &str,
        value: &Value,
    ) -> Result<(), ApiError> {
        let Some(shape) = MODEL.shapes.get(shape) else {
            return Err(ApiError::internal());
        };
        let was_sensitive = self.is_sensitive;
        self.is_sensitive |= shape.sensitive;
        match (&shape.kind, value) {
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Integer, value) if value.is_i64() || value.is_u64() => {
                let (min, max) = (shape.min.unwrap_or(i64::MIN), shape.max.unwrap_or(i64::MAX));
                // A number beyond what the service's own type holds is above any maximum.
                let number = value.as_i64().unwrap_or(i64::MAX);
                self.violations.number(member, Some(number), min, max);
            }
            (Kind::String, Value::String(text)) => self.text(shape, member, text),
            (Kind::List, Value::Array(values)) => {
                self.length(shape, member, values.len());
                let part = shape.member.as_deref().unwrap_or_default();
                for (place, value) in values.iter().enumerate() {
                    let member = format!("{member}.{}.member", place + 1);
                    self.value(part, &member, &format!("{path}[{place}]"), value)?;
                }
            }
            (Kind::Map, Value::Object(entries)) => {
                self.length(shape, member, entries.len());
                for (key, value) in entries {
                    if let Some(shape) = shape.key.as_ref().and_then(|key| MODEL.shapes.get(key)) {
                        self.text(shape, &format!("{member}.key"), key);
                    }
                    let part = shape.value.as_deref().unwrap_or_default();
                    self.value(part, &format!("{member}.value"), path, value)?;
                }
            }
            (Kind::Structure, Value::Object(object)) => {
                let given = |name: &String| object.get(name).filter(|value| !value.is_null());
                for (name, part) in &shape.members {
                    let inside = |path: &str, name: &str| match path {
                        "" => name.to_owned(),
                        path => format!("{path}.{name}"),
                    };
                    let member = inside(member, &lower(name));
                    if let Some(value) = given(name) {
                        self.value(part, &member, &inside(path, name), value)?;
                    } else if shape.required.contains(name) {
                        self.violations.null(&member);
                    }
                }
            }
            _ => {
                return Err(ApiError::new(
                    ErrorKind::Serialization,
                    format!("The member {path} is not of its type."),
                ));
            }
        }
        self.is_sensitive = was_sensitive;
        Ok(())
    }

    fn text(&mut self, shape: &Shape, member: &str, text: &str) {
        let names: Vec<&str> = shape.names.iter().map(String::as_str).collect();
        if !names.is_empty() {
            self.violations.one_of(member, Some(text), &names);
        }
        let bound = |bound: Option<i64>| bound.and_then(|bound| usize::try_from(bound).ok());
        let pattern = shape.pattern.as_ref();
        self.violations.text(
            member,
            text,
            (bound(shape.min), bound(shape.max)),
            pattern.map(|pattern| (pattern.text.as_str(), &pattern.regex)),
            self.is_sensitive || shape.sensitive,
        );
    }

    fn length(&mut self, shape: &Shape, member: &str, length: usize) {
        let bound = |bound: Option<i64>, other| {
            bound
                .and_then(|bound| usize::try_from(bound).ok())
                .unwrap_or(other)
        };
        let (min, max) = (bound(shape.min, 0), bound(shape.max, usize::MAX));
        self.violations.length_of_list(member, length, min, max);
    }
}

/// A member's name as the service's messages have it.
fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(request: &Value) -> String {
        let mut violations = Violations::default();
        check(request.as_object().unwrap(), &mut violations)
            .and_then(|()| violations.check())
            .map_or_else(|error| error.message().to_owned(), |()| String::new())
    }

    /// A value of the shape that is right.
    fn right(shape: &str) -> Value {
        let shape = &MODEL.shapes[shape];
        match shape.kind {
            Kind::Boolean => json!(true),
            Kind::Integer => json!(shape.min.unwrap_or(1)),
            Kind::String => shape.names.first().map_or_else(
                || {
                    [
                        "x",
                        "arn:aws:lambda:us-east-1:123456789012:function:x",
                        "a@b",
                        "{####}",
                        "{##x##}",
                        "Level1",
                    ]
                    .into_iter()
                    .find(|text| {
                        let length = i64::try_from(text.len()).unwrap();
                        let is_long =
                            (shape.min.unwrap_or(0)..=shape.max.unwrap_or(99)).contains(&length);
                        let fits = shape
                            .pattern
                            .as_ref()
                            .is_none_or(|one| one.regex.is_match(text));
                        is_long && fits
                    })
                    .map_or_else(|| json!("x".repeat(20)), |text| json!(text))
                },
                |name| json!(name),
            ),
            Kind::List => json!([right(shape.member.as_deref().unwrap())]),
            Kind::Map => {
                let key = right(shape.key.as_deref().unwrap());
                json!({ key.as_str().unwrap(): right(shape.value.as_deref().unwrap()) })
            }
            Kind::Structure => shape
                .members
                .iter()
                .map(|(name, part)| (name.clone(), right(part)))
                .collect::<Map<_, _>>()
                .into(),
        }
    }

    /// Every value below this one, replaced by one of another type, by turns.
    fn wrong(value: &Value) -> Vec<Value> {
        let of_another_type = if value.is_string() {
            json!(7)
        } else {
            json!("s3cret")
        };
        let mut all = vec![of_another_type];
        match value {
            Value::Array(values) => {
                for value in values {
                    all.extend(wrong(value).into_iter().map(|wrong| json!([wrong])));
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    all.extend(wrong(value).into_iter().map(|wrong| {
                        let mut members = members.clone();
                        members.insert(name.clone(), wrong);
                        members.into()
                    }));
                }
            }
            _ => {}
        }
        all
    }

    #[test]
    fn what_is_right_passes_and_every_value_of_another_type_does_not() {
        let mut count = 0;
        for (name, shape) in &MODEL.members {
            let value = right(shape);
            assert_eq!(message(&json!({ name: value })), "", "{name}");
            for wrong in wrong(&value) {
                count += 1;
                let request = json!({ name: wrong });
                let message = message(&request);
                assert!(
                    message.contains("is not of its type"),
                    "{request}: {message:?}"
                );
                assert!(!message.contains("s3cret"), "{message}");
            }
        }
        assert!(count > 80, "{count}");
    }

    #[test]
    fn a_constraint_is_named_in_the_service_s_words() {
        for (request, expected) in [
            (
                json!({"Policies": {"PasswordPolicy": {"MinimumLength": 5}}}),
                "Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: \
                 Member must have value greater than or equal to 6",
            ),
            (
                json!({"UserPoolAddOns": {}}),
                "Value null at 'userPoolAddOns.advancedSecurityMode' failed to satisfy constraint: \
                 Member must not be null",
            ),
            (
                json!({"DeletionProtection": "on"}),
                "Member must satisfy enum value set: [ACTIVE, INACTIVE]",
            ),
            (
                json!({"LambdaConfig": {"PreSignUp": "x"}}),
                "Value 'x' at 'lambdaConfig.preSignUp' failed to satisfy constraint: Member must have \
                 length greater than or equal to 20",
            ),
            (
                json!({"AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "fax", "Priority": 1}]}}),
                "Value 'fax' at 'accountRecoverySetting.recoveryMechanisms.1.member.name'",
            ),
            (
                json!({"AccountRecoverySetting": {"RecoveryMechanisms": []}}),
                "Value at 'accountRecoverySetting.recoveryMechanisms' failed to satisfy constraint: \
                 Member must have length greater than or equal to 1",
            ),
        ] {
            let message = message(&request);
            assert!(message.contains(expected), "{request}: {message}");
        }
    }
}
