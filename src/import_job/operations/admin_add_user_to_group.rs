//! AdminAddUserToGroup: puts a user into a group; one who is in it stays there.

use serde::Deserialize;

use super::get_group::no_group;
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

/// What AdminAddUserToGroup and AdminRemoveUserFromGroup are sent.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    pub(super) user_pool_id: String,
    pub(super) username: String,
    pub(super) group_name: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let store = service.store();
    if !store.add_to_group(&account.pool.id, &request.group_name, account.number)? {
        return Err(no_group());
    }
    Ok(EmptyResponse::default())
}
