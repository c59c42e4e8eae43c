//! InitiateAuth: an application begins a sign-in, or refreshes its tokens.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::import_job::{
    ApiError, ImportService,
    sign_in::{AuthAnswer, Start},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    auth_flow: String,
    #[serde(default)]
    auth_parameters: BTreeMap<String, String>,
    client_id: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<AuthAnswer, ApiError> {
    Start {
        client: service.client(&request.client_id)?,
        flow: &request.auth_flow,
        is_admin: false,
        parameters: &request.auth_parameters,
    }
    .run(service)
}
