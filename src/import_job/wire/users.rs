//! The operations around users.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{import_job::Moment, values::epoch};

/// ListUsers' input.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct ListUsersRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The attributes that are wanted; all of them where it is absent.
    pub attributes_to_get: Option<Vec<String>>,
    /// How many users are wanted at most, 0 to 60.
    pub limit: Option<i64>,
    /// Where the last answer ended.
    pub pagination_token: Option<String>,
    /// Which users are wanted, such as `email ^= "ana"`.
    pub filter: Option<String>,
}

/// The input of AdminGetUser and AdminDeleteUser.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct AdminUserRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The username, an alias or the `sub`.
    pub username: Option<String>,
}

/// One attribute.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(
    clippy::exhaustive_structs,
    reason = "the API model has these two members (BOTO)"
)]
pub struct AttributeType {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(default)]
    pub value: String,
}

/// One way of a second factor, as older clients know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(
    clippy::exhaustive_structs,
    reason = "the API model has these two members (BOTO)"
)]
pub struct MfaOptionType {
    /// How the code is sent.
    pub delivery_medium: String,
    /// Where it is sent to.
    pub attribute_name: String,
}

/// A user in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserType {
    /// The username.
    pub username: String,
    /// The attributes.
    #[serde(default)]
    pub attributes: Vec<AttributeType>,
    /// When the user was made.
    #[serde(default, deserialize_with = "date")]
    pub user_create_date: Moment,
    /// When the user was changed last.
    #[serde(default, deserialize_with = "date")]
    pub user_last_modified_date: Moment,
    /// Whether the user may sign in at all.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// The status.
    #[serde(default = "reset_required")]
    pub user_status: String,
    /// The second factors.
    #[serde(
        rename = "MFAOptions",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub mfa_options: Option<Vec<MfaOptionType>>,
}

/// A date as the service sends it, a number, or as the AWS CLI prints it.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Date {
        Number(Moment),
        Text(String),
    }
    Ok(match Date::deserialize(deserializer)? {
        Date::Number(moment) => moment,
        Date::Text(text) => epoch::from_iso_timestamp(&text)
            .map_or_else(Moment::default, |seconds| {
                Moment::of_millis(seconds.saturating_mul(1000))
            }),
    })
}

const fn yes() -> bool {
    true
}

fn reset_required() -> String {
    "RESET_REQUIRED".to_owned()
}

/// ListUsers' output.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListUsersResponse {
    /// The users.
    pub users: Vec<UserType>,
    /// Where the next answer begins, if there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}

/// AdminGetUser's output.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AdminGetUserResponse {
    /// The username.
    pub username: String,
    /// The attributes.
    pub user_attributes: Vec<AttributeType>,
    /// When the user was made.
    pub user_create_date: Moment,
    /// When the user was changed last.
    pub user_last_modified_date: Moment,
    /// Whether the user may sign in at all.
    pub enabled: bool,
    /// The status.
    pub user_status: String,
    /// The second factors.
    #[serde(rename = "MFAOptions", skip_serializing_if = "Option::is_none")]
    pub mfa_options: Option<Vec<MfaOptionType>>,
    /// The second factors by their newer names.
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Option::is_none")]
    pub user_mfa_setting_list: Option<Vec<String>>,
    /// The second factor that is asked for first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_mfa_setting: Option<String>,
}

/// Says what these types are, and nothing of a person.
macro_rules! debug_without_values {
    ($($type:ident),+) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), " { .. }"))
            }
        }
    )+};
}

debug_without_values!(
    ListUsersRequest,
    AdminUserRequest,
    AttributeType,
    UserType,
    ListUsersResponse,
    AdminGetUserResponse
);
