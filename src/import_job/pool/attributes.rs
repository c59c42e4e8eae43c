//! The attributes of a pool: those of a fresh one, and those that a request adds or changes.

use crate::{
    import_job::{
        ApiError, constraints,
        constraints::Violations,
        wire::{
            NumberAttributeConstraintsType, SchemaAttributeType, StringAttributeConstraintsType,
        },
    },
    schema::{AttributeDataType, STANDARD_CSV_HEADER, UserPool},
};

/// How many custom attributes a pool may have (QUOTA).
const CUSTOM_ATTRIBUTES: usize = 50;

/// Finds what is wrong with attributes one by one.
pub(super) fn check(member: &str, attributes: &[SchemaAttributeType], violations: &mut Violations) {
    for (index, attribute) in attributes.iter().enumerate() {
        let at = |name: &str| format!("{member}.{}.member.{name}", index + 1);
        violations.required(
            &at("name"),
            attribute.name.as_deref(),
            &constraints::ATTRIBUTE_NAME,
        );
        violations.one_of(
            &at("attributeDataType"),
            attribute.attribute_data_type.as_deref(),
            AttributeDataType::NAMES,
        );
    }
}

/// The attributes of a fresh pool (SCHEMA).
pub(super) fn of_a_fresh_pool() -> Vec<SchemaAttributeType> {
    let pool = UserPool::default();
    std::iter::once("sub")
        .chain(STANDARD_CSV_HEADER)
        .filter(|name| !name.starts_with("cognito:"))
        .map(|name| {
            let definition = pool.definition(name);
            let lengths = definition.min_length.zip(definition.max_length);
            SchemaAttributeType {
                name: Some(name.to_owned()),
                attribute_data_type: Some(definition.data_type.as_str().to_owned()),
                developer_only_attribute: Some(false),
                mutable: Some(definition.mutable),
                required: Some(definition.required),
                string_attribute_constraints: lengths.map(|(min, max)| {
                    StringAttributeConstraintsType {
                        min_length: Some(min.to_string()),
                        max_length: Some(max.to_string()),
                    }
                }),
                number_attribute_constraints: definition.min_value.map(|min| {
                    NumberAttributeConstraintsType {
                        min_value: Some(min),
                        max_value: None,
                    }
                }),
            }
        })
        .collect()
}

/// Adds an attribute of CreateUserPool's Schema: a standard one is changed, any other is custom.
pub(super) fn add_attribute(
    attributes: &mut Vec<SchemaAttributeType>,
    given: &SchemaAttributeType,
) -> Result<(), ApiError> {
    let Some(standard) = attributes.iter_mut().find(|other| other.name == given.name) else {
        let names: Vec<String> = attributes
            .iter()
            .filter_map(|one| one.name.clone())
            .collect();
        attributes.push(custom(&names, given)?);
        return Ok(());
    };
    let changes_type = given.attribute_data_type.is_some()
        && given.attribute_data_type != standard.attribute_data_type;
    if changes_type || given.developer_only_attribute == Some(true) {
        return Err(ApiError::invalid(format!(
            "You can not change AttributeDataType or set developerOnlyAttribute for standard \
             schema attribute {}",
            name_of(given)
        )));
    }
    check_bounds(given)?;
    let given = given.clone();
    standard.mutable = given.mutable.or(standard.mutable);
    standard.required = given.required.or(standard.required);
    if given.number_attribute_constraints.is_some() {
        standard.number_attribute_constraints = given.number_attribute_constraints;
    }
    if given.string_attribute_constraints.is_some() {
        standard.string_attribute_constraints = given.string_attribute_constraints;
    }
    Ok(())
}

/// A custom attribute as the pool lists it: its name has a prefix, and what was left out its default.
/// `names` are those of the attributes that the pool has.
pub(super) fn custom(
    names: &[String],
    given: &SchemaAttributeType,
) -> Result<SchemaAttributeType, ApiError> {
    let is_developer_only = given.developer_only_attribute == Some(true);
    let prefix = if is_developer_only {
        "dev:custom:"
    } else {
        "custom:"
    };
    let name = format!("{prefix}{}", name_of(given));
    let mut attribute = given.clone();
    attribute.name = Some(name.clone());
    if attribute.required == Some(true) {
        return Err(ApiError::invalid(
            "Required custom attributes are not supported currently.",
        ));
    }
    check_bounds(&attribute)?;
    if names.contains(&name) {
        return Err(ApiError::invalid(format!(
            "Existing attribute already has name {name}."
        )));
    }
    let custom = names.iter().filter(|name| name.contains("custom:")).count();
    if custom >= CUSTOM_ATTRIBUTES {
        // AddCustomAttributes knows no LimitExceededException (BOTO).
        return Err(ApiError::invalid(format!(
            "A user pool may have at most {CUSTOM_ATTRIBUTES} custom attributes."
        )));
    }
    attribute.mutable = attribute.mutable.or(Some(true));
    attribute.required = Some(false);
    attribute.developer_only_attribute = Some(is_developer_only);
    let data_type = attribute
        .attribute_data_type
        .get_or_insert_with(|| AttributeDataType::String.as_str().to_owned());
    match data_type.parse() {
        Ok(AttributeDataType::String) => {
            attribute
                .string_attribute_constraints
                .get_or_insert_default();
        }
        Ok(AttributeDataType::Number) => {
            attribute
                .number_attribute_constraints
                .get_or_insert_default();
        }
        _ => {}
    }
    Ok(attribute)
}

/// Bounds are numbers as texts, and the lower one is not above the upper one.
fn check_bounds(attribute: &SchemaAttributeType) -> Result<(), ApiError> {
    if let Some(lengths) = &attribute.string_attribute_constraints {
        let whole = |text: &str| text.parse::<u32>().ok().map(f64::from);
        check_pair(
            attribute,
            ("MinLength", lengths.min_length.as_deref()),
            ("MaxLength", lengths.max_length.as_deref()),
            whole,
        )?;
    }
    if let Some(values) = &attribute.number_attribute_constraints {
        let finite = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
        check_pair(
            attribute,
            ("MinValue", values.min_value.as_deref()),
            ("MaxValue", values.max_value.as_deref()),
            finite,
        )?;
    }
    Ok(())
}

fn check_pair(
    attribute: &SchemaAttributeType,
    (lower, least): (&str, Option<&str>),
    (upper, most): (&str, Option<&str>),
    parse: impl Fn(&str) -> Option<f64>,
) -> Result<(), ApiError> {
    let name = name_of(attribute);
    let bound = |member: &str, text: Option<&str>| {
        text.map(|text| {
            parse(text).ok_or_else(|| {
                ApiError::invalid(format!("{member} of attribute {name} is not a number."))
            })
        })
        .transpose()
    };
    match (bound(lower, least)?, bound(upper, most)?) {
        (Some(least), Some(most)) if least > most => Err(ApiError::invalid(format!(
            "{lower} of attribute {name} is above its {upper}."
        ))),
        _ => Ok(()),
    }
}

fn name_of(attribute: &SchemaAttributeType) -> &str {
    attribute.name.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;

    fn attribute(json: &Value) -> SchemaAttributeType {
        SchemaAttributeType::deserialize(json).unwrap()
    }

    fn added(json: &Value) -> Result<Vec<SchemaAttributeType>, ApiError> {
        let mut attributes = of_a_fresh_pool();
        add_attribute(&mut attributes, &attribute(json)).map(|()| attributes)
    }

    #[test]
    fn a_standard_attribute_is_changed_and_a_custom_one_added() {
        let attributes = added(&json!({"Name": "email", "Required": true})).unwrap();
        assert_eq!(attributes.len(), 20);
        let email = attributes.iter().find(|one| name_of(one) == "email");
        assert_eq!(email.unwrap().required, Some(true));
        assert_eq!(
            email.unwrap().attribute_data_type.as_deref(),
            Some("String")
        );
        // What DescribeUserPool answered can be given again.
        for attribute in of_a_fresh_pool() {
            assert_eq!(added(&json!(attribute)).unwrap(), of_a_fresh_pool());
        }
        let attributes = added(&json!({"Name": "tier"})).unwrap();
        assert_eq!(name_of(&attributes[20]), "custom:tier");
        let hidden = added(&json!({"Name": "x", "DeveloperOnlyAttribute": true})).unwrap();
        assert_eq!(name_of(&hidden[20]), "dev:custom:x");
    }

    #[test]
    fn an_attribute_that_cannot_be_is_refused() {
        let standard = "You can not change AttributeDataType or set developerOnlyAttribute for \
                        standard schema attribute email";
        for (given, message) in [
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
                "MaxLength of attribute custom:x is not a number.",
            ),
            (
                json!({"Name": "updated_at", "NumberAttributeConstraints": {"MinValue": "x"}}),
                "MinValue of attribute updated_at is not a number.",
            ),
        ] {
            let error = added(&given).unwrap_err();
            assert!(error.message().contains(message), "{given}: {error}");
        }
        let mut twice = added(&json!({"Name": "x"})).unwrap();
        let error = add_attribute(&mut twice, &attribute(&json!({"Name": "x"}))).unwrap_err();
        assert!(
            error.message().contains("already has name custom:x"),
            "{error}"
        );
    }

    #[test]
    fn an_attribute_has_a_name_that_is_not_too_long() {
        for (given, message) in [
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
            check("schema", &[attribute(&given)], &mut violations);
            let error = violations.check().unwrap_err();
            assert!(error.message().contains(message), "{given}: {error}");
        }
    }

    #[test]
    fn a_pool_has_fifty_custom_attributes_and_no_more() {
        let mut attributes = of_a_fresh_pool();
        for number in 0..50 {
            let given = attribute(&json!({"Name": format!("a{number}")}));
            add_attribute(&mut attributes, &given).unwrap();
        }
        let given = attribute(&json!({"Name": "b"}));
        let error = add_attribute(&mut attributes, &given).unwrap_err();
        assert!(error.message().contains("at most 50"), "{error}");
    }
}
