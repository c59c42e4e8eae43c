//! GlobalSignOut: ends all sign-ins of the user who asks.

use serde::Deserialize;

use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    access_token: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let signed_in = service.signed_in(&request.access_token)?;
    service
        .store()
        .end_sign_ins(&signed_in.pool_id, signed_in.number)?;
    Ok(EmptyResponse::default())
}
