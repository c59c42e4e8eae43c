//! AdminRemoveUserFromGroup: takes a user out of a group, if the user is in it.

use super::{admin_add_user_to_group::Request, get_group::no_group};
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let store = service.store();
    if !store.remove_from_group(&account.pool.id, &request.group_name, account.number)? {
        return Err(no_group());
    }
    Ok(EmptyResponse::default())
}
