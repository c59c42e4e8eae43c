//! AdminUpdateUserAttributes: sets attributes of a user; a blank value takes one away.

use serde::Deserialize;

use crate::import_job::{
    ApiError, ImportService,
    attributes::{changed, check_attributes},
    wire::{AttributeType, EmptyResponse},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
    user_attributes: Vec<AttributeType>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let _changing = service.working();
    let account = service.account(&request.user_pool_id, &request.username)?;
    check_attributes(&account.settings, &request.user_attributes, true)?;
    service.set_attributes(&account, |attributes| {
        changed(attributes, &request.user_attributes)
    })?;
    Ok(EmptyResponse::default())
}
