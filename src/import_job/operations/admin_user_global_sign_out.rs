//! AdminUserGlobalSignOut: ends all sign-ins of a user.

use serde::Deserialize;

use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let (_, settings) = service.pool_settings(&request.user_pool_id)?;
    let (number, _) = service
        .find_user(&request.user_pool_id, &settings, &request.username)?
        .ok_or_else(ApiError::no_user)?;
    service
        .store()
        .end_sign_ins(&request.user_pool_id, number)?;
    Ok(EmptyResponse::default())
}
