//! GetGroup: one group of a pool.

use serde::Deserialize;

use super::create_group::{Answer, GroupType};
use crate::import_job::{ApiError, ErrorKind, ImportService};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    group_name: String,
    user_pool_id: String,
}

/// There is no such group.
pub(super) fn no_group() -> ApiError {
    ApiError::new(ErrorKind::ResourceNotFound, "Group not found.")
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let group = service.store().group(&pool.id, &request.group_name)?;
    Ok(Answer {
        group: GroupType::new(&pool.id, group.ok_or_else(no_group)?),
    })
}
