//! AdminEnableUser: lets a user sign in.

use serde::Deserialize;

use crate::import_job::{ApiError, ImportService, service::Account, wire::EmptyResponse};

/// What AdminEnableUser and AdminDisableUser are sent.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    pub(super) user_pool_id: String,
    pub(super) username: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    set_enabled(service, request, true)?;
    Ok(EmptyResponse::default())
}

/// Lets the user sign in or not.
pub(super) fn set_enabled(
    service: &ImportService,
    request: &Request,
    enabled: bool,
) -> Result<Account, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let now = service.settings().clock.now();
    service
        .store()
        .change_user(&account.pool.id, account.number, &mut |user| {
            user.enabled = enabled;
            user.modified = now;
            None
        })?;
    Ok(account)
}
