//! From what a client sends to what it gets: the operation by its target, the body by its members.
//!
//! An operation is a method of [`ImportService`] or, from sign-in on, a file of this folder: its request,
//! what it does in the order of the service's checks, and its answer. Both kinds are in the one list here.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::{ApiError, ErrorKind, ImportService, model, service::key_of, wire};

mod admin_add_user_to_group;
mod admin_create_user;
mod admin_delete_user_attributes;
mod admin_disable_user;
mod admin_enable_user;
mod admin_initiate_auth;
mod admin_link_provider_for_user;
mod admin_list_groups_for_user;
mod admin_list_user_auth_events;
mod admin_remove_user_from_group;
mod admin_reset_user_password;
mod admin_respond_to_auth_challenge;
mod admin_set_user_mfa_preference;
mod admin_set_user_password;
mod admin_update_user_attributes;
mod admin_user_global_sign_out;
mod associate_software_token;
mod change_password;
mod confirm_forgot_password;
mod create_group;
mod create_user_pool_client;
mod delete_group;
mod delete_user_pool_client;
mod describe_user_pool_client;
mod forgot_password;
mod get_group;
mod get_tokens_from_refresh_token;
mod get_user;
mod get_user_pool_mfa_config;
mod global_sign_out;
mod initiate_auth;
mod list_groups;
mod list_user_pool_clients;
mod list_users_in_group;
mod respond_to_auth_challenge;
mod revoke_token;
mod set_user_mfa_preference;
mod set_user_pool_mfa_config;
mod update_group;
mod update_user_pool_client;
mod verify_software_token;

/// Who sends an operation's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// A program with credentials of AWS, which signs them.
    Signed,
    /// An application without any (BOTO).
    Unsigned,
}

/// One operation.
#[cfg_attr(
    not(feature = "serve"),
    expect(
        dead_code,
        reason = "who sends it, and for how long it computes, matters to a server"
    )
)]
struct Operation {
    /// As `X-Amz-Target` names it.
    target: &'static str,
    sender: Sender,
    /// Whether it computes for long, as a password's hash does.
    is_slow: bool,
    /// What it does with the service and the body of a request.
    run: fn(&ImportService, &[u8]) -> Result<Value, ApiError>,
}

macro_rules! operations {
    (
        methods { $($service:ident . $method:literal => $run:expr;)+ }
        files { $($name:literal $sender:ident $speed:ident => $file:ident;)+ }
    ) => {
        /// The targets that are served, as `X-Amz-Target` names them.
        pub const OPERATIONS: &[&str] = &[
            $(operations!(@target $service $method),)+
            $(operations!(@target COGNITO $name)),+
        ];

        static TABLE: &[Operation] = &[
            $(Operation {
                target: operations!(@target $service $method),
                sender: Sender::Signed,
                is_slow: false,
                run: $run,
            },)+
            $(Operation {
                target: operations!(@target COGNITO $name),
                sender: Sender::$sender,
                is_slow: operations!(@is_slow $speed),
                run: |service, body| answer($file::run(service, &checked($name, body)?)?),
            }),+
        ];
    };
    (@target COGNITO $name:literal) => { concat!("AWSCognitoIdentityProviderService.", $name) };
    (@is_slow Quick) => { false };
    (@is_slow Slow) => { true };
    (@target LOGS $name:literal) => { concat!("Logs_20140328.", $name) };
}

operations! {
    methods {
        COGNITO."GetCSVHeader" => |service, body| answer(service.get_csv_header(&read(body)?)?);
        COGNITO."CreateUserImportJob" => |service, body| job(service.create_user_import_job(&read(body)?)?);
        COGNITO."DescribeUserImportJob" => |service, body| job(service.describe_user_import_job(&read(body)?)?);
        COGNITO."ListUserImportJobs" => |service, body| answer(service.list_user_import_jobs(&read(body)?)?);
        COGNITO."StartUserImportJob" => |service, body| job(service.start(&key_of(&read(body)?)?)?);
        COGNITO."StopUserImportJob" => |service, body| job(service.stop(&key_of(&read(body)?)?)?);
        COGNITO."CreateUserPool" => |service, body| pool(service.create_user_pool(&read(body)?)?);
        COGNITO."DescribeUserPool" => |service, body| pool(service.describe_user_pool(&read(body)?)?);
        COGNITO."ListUserPools" => |service, body| answer(service.list_user_pools(&read(body)?)?);
        COGNITO."UpdateUserPool" => |service, body| empty(service.update_user_pool(&read(body)?));
        COGNITO."DeleteUserPool" => |service, body| empty(service.delete_user_pool(&read(body)?));
        COGNITO."AddCustomAttributes" => |service, body| empty(service.add_custom_attributes(&read(body)?));
        COGNITO."ListUsers" => |service, body| answer(service.list_users(&read(body)?)?);
        COGNITO."AdminGetUser" => |service, body| answer(service.admin_get_user(&read(body)?)?);
        COGNITO."AdminDeleteUser" => |service, body| empty(service.admin_delete_user(&read(body)?));
        LOGS."DescribeLogGroups" => |service, body| answer(service.describe_log_groups(&read(body)?)?);
        LOGS."DescribeLogStreams" => |service, body| answer(service.describe_log_streams(&read(body)?)?);
        LOGS."GetLogEvents" => |service, body| answer(service.get_log_events(&read(body)?)?);
        LOGS."FilterLogEvents" => |service, body| answer(service.filter_log_events(&read(body)?)?);
    }
    files {
        "CreateUserPoolClient" Signed Quick => create_user_pool_client;
        "DescribeUserPoolClient" Signed Quick => describe_user_pool_client;
        "UpdateUserPoolClient" Signed Quick => update_user_pool_client;
        "DeleteUserPoolClient" Signed Quick => delete_user_pool_client;
        "ListUserPoolClients" Signed Quick => list_user_pool_clients;
        "InitiateAuth" Unsigned Slow => initiate_auth;
        "AdminInitiateAuth" Signed Slow => admin_initiate_auth;
        "RespondToAuthChallenge" Unsigned Slow => respond_to_auth_challenge;
        "AdminRespondToAuthChallenge" Signed Slow => admin_respond_to_auth_challenge;
        "GetTokensFromRefreshToken" Unsigned Slow => get_tokens_from_refresh_token;
        "GetUser" Unsigned Quick => get_user;
        "RevokeToken" Unsigned Quick => revoke_token;
        "GlobalSignOut" Unsigned Quick => global_sign_out;
        "AdminUserGlobalSignOut" Signed Quick => admin_user_global_sign_out;
        "ForgotPassword" Unsigned Quick => forgot_password;
        "ConfirmForgotPassword" Unsigned Slow => confirm_forgot_password;
        "AdminResetUserPassword" Signed Quick => admin_reset_user_password;
        "AdminSetUserPassword" Signed Slow => admin_set_user_password;
        "ChangePassword" Unsigned Slow => change_password;
        "CreateGroup" Signed Quick => create_group;
        "GetGroup" Signed Quick => get_group;
        "UpdateGroup" Signed Quick => update_group;
        "DeleteGroup" Signed Quick => delete_group;
        "ListGroups" Signed Quick => list_groups;
        "AdminAddUserToGroup" Signed Quick => admin_add_user_to_group;
        "AdminRemoveUserFromGroup" Signed Quick => admin_remove_user_from_group;
        "AdminListGroupsForUser" Signed Quick => admin_list_groups_for_user;
        "ListUsersInGroup" Signed Quick => list_users_in_group;
        "AdminEnableUser" Signed Quick => admin_enable_user;
        "AdminDisableUser" Signed Quick => admin_disable_user;
        "AdminUpdateUserAttributes" Signed Quick => admin_update_user_attributes;
        "AdminDeleteUserAttributes" Signed Quick => admin_delete_user_attributes;
        "AdminLinkProviderForUser" Signed Quick => admin_link_provider_for_user;
        "AdminListUserAuthEvents" Signed Quick => admin_list_user_auth_events;
        "GetUserPoolMfaConfig" Signed Quick => get_user_pool_mfa_config;
        "SetUserPoolMfaConfig" Signed Quick => set_user_pool_mfa_config;
        "AdminSetUserMFAPreference" Signed Quick => admin_set_user_mfa_preference;
        "AdminCreateUser" Signed Slow => admin_create_user;
        "AssociateSoftwareToken" Unsigned Quick => associate_software_token;
        "VerifySoftwareToken" Unsigned Quick => verify_software_token;
        "SetUserMFAPreference" Unsigned Quick => set_user_mfa_preference;
    }
}

fn operation(target: &str) -> Option<&'static Operation> {
    TABLE.iter().find(|operation| operation.target == target)
}

/// Whether clients send the requests of this target without a signature.
#[cfg(feature = "serve")]
pub(crate) fn is_unsigned(target: &str) -> bool {
    operation(target).is_some_and(|operation| operation.sender == Sender::Unsigned)
}

/// Whether this target computes for long, so that few of its requests may be at work at a time.
#[cfg(feature = "serve")]
pub(crate) fn is_slow(target: &str) -> bool {
    operation(target).is_some_and(|operation| operation.is_slow)
}

impl ImportService {
    /// Answers a request as a client sends it: the operation by its `X-Amz-Target`, such as
    /// `AWSCognitoIdentityProviderService.GetCSVHeader`, and the JSON of its members.
    ///
    /// # Errors
    ///
    /// The operation's own, one of [`Settings::failures`](crate::import_job::Settings::failures),
    /// SerializationException where the body is not of its form, and
    /// UnknownOperationException where no such operation is served.
    pub fn call(&self, target: &str, body: &[u8]) -> Result<Value, ApiError> {
        let failures = &self.settings().failures;
        if let Some(error) = failures.iter().find_map(|failure| failure.of_call(target)) {
            return Err(error);
        }
        match operation(target) {
            Some(operation) => (operation.run)(self, body),
            None => Err(not_served(target)),
        }
    }
}

fn not_served(target: &str) -> ApiError {
    let name = target.split_once('.').map_or(target, |(_, name)| name);
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(64)
        .collect();
    let name = if name.is_empty() {
        "This operation"
    } else {
        &name
    };
    ApiError::new(
        ErrorKind::UnknownOperation,
        format!("{name} is not served here; the README lists what is."),
    )
}

/// The members of a body. A client that has none to send may send nothing.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let body = if body.is_empty() { b"{}" } else { body };
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(malformed(None));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let members = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        if error.inner().is_data() {
            ApiError::new(
                ErrorKind::Serialization,
                format!("The member {} is not of its type.", path_of(error.path())),
            )
        } else {
            malformed(Some(error.inner()))
        }
    })?;
    deserializer
        .end()
        .map_err(|error| malformed(Some(&error)))?;
    Ok(members)
}

/// The members of a body that the API model admits.
fn checked<T: DeserializeOwned>(name: &str, body: &[u8]) -> Result<T, ApiError> {
    let members: Value = read(body)?;
    model::check_request(name, &members)?;
    // What the model admits has the types that the operation's file reads.
    serde_json::from_value(members)
        .map_err(|_| ApiError::internal_because(format!("{name} cannot read its request")))
}

/// The path of a member. Members that are read have names of ours; others are not shown.
fn path_of(path: &Path) -> String {
    path.iter()
        .fold(String::new(), |text, segment| match segment {
            Segment::Seq { index } => format!("{text}[{index}]"),
            Segment::Map { key } if text.is_empty() => key.clone(),
            Segment::Map { key } => format!("{text}.{key}"),
            Segment::Enum { .. } | Segment::Unknown => text,
        })
}

/// Where a body is wrong; what it has there is not repeated.
fn malformed(error: Option<&serde_json::Error>) -> ApiError {
    let place = error.map_or_else(String::new, |error| {
        format!(" (line {}, column {})", error.line(), error.column())
    });
    ApiError::new(
        ErrorKind::Serialization,
        format!("The request body is not a JSON object{place}."),
    )
}

fn answer(answer: impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(answer).map_err(|_| ApiError::internal())
}

/// An operation that has no output at all (BOTO): clients read that from an empty object, too.
fn empty(done: Result<(), ApiError>) -> Result<Value, ApiError> {
    done?;
    answer(wire::EmptyResponse::default())
}

fn pool(pool: wire::UserPoolType) -> Result<Value, ApiError> {
    answer(wire::UserPoolResponse { user_pool: pool })
}

fn job(job: wire::UserImportJobType) -> Result<Value, ApiError> {
    answer(wire::UserImportJobResponse {
        user_import_job: job,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COGNITO: &str = "AWSCognitoIdentityProviderService";

    #[test]
    fn every_operation_of_the_list_is_served() {
        for target in OPERATIONS {
            assert!(operation(target).is_some(), "{target}");
        }
        assert!(operation("AWSCognitoIdentityProviderService.SignUp").is_none());
    }

    #[test]
    fn an_operation_that_is_not_served_is_named() {
        let service = ImportService::in_memory().unwrap();
        let error = service
            .call("Logs_20140328.Put\u{1b}LogEvents", b"{}")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownOperation);
        assert_eq!(
            error.message(),
            "PutLogEvents is not served here; the README lists what is."
        );
    }

    #[test]
    fn a_member_of_another_type_is_named() {
        let service = ImportService::in_memory().unwrap();
        for (name, request, member) in [
            ("CreateUserPool", r#"{"PoolName": 7}"#, "PoolName"),
            ("ListUserPools", r#"{"MaxResults": "s3cret"}"#, "MaxResults"),
            ("ListUserPools", r#"{"MaxResults": 1.5}"#, "MaxResults"),
            (
                "ListUserPools",
                r#"{"MaxResults": -9223372036854775809}"#,
                "MaxResults",
            ),
            (
                "CreateUserPool",
                r#"{"AliasAttributes": "email"}"#,
                "AliasAttributes",
            ),
            (
                "CreateUserPool",
                r#"{"AliasAttributes": ["email", 7]}"#,
                "AliasAttributes[1]",
            ),
            (
                "CreateUserPool",
                r#"{"Schema": [{"Name": "x"}, {"Required": "s3cret"}]}"#,
                "Schema[1].Required",
            ),
            ("CreateUserPool", r#"{"Schema": [7]}"#, "Schema[0]"),
            (
                "CreateUserPool",
                r#"{"UsernameConfiguration": {"CaseSensitive": 0}}"#,
                "UsernameConfiguration.CaseSensitive",
            ),
            ("CreateUserImportJob", r#"{"JobName": {}}"#, "JobName"),
        ] {
            let target = format!("{COGNITO}.{name}");
            let error = service.call(&target, request.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Serialization, "{request}");
            let message = format!("The member {member} is not of its type.");
            assert_eq!(error.message(), message, "{request}");
        }
    }

    #[test]
    fn a_body_that_is_not_an_object_is_refused_without_its_text() {
        let service = ImportService::in_memory().unwrap();
        for body in [
            "[]",
            "{\"UserPoolId\": 7}",
            "{\"UserPoolId\":",
            "\u{0}",
            "\"secret\"",
        ] {
            let error = service
                .call(
                    "AWSCognitoIdentityProviderService.GetCSVHeader",
                    body.as_bytes(),
                )
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Serialization, "{body}");
            assert!(!error.message().contains("secret"));
        }
        let error = service
            .call("AWSCognitoIdentityProviderService.GetCSVHeader", b"")
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter);
    }
}
