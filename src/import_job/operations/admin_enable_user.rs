//! AdminEnableUser: lets a user sign in.

use serde::Deserialize;

use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

/// What AdminEnableUser and AdminDisableUser are sent.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    pub(super) user_pool_id: String,
    pub(super) username: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let now = service.settings().clock.now();
    service
        .store()
        .change_user(&account.pool.id, account.number, &mut |user| {
            user.enabled = true;
            user.modified = now;
            None
        })?;
    Ok(EmptyResponse::default())
}
