//! AdminInitiateAuth: a server with credentials of AWS begins a sign-in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::import_job::{
    ApiError, ImportService,
    sign_in::{AuthAnswer, Start},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    client_id: String,
    auth_flow: String,
    #[serde(default)]
    auth_parameters: BTreeMap<String, String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<AuthAnswer, ApiError> {
    Start {
        client: service.client_of_pool(&request.user_pool_id, &request.client_id)?,
        flow: &request.auth_flow,
        is_admin: true,
        parameters: &request.auth_parameters,
    }
    .run(service)
}
