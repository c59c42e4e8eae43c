//! AdminSetUserPassword: sets a user's password, for good or until the first sign-in. For users whose status
//! is RESET_REQUIRED it is the other way to a password.

use serde::Deserialize;

use crate::import_job::{
    AccountStatus, ApiError, ImportService, PasswordVerifier,
    sign_in::{check_policy, set_password},
    wire::EmptyResponse,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
    password: String,
    permanent: Option<bool>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let pool_id = &request.user_pool_id;
    let (pool, settings) = service.pool_settings(pool_id)?;
    let (number, user) = service
        .find_user(pool_id, &settings, &request.username)?
        .ok_or_else(ApiError::no_user)?;
    check_policy(&pool.document, &request.password)?;
    let now = service.settings().clock.now();
    let verifier = PasswordVerifier::of_password(pool_id, &user.username, &request.password, now)?;
    let status = if request.permanent == Some(true) {
        AccountStatus::Confirmed
    } else {
        AccountStatus::ForceChangePassword
    };
    service.store().change_user(pool_id, number, &mut |user| {
        set_password(user, verifier.clone(), status);
        None
    })?;
    service.spend_reset_code((pool_id, number));
    service.forget_wrong_passwords((pool_id, number));
    Ok(EmptyResponse::default())
}
