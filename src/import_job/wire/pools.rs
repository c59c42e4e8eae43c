//! The six operations around pools.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::import_job::Moment;

/// CreateUserPool's input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct CreateUserPoolRequest {
    /// The pool's name.
    pub pool_name: Option<String>,
    /// The attributes that sign a user in beside the username.
    pub alias_attributes: Option<Vec<String>>,
    /// The addresses that users have in place of a username.
    pub username_attributes: Option<Vec<String>>,
    /// Whether letter case matters in usernames.
    pub username_configuration: Option<UsernameConfigurationType>,
    /// Standard attributes that are changed, and custom attributes.
    pub schema: Option<Vec<SchemaAttributeType>>,
    /// The addresses that the service verifies.
    pub auto_verified_attributes: Option<Vec<String>>,
    /// `OFF`, `ON` or `OPTIONAL`.
    pub mfa_configuration: Option<String>,
    /// The other members, which are kept and answered as they were given.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// UpdateUserPool's input: what it leaves out becomes the default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct UpdateUserPoolRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The pool's new name.
    pub pool_name: Option<String>,
    /// The addresses that the service verifies.
    pub auto_verified_attributes: Option<Vec<String>>,
    /// `OFF`, `ON` or `OPTIONAL`.
    pub mfa_configuration: Option<String>,
    /// The other members, which are kept and answered as they were given.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The input of DescribeUserPool and DeleteUserPool.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct UserPoolRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
}

/// ListUserPools' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct ListUserPoolsRequest {
    /// How many pools are wanted at most, 1 to 60.
    pub max_results: Option<i64>,
    /// Where the last answer ended.
    pub next_token: Option<String>,
}

/// AddCustomAttributes' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct AddCustomAttributesRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The attributes, 1 to 25 of them, named without `custom:`.
    pub custom_attributes: Option<Vec<SchemaAttributeType>>,
}

/// How usernames are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct UsernameConfigurationType {
    /// Whether letter case matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_sensitive: Option<bool>,
}

/// One attribute's definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct SchemaAttributeType {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `String`, `Number`, `DateTime` or `Boolean`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_data_type: Option<String>,
    /// Whether only the developer may see it (legacy).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub developer_only_attribute: Option<bool>,
    /// Whether it can be changed after the user exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mutable: Option<bool>,
    /// Whether every user must have a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The bounds of a Number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_attribute_constraints: Option<NumberAttributeConstraintsType>,
    /// The bounds of a String.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub string_attribute_constraints: Option<StringAttributeConstraintsType>,
}

/// The bounds of a Number, as the texts that the API has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the API model has these two members (BOTO)"
)]
pub struct NumberAttributeConstraintsType {
    /// The least value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<String>,
    /// The greatest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<String>,
}

/// The bounds of a String's length, as the texts that the API has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the API model has these two members (BOTO)"
)]
pub struct StringAttributeConstraintsType {
    /// The least number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<String>,
    /// The greatest number of characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<String>,
}

/// A pool on the wire.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserPoolType {
    /// The pool's id.
    pub id: String,
    /// The pool's name.
    pub name: String,
    /// How many users it has.
    pub estimated_number_of_users: u64,
    /// The other members, by their names in the API model.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The output of CreateUserPool and DescribeUserPool.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserPoolResponse {
    /// The pool.
    pub user_pool: UserPoolType,
}

/// A pool in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserPoolDescriptionType {
    /// The pool's id.
    pub id: String,
    /// The pool's name.
    pub name: String,
    /// The pool's Lambda triggers, as they were given.
    pub lambda_config: Value,
    /// When the pool was changed last.
    pub last_modified_date: Moment,
    /// When the pool was created.
    pub creation_date: Moment,
}

/// ListUserPools' output.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListUserPoolsResponse {
    /// The pools, in the order in which they were made.
    pub user_pools: Vec<UserPoolDescriptionType>,
    /// Where the next answer begins, if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The output of an operation that answers nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct EmptyResponse {}
