//! DescribeUserPool's answer as it is on the wire.

#[cfg(test)]
mod tests;

use std::{collections::HashSet, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, SeqAccess, Unexpected, Visitor},
};

#[cfg(feature = "import-job")]
use serde_json::Map;
use serde_json::Value;

use super::{
    SchemaError,
    api_name::ApiName,
    attribute::{Attribute, AttributeDataType},
    bounds::{Decimal, Length},
    csv_header::can_head_a_column,
    load::{self, Object},
    standard_attributes,
    user_pool::{
        AliasAttribute, FirstAuthFactor, MfaConfiguration, UserPool, UserPoolTier,
        VerifiableAttribute,
    },
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

/// Reads members that are known to be those of a pool, however few they are.
#[cfg(feature = "import-job")]
pub(super) fn from_members(members: &Map<String, Value>) -> Result<UserPool, SchemaError> {
    let Object(document) = load::from_json::<Object<Document>>(members)?;
    pool_of("", document)
}

fn user_pool(document: Document) -> Result<UserPool, SchemaError> {
    document.refuse_others()?;
    match document.user_pool {
        Some(inner) => pool_of("UserPool.", inner.0),
        None => pool_of("", document),
    }
}

fn pool_of(prefix: &str, document: Document) -> Result<UserPool, SchemaError> {
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
        tier: document
            .tier
            .and_then(|tier| UserPoolTier::of_name(tier.as_str()?)),
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
    #[serde(rename = "UserPoolTier")]
    tier: Option<Value>,
    #[serde(rename = "Arn")]
    arn: Option<IgnoredAny>,
    // Members of other documents, so that none of them is taken for a pool that verifies nothing.
    #[serde(rename = "CSVHeader")]
    csv_header: Option<IgnoredAny>,
    #[serde(rename = "Users")]
    users: Option<IgnoredAny>,
    #[serde(rename = "UserPools")]
    user_pools: Option<IgnoredAny>,
    #[serde(rename = "UserPoolClient")]
    client: Option<IgnoredAny>,
    #[serde(rename = "PoolName")]
    pool_name: Option<IgnoredAny>,
    #[serde(rename = "Schema")]
    schema: Option<IgnoredAny>,
    #[serde(rename = "UserPoolId")]
    user_pool_id: Option<IgnoredAny>,
    #[serde(rename = "SmsMfaConfiguration")]
    sms_mfa: Option<IgnoredAny>,
    #[serde(rename = "SoftwareTokenMfaConfiguration")]
    software_token_mfa: Option<IgnoredAny>,
    #[serde(rename = "Resources")]
    resources_of_template: Option<IgnoredAny>,
    #[serde(rename = "terraform_version")]
    terraform_version: Option<IgnoredAny>,
}

impl Document {
    /// Refuses a document that is not DescribeUserPool's answer, and says which other it is where its
    /// members show that. Taken for a pool, it would be one that verifies no address.
    fn refuse_others(&self) -> Result<(), SchemaError> {
        let found = match &self.user_pool {
            // Within `UserPool`, each member is the pool's.
            Some(inner)
                if inner.0.is_of_a_pool() || inner.0.names_a_pool() || inner.0.mfa.is_some() =>
            {
                return Ok(());
            }
            Some(_) => "a UserPool without any of its members",
            None => match self.other() {
                Some(other) => other,
                None if self.is_of_a_pool() => return Ok(()),
                None if self.names_a_pool() => "an entry of ListUserPools' answer",
                None if self.mfa.is_some() => "GetUserPoolMfaConfig's answer",
                None => "none of its members",
            },
        };
        Err(SchemaError::malformed(
            None,
            None,
            format!("expected DescribeUserPool's answer, found {found}"),
        ))
    }

    /// Whether the document has a member that no other answer of the service has.
    fn is_of_a_pool(&self) -> bool {
        self.attributes.is_some()
            || self.auto_verified.is_some()
            || self.aliases.is_some()
            || self.username_attributes.is_some()
            || self.username_configuration.is_some()
            || self.policies.is_some()
            || self.tier.is_some()
            || self.arn.is_some()
            || (self.mfa.is_some() && self.id.is_some())
    }

    const fn names_a_pool(&self) -> bool {
        self.id.is_some() || self.name.is_some()
    }

    /// Which other document this is, by a member that only that one has.
    fn other(&self) -> Option<&'static str> {
        if self.csv_header.is_some() {
            Some("GetCSVHeader's answer; the CSVHeader and the user pool may be swapped")
        } else if self.users.is_some() {
            Some("ListUsers' answer")
        } else if self.user_pools.is_some() {
            Some("ListUserPools' answer, which does not say how a pool is configured")
        } else if self.client.is_some() {
            Some("DescribeUserPoolClient's answer")
        } else if self.pool_name.is_some() || self.schema.is_some() {
            Some("CreateUserPool's input")
        } else if self.sms_mfa.is_some() || self.software_token_mfa.is_some() {
            Some("GetUserPoolMfaConfig's answer")
        } else if self.user_pool_id.is_some() {
            Some("UpdateUserPool's input")
        } else if self.terraform_version.is_some() {
            Some("a state of Terraform")
        } else if self.resources_of_template.is_some() {
            Some("a template of CloudFormation")
        } else {
            None
        }
    }
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
