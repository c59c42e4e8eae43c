//! AdminListUserAuthEvents: refused, as in a pool without threat protection. No such events are kept.

use serde::Deserialize;

use crate::import_job::{ApiError, ErrorKind, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    service.account(&request.user_pool_id, &request.username)?;
    Err(ApiError::new(
        ErrorKind::UserPoolAddOnNotEnabled,
        "AdminListUserAuthEvents needs threat protection, of which no pool here has any.",
    ))
}
