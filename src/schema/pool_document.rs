//! DescribeUserPool's answer as it is on the wire.

use std::{collections::HashSet, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, SeqAccess, Unexpected, Visitor},
};

#[cfg(feature = "import-job")]
use serde_json::{Map, Value};

use super::{
    SchemaError,
    api_name::ApiName,
    attribute::{Attribute, AttributeDataType},
    bounds::{Decimal, Length},
    csv_header::can_head_a_column,
    load::{self, Object},
    standard_attributes,
    user_pool::{AliasAttribute, FirstAuthFactor, MfaConfiguration, UserPool, VerifiableAttribute},
};

/// How many attributes a pool may list. The service allows 70 (QUOTA); the bound only keeps a
/// document that is not of a pool from costing time.
const MOST_ATTRIBUTES: usize = 10_000;

/// Reads the document.
pub(super) fn parse(text: &str) -> Result<UserPool, SchemaError> {
    let Object(document) = load::json::<Object<Document>>(text)?;
    user_pool(document)
}

/// The members of the pool, whatever they are, of a document that [`parse`] reads.
#[cfg(feature = "import-job")]
pub(super) fn members(text: &str) -> Result<Map<String, Value>, SchemaError> {
    parse(text)?;
    let mut members: Map<String, Value> = load::json(text)?;
    match members.remove("UserPool") {
        Some(Value::Object(inner)) => Ok(inner),
        _ => Ok(members),
    }
}

/// Reads the document where it is JSON already.
pub(super) fn from_json<'de>(
    document: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<UserPool, SchemaError> {
    let Object(document) = load::from_json::<Object<Document>>(document)?;
    user_pool(document)
}

fn user_pool(document: Document) -> Result<UserPool, SchemaError> {
    let (prefix, document) = match document.user_pool {
        Some(inner) => ("UserPool.", inner.0),
        None => ("", document),
    };
    if document.csv_header.is_some() || document.users.is_some() {
        return Err(SchemaError::malformed(
            None,
            None,
            "expected DescribeUserPool's answer, found the answer of GetCSVHeader or ListUsers",
        ));
    }
    let aliases = distinct(document.aliases);
    let username_attributes = distinct(document.username_attributes);
    if !aliases.is_empty() && !username_attributes.is_empty() {
        return Err(SchemaError::malformed(
            Some(format!("{prefix}UsernameAttributes")),
            None,
            "AliasAttributes and UsernameAttributes exclude each other, but both are given",
        ));
    }
    let attributes = document.attributes.map(|list| list.0).unwrap_or_default();
    let mut seen = HashSet::new();
    for (index, attribute) in attributes.iter().enumerate() {
        if !seen.insert(attribute.name.as_str()) {
            return Err(SchemaError::malformed(
                Some(format!("{prefix}SchemaAttributes[{index}].Name")),
                None,
                "an attribute of this name is listed before",
            ));
        }
    }
    Ok(UserPool {
        id: document.id,
        name: document.name,
        attributes,
        auto_verified: distinct(document.auto_verified),
        aliases,
        username_attributes,
        case_sensitive: document
            .username_configuration
            .and_then(|Object(configuration)| configuration.case_sensitive)
            .unwrap_or(true),
        mfa: document.mfa.map(|named| named.0).unwrap_or_default(),
        first_auth_factors: document
            .policies
            .and_then(|Object(policies)| policies.sign_in)
            .and_then(|Object(policy)| policy.first_auth_factors)
            .unwrap_or_default()
            .iter()
            .filter_map(|name| FirstAuthFactor::of_name(name))
            .collect(),
    })
}

fn distinct<T: Copy + PartialEq>(names: Option<Vec<Named<T>>>) -> Vec<T> {
    let mut values = Vec::new();
    for Named(value) in names.unwrap_or_default() {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "UserPool")]
    user_pool: Option<Box<Object<Self>>>,
    #[serde(rename = "Id")]
    id: Option<String>,
    #[serde(rename = "Name")]
    name: Option<String>,
    #[serde(rename = "SchemaAttributes")]
    attributes: Option<Attributes>,
    #[serde(rename = "AutoVerifiedAttributes")]
    auto_verified: Option<Vec<Named<VerifiableAttribute>>>,
    #[serde(rename = "AliasAttributes")]
    aliases: Option<Vec<Named<AliasAttribute>>>,
    #[serde(rename = "UsernameAttributes")]
    username_attributes: Option<Vec<Named<VerifiableAttribute>>>,
    #[serde(rename = "UsernameConfiguration")]
    username_configuration: Option<Object<UsernameConfiguration>>,
    #[serde(rename = "MfaConfiguration")]
    mfa: Option<Named<MfaConfiguration>>,
    #[serde(rename = "Policies")]
    policies: Option<Object<Policies>>,
    // Members of other answers, so that the wrong document is not taken for a pool that is silent.
    #[serde(rename = "CSVHeader")]
    csv_header: Option<IgnoredAny>,
    #[serde(rename = "Users")]
    users: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct UsernameConfiguration {
    #[serde(rename = "CaseSensitive")]
    case_sensitive: Option<bool>,
}

#[derive(Deserialize)]
struct Policies {
    #[serde(rename = "SignInPolicy")]
    sign_in: Option<Object<SignInPolicy>>,
}

#[derive(Deserialize)]
struct SignInPolicy {
    #[serde(rename = "AllowedFirstAuthFactors")]
    first_auth_factors: Option<Vec<String>>,
}

/// One entry of `SchemaAttributes`.
#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Name")]
    name: AttributeName,
    #[serde(rename = "AttributeDataType")]
    data_type: Option<Named<AttributeDataType>>,
    #[serde(rename = "DeveloperOnlyAttribute")]
    developer_only: Option<bool>,
    #[serde(rename = "Mutable")]
    mutable: Option<bool>,
    #[serde(rename = "Required")]
    required: Option<bool>,
    #[serde(rename = "StringAttributeConstraints")]
    lengths: Option<Object<Lengths>>,
    #[serde(rename = "NumberAttributeConstraints")]
    values: Option<Object<Values>>,
}

#[derive(Deserialize, Default)]
struct Lengths {
    #[serde(rename = "MinLength")]
    min: Option<Length>,
    #[serde(rename = "MaxLength")]
    max: Option<Length>,
}

#[derive(Deserialize, Default)]
struct Values {
    #[serde(rename = "MinValue")]
    min: Option<Decimal>,
    #[serde(rename = "MaxValue")]
    max: Option<Decimal>,
}

impl From<Entry> for Attribute {
    /// What an entry leaves out is as in the standard attribute of its name; constraints that it
    /// leaves out do not exist, since the service lists those that do.
    fn from(entry: Entry) -> Self {
        let AttributeName(name) = entry.name;
        let default = standard_attributes::default_definition(&name)
            .unwrap_or_else(|| Self::unconstrained(name, AttributeDataType::String));
        let data_type = entry.data_type.map_or(default.data_type, |named| named.0);
        let Object(lengths) = entry
            .lengths
            .filter(|_| data_type == AttributeDataType::String)
            .unwrap_or_default();
        let Object(values) = entry
            .values
            .filter(|_| data_type == AttributeDataType::Number)
            .unwrap_or_default();
        Self {
            data_type,
            developer_only: entry.developer_only.unwrap_or(default.developer_only),
            mutable: entry.mutable.unwrap_or(default.mutable),
            required: entry.required.unwrap_or(default.required),
            min_length: lengths.min.map(|length| length.0),
            max_length: lengths.max.map(|length| length.0),
            min_value: values.min.map(|value| value.0),
            max_value: values.max.map(|value| value.0),
            is_listed: true,
            name: default.name,
        }
    }
}

struct Attributes(Vec<Attribute>);

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AttributesVisitor;

        impl<'de> Visitor<'de> for AttributesVisitor {
            type Value = Attributes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "an array of at most {MOST_ATTRIBUTES} attributes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Attributes, A::Error> {
                let mut attributes = Vec::new();
                while let Some(Object(entry)) = seq.next_element::<Object<Entry>>()? {
                    if attributes.len() == MOST_ATTRIBUTES {
                        return Err(de::Error::invalid_value(Unexpected::Seq, &self));
                    }
                    attributes.push(entry.into());
                }
                Ok(Attributes(attributes))
            }
        }

        deserializer.deserialize_seq(AttributesVisitor)
    }
}

/// A value that the API names, checked where it is so that the error has the place.
struct Named<T>(T);

impl<'de, T: ApiName> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamedVisitor<T>(PhantomData<T>);

        impl<T: ApiName> Visitor<'_> for NamedVisitor<T> {
            type Value = Named<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::EXPECTED)
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Named<T>, E> {
                T::of_name(name)
                    .map(Named)
                    .ok_or_else(|| E::invalid_value(Unexpected::Str(name), &self))
            }
        }

        deserializer.deserialize_str(NamedVisitor(PhantomData))
    }
}

struct AttributeName(String);

impl<'de> Deserialize<'de> for AttributeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl Visitor<'_> for NameVisitor {
            type Value = AttributeName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an attribute's name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<AttributeName, E> {
                if !can_head_a_column(name) {
                    return Err(E::invalid_value(Unexpected::Str(name), &self));
                }
                Ok(AttributeName(name.to_owned()))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    const FULL: &str = r#"{"UserPool": {
        "Id": "us-east-1_EXAMPLE01", "Name": "shop", "Status": "Enabled",
        "Policies": {"PasswordPolicy": {"MinimumLength": 8},
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "TELEPATHY", "WEB_AUTHN"]}},
        "SchemaAttributes": [
            {"Name": "sub", "AttributeDataType": "String", "DeveloperOnlyAttribute": false,
             "Mutable": false, "Required": true,
             "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"}},
            {"Name": "identities", "AttributeDataType": "String", "StringAttributeConstraints": {}},
            {"Name": "custom:age", "AttributeDataType": "Number",
             "NumberAttributeConstraints": {"MinValue": "-1.5", "MaxValue": 150}},
            {"Name": "custom:tier", "AttributeDataType": "String",
             "StringAttributeConstraints": {"MaxLength": 12}},
            {"Name": "dev:custom:note", "DeveloperOnlyAttribute": true},
            {"Name": "custom:since", "AttributeDataType": "DateTime", "Mutable": false,
             "StringAttributeConstraints": {"MaxLength": "3"}}],
        "AutoVerifiedAttributes": ["phone_number", "email", "email"],
        "AliasAttributes": ["preferred_username"],
        "UsernameConfiguration": {"CaseSensitive": false},
        "MfaConfiguration": "OPTIONAL", "UserPoolTier": "ESSENTIALS"}}"#;

    #[cfg(feature = "import-job")]
    #[test]
    fn every_member_can_be_had_of_a_document_that_is_read() {
        let pool = members(r#"{"UserPool":{"Id":"eu-west-1_Abc","Other":[1]}}"#).unwrap();
        assert_eq!(pool["Other"], serde_json::json!([1]));
        assert_eq!(members(r#"{"Id":"a_1"}"#).unwrap()["Id"], "a_1");
        assert!(members(r#"{"MfaConfiguration":"on"}"#).is_err());
        assert!(members(r#"{"Id":"a_1","Other":1e999}"#).is_err());
    }

    #[test]
    fn every_member_that_matters_is_read() {
        let pool = parse(FULL).unwrap();
        assert_eq!(pool.id.as_deref(), Some("us-east-1_EXAMPLE01"));
        assert_eq!(pool.name.as_deref(), Some("shop"));
        assert_eq!(
            pool.auto_verified,
            [VerifiableAttribute::PhoneNumber, VerifiableAttribute::Email]
        );
        assert_eq!(pool.aliases, [AliasAttribute::PreferredUsername]);
        assert!(pool.username_attributes.is_empty() && !pool.case_sensitive);
        assert_eq!(pool.mfa, MfaConfiguration::Optional);
        assert_eq!(
            pool.first_auth_factors,
            [FirstAuthFactor::Password, FirstAuthFactor::WebAuthn]
        );
        let [sub, identities, age, tier, note, since] = &pool.attributes[..] else {
            panic!("six attributes are listed");
        };
        assert!(pool.attributes.iter().all(|attribute| attribute.is_listed));
        assert_eq!((sub.min_length, sub.max_length), (Some(1), Some(2048)));
        assert!(sub.required && !sub.mutable);
        assert_eq!((identities.min_length, identities.max_length), (None, None));
        assert_eq!(age.data_type, AttributeDataType::Number);
        assert_eq!(age.min_value.as_deref(), Some("-1.5"));
        assert_eq!(age.max_value.as_deref(), Some("150"));
        assert_eq!((tier.min_length, tier.max_length), (None, Some(12)));
        assert!(tier.mutable && !tier.required && !tier.developer_only);
        assert!(note.developer_only && note.data_type == AttributeDataType::String);
        assert_eq!(since.data_type, AttributeDataType::DateTime);
        assert!(!since.mutable && since.max_length.is_none());
    }

    #[test]
    fn the_outer_member_may_be_left_out() {
        let inner = FULL
            .strip_prefix(r#"{"UserPool": "#)
            .and_then(|text| text.strip_suffix('}'))
            .unwrap();
        assert_eq!(parse(inner).unwrap(), parse(FULL).unwrap());
    }

    #[test]
    fn absent_and_null_members_have_the_service_s_defaults() {
        for text in [
            "{}",
            r#"{"UserPool":{}}"#,
            r#"{"Id":null,"SchemaAttributes":null,"AliasAttributes":null,"Policies":null,
                "UsernameConfiguration":{"CaseSensitive":null},"MfaConfiguration":null}"#,
        ] {
            assert_eq!(parse(text).unwrap(), UserPool::default(), "{text}");
        }
    }

    #[test]
    fn a_listed_attribute_that_is_silent_is_as_the_standard_one_without_constraints() {
        let pool =
            parse(r#"{"SchemaAttributes":[{"Name":"email_verified"},{"Name":"birthdate"}]}"#)
                .unwrap();
        assert_eq!(pool.attributes[0].data_type, AttributeDataType::Boolean);
        assert_eq!(pool.attributes[1].max_length, None);
    }

    #[test]
    fn unknown_names_are_errors_with_their_path() {
        for (text, path) in [
            (r#"{"MfaConfiguration":"on"}"#, "MfaConfiguration"),
            (
                r#"{"AutoVerifiedAttributes":["email","fax"]}"#,
                "AutoVerifiedAttributes[1]",
            ),
            (r#"{"AliasAttributes":["fax"]}"#, "AliasAttributes[0]"),
            (
                r#"{"UsernameAttributes":["preferred_username"]}"#,
                "UsernameAttributes[0]",
            ),
            (
                r#"{"SchemaAttributes":[{"Name":"a","AttributeDataType":"Text"}]}"#,
                "SchemaAttributes[0].AttributeDataType",
            ),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.path(), Some(path));
            assert_eq!(error.position().map(|place| place.line), Some(1));
            assert!(error.to_string().contains("expected "), "{error}");
        }
    }

    #[test]
    fn type_mismatches_show_no_value() {
        assert_eq!(
            message("{\"UserPool\":\n{\"Id\":77777}}"),
            "line 2, column 11, at UserPool.Id: expected a string, found a number"
        );
        assert_eq!(
            message(r#"{"UsernameConfiguration":{"CaseSensitive":"s3cret"}}"#),
            "line 1, column 50, at UsernameConfiguration.CaseSensitive: \
             expected a boolean, found a string"
        );
        assert_eq!(
            message(r#"{"SchemaAttributes":[{}]}"#),
            "line 1, column 23, at SchemaAttributes[0]: missing field `Name`"
        );
        assert_eq!(
            message(r#"{"SchemaAttributes":[["s3cret"]]}"#),
            "line 1, column 21, at SchemaAttributes[0]: expected an object, found an array"
        );
        assert_eq!(
            message(r#"{"SchemaAttributes":[{"Name":" "}]}"#),
            "line 1, column 32, at SchemaAttributes[0].Name: \
             expected an attribute's name, found another string"
        );
        assert_eq!(
            message(r#"{"SchemaAttributes":[{"Name":"custom:a\nb"}]}"#),
            "line 1, column 42, at SchemaAttributes[0].Name: \
             expected an attribute's name, found another string"
        );
    }

    #[test]
    fn bounds_are_whole_lengths_and_decimal_values() {
        let length = |bound: &str| {
            parse(&format!(
                r#"{{"SchemaAttributes":[{{"Name":"a",
                    "StringAttributeConstraints":{{"MaxLength":{bound}}}}}]}}"#
            ))
            .map(|pool| pool.attributes[0].max_length.unwrap())
            .map_err(|error| error.path().unwrap_or_default().to_owned())
        };
        assert_eq!(length("\"007\""), Ok(7));
        assert_eq!(length("2048"), Ok(2048));
        for bound in [
            "\"\"",
            "\"-1\"",
            "\"+1\"",
            "\" 1\"",
            "\"1.0\"",
            "\"99999999999999999999\"",
            "-1",
            "1.5",
            "true",
            "[]",
        ] {
            assert_eq!(
                length(bound).unwrap_err(),
                "SchemaAttributes[0].StringAttributeConstraints.MaxLength",
                "{bound}"
            );
        }
        let value = |bound: &str| {
            parse(&format!(
                r#"{{"SchemaAttributes":[{{"Name":"a","AttributeDataType":"Number",
                    "NumberAttributeConstraints":{{"MinValue":{bound}}}}}]}}"#
            ))
            .map(|pool| pool.attributes[0].min_value.clone().unwrap())
            .map_err(|error| error.path().unwrap_or_default().to_owned())
        };
        for (bound, text) in [
            ("\"-12.50\"", "-12.50"),
            ("-3", "-3"),
            ("0.25", "0.25"),
            ("1e3", "1000"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            assert_eq!(value(bound).as_deref(), Ok(text), "{bound}");
        }
        for bound in [
            "\"\"", "\"1e3\"", "\"+1\"", "\".5\"", "\"5.\"", "\"-\"", "\"NaN\"", "{}",
        ] {
            assert_eq!(
                value(bound).unwrap_err(),
                "SchemaAttributes[0].NumberAttributeConstraints.MinValue",
                "{bound}"
            );
        }
    }

    #[test]
    fn aliases_and_username_attributes_exclude_each_other() {
        assert_eq!(
            message(r#"{"UserPool":{"AliasAttributes":["email"],"UsernameAttributes":["email"]}}"#),
            "at UserPool.UsernameAttributes: AliasAttributes and UsernameAttributes exclude each \
             other, but both are given"
        );
        assert!(parse(r#"{"AliasAttributes":["email"],"UsernameAttributes":[]}"#).is_ok());
    }

    #[test]
    fn an_attribute_is_listed_once() {
        let error = parse(r#"{"SchemaAttributes":[{"Name":"a"},{"Name":"b"},{"Name":"a"}]}"#);
        assert_eq!(error.unwrap_err().path(), Some("SchemaAttributes[2].Name"));
    }

    #[test]
    fn another_answer_is_not_taken_for_a_silent_pool() {
        for text in [
            r#"{"UserPoolId":"p_1","CSVHeader":["email"]}"#,
            r#"{"Users":[]}"#,
        ] {
            assert!(message(text).starts_with("expected DescribeUserPool's answer"));
        }
    }

    #[test]
    fn the_number_of_attributes_is_bounded() {
        let list = |count: usize| {
            let entries: Vec<_> = (0..count)
                .map(|n| format!(r#"{{"Name":"custom:{n}"}}"#))
                .collect();
            parse(&format!(
                r#"{{"SchemaAttributes":[{}]}}"#,
                entries.join(",")
            ))
        };
        assert_eq!(list(10_000).unwrap().attributes.len(), 10_000);
        assert!(list(10_001).is_err());
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_overflow() {
        let text = r#"{"UserPool":"#.repeat(100_000);
        assert!(message(&text).contains("recursion limit"));
    }
}
