//! AdminDisableUser: lets a user not sign in, and ends the sign-ins there are.

use super::admin_enable_user::{Request, set_enabled};
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = set_enabled(service, request, false)?;
    service
        .store()
        .end_sign_ins(&account.pool.id, account.number)?;
    Ok(EmptyResponse::default())
}
