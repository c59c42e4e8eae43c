//! AdminDisableUser: lets a user not sign in, and ends the sign-ins there are.

use super::admin_enable_user::Request;
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let now = service.settings().clock.now();
    service
        .store()
        .change_user(&account.pool.id, account.number, &mut |user| {
            user.enabled = false;
            user.modified = now;
            None
        })?;
    service
        .store()
        .end_sign_ins(&account.pool.id, account.number)?;
    Ok(EmptyResponse::default())
}
