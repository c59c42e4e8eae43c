//! AdminResetUserPassword: a user has to set another password, and is sent the code for it.

use serde::Deserialize;

use super::forgot_password::check_state;
use crate::import_job::{
    AccountStatus, ApiError, ImportService, sign_in::recovery_address, wire::EmptyResponse,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let pool_id = &request.user_pool_id;
    let (pool, settings) = service.pool_settings(pool_id)?;
    let (number, user) = service
        .find_user(pool_id, &settings, &request.username)?
        .ok_or_else(ApiError::no_user)?;
    check_state(&user)?;
    let address = recovery_address(&pool.document, &user)?;
    let now = service.settings().clock.now();
    service.send_reset_code(pool_id, (number, &user), address, "AdminResetUserPassword")?;
    service.store().change_user(pool_id, number, &mut |user| {
        user.status = AccountStatus::ResetRequired;
        user.modified = now;
        None
    })?;
    Ok(EmptyResponse::default())
}
