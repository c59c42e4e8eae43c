//! The attributes of a pool: those of a fresh one, and those that a request declares.

use serde_json::{Value, json};

use crate::{
    import_job::{ApiError, constraints, constraints::Violations},
    schema::{STANDARD_CSV_HEADER, UserPool},
};

/// How many custom attributes a pool may have (QUOTA).
const CUSTOM_ATTRIBUTES: usize = 50;
const DATA_TYPES: [&str; 4] = ["String", "Number", "DateTime", "Boolean"];

/// Finds what is wrong with attributes one by one.
pub(super) fn check(member: &str, attributes: &[Value], violations: &mut Violations) {
    for (index, attribute) in attributes.iter().enumerate() {
        let at = |name: &str| format!("{member}.{}.member.{name}", index + 1);
        violations.required(
            &at("name"),
            text_of(attribute, "Name"),
            &constraints::ATTRIBUTE_NAME,
        );
        violations.one_of(
            &at("attributeDataType"),
            text_of(attribute, "AttributeDataType"),
            &DATA_TYPES,
        );
    }
}

/// The attributes of a fresh pool (SCHEMA).
pub(super) fn of_a_fresh_pool() -> Vec<Value> {
    let pool = UserPool::default();
    std::iter::once("sub")
        .chain(STANDARD_CSV_HEADER)
        .filter(|name| !name.starts_with("cognito:"))
        .map(|name| {
            let definition = pool.definition(name);
            let mut attribute = json!({
                "Name": name,
                "AttributeDataType": definition.data_type.as_str(),
                "DeveloperOnlyAttribute": false,
                "Mutable": definition.mutable,
                "Required": definition.required,
            });
            if let (Some(min), Some(max)) = (definition.min_length, definition.max_length) {
                insert(
                    &mut attribute,
                    "StringAttributeConstraints",
                    json!({"MinLength": min.to_string(), "MaxLength": max.to_string()}),
                );
            }
            if let Some(min) = definition.min_value {
                insert(
                    &mut attribute,
                    "NumberAttributeConstraints",
                    json!({ "MinValue": min }),
                );
            }
            attribute
        })
        .collect()
}

fn insert(attribute: &mut Value, member: &str, value: Value) {
    if let Some(object) = attribute.as_object_mut() {
        object.insert(member.to_owned(), value);
    }
}

/// Adds an attribute of CreateUserPool's Schema: a standard one by its name, any other as custom.
pub(super) fn declare(attributes: &mut Vec<Value>, attribute: &Value) -> Result<(), ApiError> {
    let name = name_of(attribute);
    let Some(standard) = attributes.iter_mut().find(|other| name_of(other) == name) else {
        return add_custom(attributes, attribute);
    };
    let data_type = text_of(attribute, "AttributeDataType");
    if data_type.is_some_and(|given| Some(given) != text_of(standard, "AttributeDataType"))
        || attribute.get("DeveloperOnlyAttribute") == Some(&Value::Bool(true))
    {
        return Err(ApiError::invalid(format!(
            "You can not change AttributeDataType or set developerOnlyAttribute for standard \
             schema attribute {name}"
        )));
    }
    check_bounds(attribute)?;
    let given = attribute.as_object().into_iter().flatten();
    for (member, value) in given.filter(|(_, value)| !value.is_null()) {
        insert(standard, member, value.clone());
    }
    Ok(())
}

/// Adds a custom attribute, whose name becomes one with a prefix.
pub(super) fn add_custom(attributes: &mut Vec<Value>, attribute: &Value) -> Result<(), ApiError> {
    let mut custom = attribute.clone();
    insert(&mut custom, "Name", custom_name(attribute).into());
    push_custom(attributes, custom)
}

/// Bounds are numbers as texts, and the lower one is not above the upper one.
fn check_bounds(attribute: &Value) -> Result<(), ApiError> {
    for (constraints, lower, upper) in [
        ("StringAttributeConstraints", "MinLength", "MaxLength"),
        ("NumberAttributeConstraints", "MinValue", "MaxValue"),
    ] {
        let bound = |member: &str| -> Result<Option<f64>, ApiError> {
            let text = attribute
                .get(constraints)
                .and_then(|bounds| text_of(bounds, member));
            let is_whole = constraints == "StringAttributeConstraints";
            text.map(|text| match text.parse::<f64>() {
                Ok(number) if number.is_finite() && !(is_whole && text.parse::<u32>().is_err()) => {
                    Ok(number)
                }
                _ => Err(ApiError::invalid(format!(
                    "{member} of attribute {} is no number.",
                    name_of(attribute)
                ))),
            })
            .transpose()
        };
        if let (Some(least), Some(most)) = (bound(lower)?, bound(upper)?)
            && least > most
        {
            return Err(ApiError::invalid(format!(
                "{lower} of attribute {} is above its {upper}.",
                name_of(attribute)
            )));
        }
    }
    Ok(())
}

fn push_custom(attributes: &mut Vec<Value>, mut attribute: Value) -> Result<(), ApiError> {
    let name = name_of(&attribute).to_owned();
    let flag = |member: &str| attribute.get(member).and_then(Value::as_bool);
    if flag("Required") == Some(true) {
        return Err(ApiError::invalid(
            "Required custom attributes are not supported currently.",
        ));
    }
    check_bounds(&attribute)?;
    if attributes.iter().any(|other| name_of(other) == name) {
        return Err(ApiError::invalid(format!(
            "Existing attribute already has name {name}."
        )));
    }
    let custom = attributes
        .iter()
        .filter(|other| name_of(other).contains("custom:"))
        .count();
    if custom >= CUSTOM_ATTRIBUTES {
        // AddCustomAttributes knows no LimitExceededException (BOTO).
        return Err(ApiError::invalid(format!(
            "A user pool may have at most {CUSTOM_ATTRIBUTES} custom attributes."
        )));
    }
    let (mutable, developer_only) = (
        flag("Mutable").unwrap_or(true),
        flag("DeveloperOnlyAttribute").unwrap_or(false),
    );
    insert(&mut attribute, "Mutable", mutable.into());
    insert(&mut attribute, "Required", false.into());
    insert(
        &mut attribute,
        "DeveloperOnlyAttribute",
        developer_only.into(),
    );
    let data_type = text_of(&attribute, "AttributeDataType").map_or("String", |name| name);
    let constraints = match data_type {
        "String" => Some("StringAttributeConstraints"),
        "Number" => Some("NumberAttributeConstraints"),
        _ => None,
    };
    let data_type = Value::from(data_type);
    if let Some(constraints) = constraints
        && attribute.get(constraints).is_none_or(Value::is_null)
    {
        insert(&mut attribute, constraints, json!({}));
    }
    insert(&mut attribute, "AttributeDataType", data_type);
    attributes.push(attribute);
    Ok(())
}

fn custom_name(attribute: &Value) -> String {
    let name = name_of(attribute);
    let is_developer_only = attribute
        .get("DeveloperOnlyAttribute")
        .and_then(Value::as_bool);
    if is_developer_only == Some(true) {
        format!("dev:custom:{name}")
    } else {
        format!("custom:{name}")
    }
}

fn name_of(attribute: &Value) -> &str {
    text_of(attribute, "Name").unwrap_or_default()
}

fn text_of<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(attribute: &Value) -> Result<Vec<Value>, ApiError> {
        let mut attributes = of_a_fresh_pool();
        declare(&mut attributes, attribute).map(|()| attributes)
    }

    #[test]
    fn a_standard_attribute_is_changed_and_a_custom_one_added() {
        let attributes = declared(&json!({"Name": "email", "Required": true})).unwrap();
        assert_eq!(attributes.len(), 20);
        let email = attributes.iter().find(|one| name_of(one) == "email");
        assert_eq!(email.unwrap()["Required"], true);
        assert_eq!(email.unwrap()["AttributeDataType"], "String");
        // What DescribeUserPool answered can be declared again.
        for attribute in of_a_fresh_pool() {
            assert_eq!(declared(&attribute).unwrap(), of_a_fresh_pool());
        }
        let attributes = declared(&json!({"Name": "tier"})).unwrap();
        assert_eq!(name_of(&attributes[20]), "custom:tier");
        let hidden = declared(&json!({"Name": "x", "DeveloperOnlyAttribute": true})).unwrap();
        assert_eq!(name_of(&hidden[20]), "dev:custom:x");
    }

    #[test]
    fn an_attribute_that_cannot_be_is_refused() {
        let standard = "You can not change AttributeDataType or set developerOnlyAttribute for \
                        standard schema attribute email";
        for (attribute, message) in [
            (
                json!({"Name": "x", "Required": true}),
                "Required custom attributes",
            ),
            (
                json!({"Name": "email", "AttributeDataType": "Number"}),
                standard,
            ),
            (
                json!({"Name": "email", "DeveloperOnlyAttribute": true}),
                standard,
            ),
            (
                json!({"Name": "x", "StringAttributeConstraints": {"MinLength": "5", "MaxLength": "4"}}),
                "MinLength of attribute custom:x is above its MaxLength.",
            ),
            (
                json!({"Name": "x", "StringAttributeConstraints": {"MaxLength": "1.5"}}),
                "MaxLength of attribute custom:x is no number.",
            ),
            (
                json!({"Name": "updated_at", "NumberAttributeConstraints": {"MinValue": "x"}}),
                "MinValue of attribute updated_at is no number.",
            ),
        ] {
            let error = declared(&attribute).unwrap_err();
            assert!(error.message().contains(message), "{attribute}: {error}");
        }
        let mut twice = declared(&json!({"Name": "x"})).unwrap();
        let error = declare(&mut twice, &json!({"Name": "x"})).unwrap_err();
        assert!(
            error.message().contains("already has name custom:x"),
            "{error}"
        );
    }

    #[test]
    fn an_attribute_has_a_name_that_is_not_too_long() {
        for (attribute, message) in [
            (json!({}), "Value null at 'schema.1.member.name'"),
            (
                json!({"Name": "a-name-of-21-letters!"}),
                "less than or equal to 20",
            ),
            (
                json!({"Name": "x", "AttributeDataType": "Date"}),
                "Value 'Date' at 'schema.1.member.attributeDataType'",
            ),
        ] {
            let mut violations = Violations::default();
            check("schema", std::slice::from_ref(&attribute), &mut violations);
            let error = violations.check().unwrap_err();
            assert!(error.message().contains(message), "{attribute}: {error}");
        }
    }

    #[test]
    fn a_pool_has_fifty_custom_attributes_and_no_more() {
        let mut attributes = of_a_fresh_pool();
        for number in 0..50 {
            add_custom(&mut attributes, &json!({"Name": format!("a{number}")})).unwrap();
        }
        let error = add_custom(&mut attributes, &json!({"Name": "b"})).unwrap_err();
        assert!(error.message().contains("at most 50"), "{error}");
    }
}
