//! ForgotPassword: a user asks for a code to set another password with. Every user whose status is
//! RESET_REQUIRED goes this way.

use serde::{Deserialize, Serialize};

use crate::import_job::{
    AccountStatus, ApiError, ErrorKind, ImportService, User,
    sign_in::{CodeDeliveryDetails, check_secret, disabled, made_up_details, recovery_address},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    code_delivery_details: CodeDeliveryDetails,
}

/// There is no such user, in the words of this operation and of ConfirmForgotPassword.
pub(super) fn no_user() -> ApiError {
    ApiError::new(
        ErrorKind::UserNotFound,
        "Username/client id combination not found.",
    )
}

/// Refuses users whose password cannot be set by a code.
pub(super) fn check_state(user: &User) -> Result<(), ApiError> {
    if !user.enabled {
        return Err(disabled());
    }
    match user.status {
        AccountStatus::Confirmed | AccountStatus::ResetRequired => Ok(()),
        _ => Err(ApiError::new(
            ErrorKind::NotAuthorized,
            "User password cannot be reset in the current state.",
        )),
    }
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let client = service.client(&request.client_id)?;
    check_secret(
        &client,
        &[&request.username],
        request.secret_hash.as_deref(),
    )?;
    let pool_id = &client.user_pool_id;
    let (pool, settings) = service.pool_settings(pool_id)?;
    let Some((number, user)) = service.find_user(pool_id, &settings, &request.username)? else {
        if client.settings.hides_users() {
            return Ok(Answer {
                code_delivery_details: made_up_details(&request.username),
            });
        }
        return Err(no_user());
    };
    check_state(&user)?;
    let address = recovery_address(&pool.document, &user)?;
    let kind = "ForgotPassword";
    Ok(Answer {
        code_delivery_details: service.send_reset_code(pool_id, (number, &user), address, kind)?,
    })
}
