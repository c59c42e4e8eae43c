//! DeleteGroup: removes a group; its users stay.

use serde::Deserialize;

use super::get_group::no_group;
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    group_name: String,
    user_pool_id: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    if !service
        .store()
        .delete_group(&pool.id, &request.group_name)?
    {
        return Err(no_group());
    }
    Ok(EmptyResponse::default())
}
