//! AdminDeleteUserAttributes: takes attributes of a user away.

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
    user_attribute_names: Vec<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let _changing = service.working();
    let account = service.account(&request.user_pool_id, &request.username)?;
    let blank: Vec<AttributeType> = request
        .user_attribute_names
        .iter()
        .map(|name| AttributeType {
            name: name.clone(),
            value: String::new(),
        })
        .collect();
    check_attributes(&account.settings, &blank, true)?;
    service.set_attributes(&account, |attributes| changed(attributes, &blank))?;
    Ok(EmptyResponse::default())
}
